"""What a page says and draws, as tests read it."""

from __future__ import annotations

import base64
import json

import numpy as np

from tests.pages.conftest import choice


def texts(app) -> str:
    """Everything written on the page."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "info", "error")
    return "\n".join(element.value for kind in kinds for element in getattr(app, kind))


def figures(app) -> dict[str, dict]:
    """The charts on the page, as Plotly reads them, by their key."""
    return {key_of(chart): json.loads(chart.proto.spec) for chart in app.get("plotly_chart")}


def key_of(chart) -> str:
    """The key a page gave a chart: its id is $$ID-hash-key."""
    return chart.proto.id.split("-", 2)[2]


def cards(app) -> dict[str, str]:
    """Headline figures by what they are called."""
    return {metric.label: metric.value for metric in app.metric}


def outcome(app) -> str:
    """The sentence that says where a projection leads."""
    [said] = [element.value for element in app.markdown if element.value.startswith("**In ")]
    return said


def well(app):
    """The page stands: nothing failed and nothing is said to have failed."""
    assert not app.exception, app.exception
    assert not app.error, [error.value for error in app.error]
    return app


def numbers(values) -> list[float]:
    """The values of a trace, which Plotly may have packed."""
    if isinstance(values, dict):
        return np.frombuffer(base64.b64decode(values["bdata"]), dtype=values["dtype"]).tolist()
    return [y for y in values if y is not None]


def link(app) -> dict[str, str]:
    """The address the page is at."""
    return {key: said[0] if isinstance(said, list) else said for key, said in dict(app.query_params).items()}


def begin_from(app, variant):
    """Start the scenario from a variant."""
    choice(app, "variant").select(variant).run()
