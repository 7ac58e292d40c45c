"""How sure, in words: what a fan is and is not, how likely an event, what is left out. Pure."""

from __future__ import annotations

from dashboard import format
from dashboard.analysis.projections import ScenarioRun
from dashboard.analysis.uncertainty.spread import Spread
from dashboard.analysis.uncertainty.trajectories import Event
from dashboard.words import Words, mark
from forecasting.probabilistic.deviations import FERTILITY_STRAYS, StartErrors
from forecasting.probabilistic.provinces import Wander
from forecasting.probabilistic.trajectories import Trajectories

#: key -> title and unit of a fan
FANS = {
    "total": (mark("Population"), mark("million people")),
    "old": (mark("Share aged 65 and over"), mark("% of population")),
    "births": (mark("Births"), mark("thousand births a year")),
}
LEAST_PARTS = 1000


def opening(paths: Trajectories, seed: int, words: Words) -> str:
    """How many trajectories are drawn, and what a band means."""
    return words(
        "Around the scenario’s path, {n} trajectories of fertility, life expectancy, migration and errors of the start go through the same "
        "projection. Of 100 trajectories 80 stay in the dark band in any one year, and 95 in the light one. "
        "The middle is what you assumed; the bands say how far such paths have strayed (seed {seed}).",
        n=format.number(len(paths), words.language),
        seed=format.number(seed, words.language),
    )


def variants_note(words: Words) -> str:
    """What high and low variants are."""
    return words(
        "The high and low variants say what follows from half a child more or less. They are what-ifs, "
        "with no probability, and never the ends of a band."
    )


def event(question: Event, calendar: str, words: Words) -> str:
    """An event in words, ready to be followed by its chance."""
    language = words.language
    year = format.year(question.year, calendar, language)
    if question.kind == "peak":
        return words("The population is largest before {year}", year=year)
    if question.kind == "old":
        level = format.percent(question.level / 100, language, 0)
        return words("{level} or more are aged 65 and over by {year}", level=level, year=year)
    if question.kind == "below":
        people = format.compact_persons(question.level, language)
        return words("Fewer than {people} people by {year}", people=people, year=year)
    return words("More deaths than births in a year by {year}", year=year)


def chance(share: float, draws: int, language: str) -> str:
    """A chance as far as so many trajectories can tell it."""
    words = Words(language)
    least = 1 / draws
    if share < least:
        return words("under {least}", least=format.percent(least, language, 1))
    if share > 1 - least:
        return words("over {most}", most=format.percent(1 - least, language, 1))
    return format.percent(share, language, 0 if draws < LEAST_PARTS else 1)


def omissions(run: ScenarioRun, nation: str, spread: Spread, words: Words) -> list[str]:
    """What the bands are made of and what is not in them, a sentence each."""
    sentences = [
        words(
            "Fertility: the distance from the assumed path fades by 11 % in five years and is moved by chance, as in the United "
            "Nations’ method after the decline (Alkema et al. 2011; defaults of bayesTFR: 0.8859 and 0.1016 children)."
        )
    ]
    if spread.fertility.noise > FERTILITY_STRAYS.noise:
        sentences.append(
            words(
                "Here chance moves fertility by {noise} children in five years instead: so far the nation’s own has moved by more "
                "than the published size, which counts as one more change.",
                noise=format.number(spread.fertility.noise, words.language, 2),
            )
        )
    sentences.append(
        words(
            "Life expectancy: a random walk that is a year off on the average after ten years, as the United Nations’ method "
            "was when it was tested on the past (Raftery et al. 2013). Both sexes move together."
        )
    )
    sentences.append(_of_nation(spread.moves.get(nation), words))
    if run.area != nation:
        sentences += _of_province(run.area in spread.moves, words)
    sentences.append(_of_start(spread.nation if run.area == nation else spread.provinces, words))
    sentences.append(words("Not in the bands: wars, epidemics, changes of method."))
    return sentences


def _of_nation(move: Wander | None, words: Words) -> str:
    if move is None:
        return words(
            "The nation’s migration does not vary: the store has no series of it. The true band is wider."
        )
    return words(
        "The nation’s migration varies as the estimates of it have varied from year to year, by an "
        "autoregression (Azose and Raftery 2015): {noise} per 1,000 people a year, of which {kept} is kept to the next.",
        noise=format.number(1000 * move.noise, words.language, 1),
        kept=format.percent(move.persistence, words.language, 0),
    )


def _of_province(wanders: bool, words: Words) -> list[str]:
    return [
        words(
            "The province wanders around its nation: fertility as a ratio, life expectancy as a distance (Ševčíková, "
            "Raftery and Gerland 2018; Ševčíková and Raftery 2021). Each nation’s trajectory is in all its provinces."
        ),
        words(
            "Migration varies as the province’s published or residual rates have varied from year to year, by an "
            "autoregression shared by all provinces (Azose and Raftery 2015). Estimated years vary less than true ones."
        )
        if wanders
        else words(
            "The province’s own migration does not vary: the store has no series of it. The true band is wider."
        ),
    ]


def _of_start(errors: StartErrors, words: Words) -> str:
    language = words.language
    return words(
        "The start may be wrong: births by {births}, people under 15 by {young}, 65 and over by {old}. So far have base "
        "populations been from published figures of their years (root mean square); the error is drawn once and stays.",
        births=format.percent(errors.births, language),
        young=format.percent(errors.young, language),
        old=format.percent(errors.old, language),
    )


def stopped_text(count: int, total: int, words: Words) -> str:
    """A run that was stopped shows what it has."""
    return words(
        "Stopped after {done} of {wanted} trajectories; the bands are of these.",
        done=format.number(count, words.language),
        wanted=format.number(total, words.language),
    )
