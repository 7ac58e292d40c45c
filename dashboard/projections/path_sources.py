"""Whose figures a projection's paths are: the publications that were really taken, in the reader's language."""

from __future__ import annotations

from dashboard import store
from dashboard.analysis.projections.jump_off import Start
from dashboard.analysis.projections.scenario_curves import Curve
from dashboard.analysis.projections.un_paths import MEASURES
from dashboard.reader import Reader
from data.names import in_language


def publications(keys: str, reader: Reader) -> str:
    """The publications behind these sources, each once; empty where the release describes none."""
    sources = store.sources_table()
    titles = dict(
        zip(sources["source"], in_language(sources, "publication", reader.view.language), strict=True)
    )
    return "; ".join(dict.fromkeys(titles[key] for key in keys.split() if titles.get(key)))


def mortality(begin: Start, reader: Reader) -> str:
    """The publications that a projection's mortality is made of: death rates by age, registered deaths, the area's own level."""
    return publications(f"{begin.mortality} {begin.level.source} {begin.gap.source}", reader)


def path_publications(begin: Start, curve: Curve, reader: Reader) -> str:
    """The publications of the path behind a curve of the nation; empty where there is none."""
    measure = MEASURES.get(curve.component)
    if measure is None:
        return publications(begin.mortality, reader)
    return publications(" ".join(store.rates(reader.view.country, measure)["source"].unique()), reader)
