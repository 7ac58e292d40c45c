"""What a scenario leads to, in words: the outcome, the papers, and what is wrong with a wrong wish. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from dashboard import format
from dashboard.analysis.projections import AreaEmptied, HorizonTooFar, ScenarioRun, series
from dashboard.analysis.projections.historical_records import Record
from dashboard.analysis.projections.jump_off import Start
from dashboard.analysis.projections.scenario_curves import Curve, LevelImpossible
from dashboard.analysis.projections.scenario_links import BrokenLink
from dashboard.analysis.projections.steps import NoMoversObserved
from dashboard.projections.views.path_editor import NAMES, UNITS
from dashboard.words import Words
from forecasting.axes import FEMALE
from forecasting.bands import OLD
from forecasting.problems import ScenarioProblem
from forecasting.scenarios import Scenario

#: Letters of a nation's code; an area of it has more
NATION = 2


def opening(begin: Start, calendar: str, words: Words) -> str:
    """Where the projection starts."""
    language = words.language
    return words(
        "From {year}: {people} people, {tfr} children per woman, life expectancy {e0} years.",
        year=format.year(begin.years[0], calendar, language),
        people=format.compact_persons(float(begin.population.sum()), language),
        tfr=format.number(begin.total_fertility_rate, language, 2),
        e0=format.number(begin.life_expectancy, language, 1),
    )


def outcome(run: ScenarioRun, calendar: str, words: Words) -> str:
    """What follows, in a sentence: size, peak and age."""
    language = words.language
    total, old = series.people(run), series.share(run, OLD)
    peak = int(np.argmax(total))
    last = format.year(run.years[-1], calendar, language)
    parts = [
        words(
            "**In {year}: {people} people** ({change}), **{share} aged 65 and over** (now {now}).",
            year=last,
            people=format.compact_persons(float(total[-1]), language),
            change=format.percent_change(float(total[-1] / total[0] - 1), language),
            share=format.percent(float(old[-1]), language),
            now=format.percent(float(old[0]), language),
        )
    ]
    if 0 < peak < len(total) - 1:
        text = format.year(run.years[peak], calendar, language)
        parts.append(words("The population is largest in {year}.", year=text))
    elif peak == 0:
        parts.append(words("The population shrinks from the start."))
    else:
        parts.append(words("The population still grows in {year}.", year=last))
    return " ".join(parts)


def last_year(run: ScenarioRun, calendar: str, words: Words) -> str:
    """The year a run ends in."""
    return format.year(run.years[-1], calendar, words.language)


def ages(low: int, high: int, words: Words) -> str:
    """Ages from one to under another, as '15–64'."""
    return format.age_group(low, high - low, words.language)


def provenance(
    runs: Sequence[ScenarioRun],
    names: Sequence[str],
    begin: Start,
    mortality: str,
    calendar: str,
    words: Words,
) -> str:
    """Source, vintage, scenarios with their hashes, status: under every figure. mortality: whose death rates."""
    release = runs[0].release.removeprefix("population-").removesuffix(".duckdb")[:15]
    named = [
        words("“{name}” ({hash})", name=name, hash=f"`{run.fingerprint}`")
        for run, name in zip(runs, names, strict=True)
    ]
    return words(
        "**Projected** · scenario {scenarios} · base population of {year} (estimated{provisional}), "
        "mortality after {publication}, cohort-component method · {release}",
        publication=mortality,
        scenarios=" · ".join(named),
        year=format.year(begin.years[0], calendar, words.language),
        provisional=words(", provisional") if begin.provisional else "",
        release=words("release {name}", name=release),
    )


def medium_text(words: Words) -> str:
    """What the variants are, and what the medium path is, for it is not the United Nations'."""
    return words(
        "The United Nations’ variants, by their definitions. The medium they start from is ours: fertility stays as it is, "
        "mortality follows the path of the nation’s death rates, net migration stays at the recent rate for thirty years "
        "and fades over thirty more. Choosing one takes back what was drawn."
    )


def movers(begin: Start, calendar: str, words: Words) -> str:
    """Whether ages of those who moved are known here, from when and how; else why not."""
    if begin.movers is None:
        return words(
            "Observed ages: none here. They need two censuses of this area by sex and five-year age, five years apart, and "
            "a net flow that arrivals and departures do not cancel."
        )
    return words(
        "Observed ages: estimated as what the nation’s survival leaves over between the censuses of {years}, less the nation’s "
        "own remainder; {women} of the net migrants were women, {young} were aged 15 to 34.",
        years=format.years(*begin.movers.years, calendar, words.language),
        women=format.percent(float(begin.movers.pattern[FEMALE].sum()), words.language, 0),
        young=format.percent(float(begin.movers.pattern[:, 15:35].sum()), words.language, 0),
    )


