"""What the fertility of a start rests on, in a sentence. Pure."""

from __future__ import annotations

from dashboard import format
from dashboard.analysis.projections.jump_off import Start
from dashboard.analysis.projections.relative_fertility import RelativeFertility
from dashboard.words import Words

DECIMALS = 2


def fertility_said(begin: Start, country: str, calendar: str, words: Words) -> str:
    """Whose word the level is, and of when; the older word beside it where births overrule it."""
    found = begin.relative
    if found is None:
        return words("Fertility of the start: that of the areas together, weighted by their women.")
    if begin.area == country:
        return _of_nation(found, calendar, words)
    values = {
        "nation": format.number(begin.total_fertility_rate / found.ratio, words.language, DECIMALS),
        "ratio": format.number(found.ratio, words.language, DECIMALS),
        "years": _years(found.years, calendar, words) if found.years else "",
    }
    if not found.years:
        return words(
            "Fertility of the start: the nation’s {nation}; none is published for the area.", **values
        )
    if not found.by_births:
        return words(
            "Fertility of the start: the nation’s {nation} times {ratio}, the area’s published total fertility rate over the "
            "nation’s in {years}.",
            **values,
        )
    said = words(
        "Fertility of the start: the nation’s {nation} times {ratio} (estimated), as births of {years} over the area’s women "
        "stand to the nation’s.",
        **values,
    )
    return f"{said} {_older(found, calendar, words)}".strip()


def _of_nation(found: RelativeFertility, calendar: str, words: Words) -> str:
    years = _years(found.years, calendar, words)
    if found.by_births:
        return words(
            "Fertility of the start: registered births of {years} over the nation’s women.", years=years
        )
    return words("Fertility of the start: the total fertility rate published for {years}.", years=years)


def _older(found: RelativeFertility, calendar: str, words: Words) -> str:
    """What the rate last published would have given."""
    if found.published is None or found.published_year is None:
        return ""
    return words(
        "The area’s total fertility rate was last published for {year}, {ratio} times the nation’s: births are the later word.",
        year=format.year(found.published_year, calendar, words.language),
        ratio=format.number(found.published, words.language, DECIMALS),
    )


def _years(years: tuple[int, ...], calendar: str, words: Words) -> str:
    if len(years) == 1:
        return format.year(years[0], calendar, words.language)
    return format.years(years[0], years[-1], calendar, words.language)