def problem_text(problem: ScenarioProblem, scenario: Scenario, calendar: str, words: Words) -> str:
    """A sentence: what cannot be projected, where, and the likely cause; the scenario stays as it was."""
    language = words.language
    if isinstance(problem, HorizonTooFar):
        return words(
            "A projection to {asked} is not made here: choose a year from {first} to {last} (2150). "
            "Beyond that nobody alive today is left to count.",
            asked=format.digits(str(problem.year), language),
            first=format.year_short(problem.first, calendar, language),
            last=format.year_short(problem.last, calendar, language),
        )
    if isinstance(problem, AreaEmptied):
        return words(
            "Net migration of {net} in {year} would take more people than the area’s ages can supply ({people} are "
            "there): move the point of that year up, or is the number meant for several years?",
            net=format.persons(problem.net, language),
            year=format.year(problem.year, calendar, language),
            people=format.persons(problem.people, language),
        )
    if isinstance(problem, LevelImpossible):
        return words(
            "{measure} of {level} in {year} cannot be: it lies between {low} and {high} {unit}. Is a decimal sign missing, "
            "or is it in another unit? The curve stays as it was.",
            measure=words(NAMES[problem.component]),
            level=format.number(problem.level, language, decimals_of(problem.level)),
            year=format.year(problem.year, calendar, language),
            low=format.number(problem.low, language, decimals_of(problem.low)),
            high=format.number(problem.high, language, decimals_of(problem.high)),
            unit=words(UNITS[problem.component]),
        )
    if isinstance(problem, NoMoversObserved):
        return words(
            "This scenario takes the ages of those who moved here between two censuses, and none are known for this area: choose "
            "other ages under “Methods”."
        )
    if isinstance(problem, BrokenLink):
        return words(
            "The scenario in this link cannot be read: it may have been cut short when it was copied. The medium scenario is shown."
        )
    return words("This scenario cannot be projected: {why}", why=str(problem))


def decimals_of(value: float) -> int:
    """Decimals a typed number needs, two at most."""
    return next(decimals for decimals in (0, 1, 2) if decimals == 2 or round(value, decimals) == value)


def path_text(curve: Curve, area: str, publication: str, words: Words) -> str:
    """Whose path is drawn behind a curve, and why there is none. publication: where the nation's path was published."""
    if len(area) > NATION:
        nobody = words("No path is published for a part of the nation.")
        if curve.component != "net_migration":
            return nobody
        residual = words("No series of net migration by year is published; the start is the recent residual.")
        return f"{nobody} {residual}"
    if not publication:
        return words("No path is published in the sources loaded here.")
    if curve.component == "net_migration":
        return words(
            "Violet: net migration as estimated and projected in {publication}. No office publishes it by year; the "
            "scenario starts from none.",
            publication=publication,
        )
    return words("Violet: the path of {publication}, projected.", publication=publication)


def sources_text(
    curve: Curve, record: Record | None, path: str, names: Mapping[str, str], calendar: str, words: Words
) -> str:
    """What is drawn behind a curve, and what is not there to be drawn; ``path`` as `path_text`."""
    parts = [words("Black: published. Green: this scenario; drag its points, or use the arrow keys."), path]
    if record is not None:
        parts.append(_record(curve, record, names, calendar, words))
    elif curve.component in ("total_fertility", "life_expectancy"):
        parts.append(words("Nothing published here ever rose from near this level over 5 to 15 years."))
    return " ".join(parts)


def _record(curve: Curve, record: Record, names: Mapping[str, str], calendar: str, words: Words) -> str:
    values = {
        "change": format.change(record.change, words.language, curve.kind.decimals),
        "years": format.digits(str(record.years), words.language),
        "area": names.get(record.area, record.area),
        "span": format.years(record.first, record.last, calendar, words.language),
        "series": format.digits(str(record.series), words.language),
    }
    if curve.component == "total_fertility":
        return words(
            "Shaded: as fast as fertility ever rose here from within 0.3 of this level over 5 to 15 years: {change} in {years} "
            "years ({area}, {span}), the largest of {series} published series, errors of surveys included.",
            **values,
        )
    return words(
        "Shaded: as fast as life expectancy ever rose here over 5 to 15 years: {change} years of life in {years} "
        "years ({area}, {span}), the largest of {series} published series.",
        **values,
    )
