"""What the fertility of a start rests on, in a sentence. Pure."""

from __future__ import annotations

from dashboard import format
from dashboard.analysis.projections.jump_off import Start
from dashboard.analysis.projections.relative_fertility import RelativeFertility
from dashboard.words import Words

DECIMALS = 2


def fertility_at_start(begin: Start, country: str, calendar: str, words: Words) -> str:
    """The source and years of a start's fertility level; the published rate beside it where births overrule it."""
    relative = begin.relative
    if relative is None:
        return words("Fertility of the start: that of the areas together, weighted by their women.")
    if begin.area == country:
        return _of_nation(relative, calendar, words)
    values = {
        "nation": format.number(begin.total_fertility_rate / relative.ratio, words.language, DECIMALS),
        "ratio": format.number(relative.ratio, words.language, DECIMALS),
        "years": _years(relative.years, calendar, words) if relative.years else "",
    }
    if not relative.years:
        return words(
            "Fertility of the start: the nation’s {nation}; none is published for the area.", **values
        )
    if not relative.by_births:
        return words(
            "Fertility of the start: the nation’s {nation} times {ratio}, the area’s published total fertility rate over the "
            "nation’s in {years}.",
            **values,
        )
    sentence = words(
        "Fertility of the start: the nation’s {nation} times {ratio} (estimated), as births of {years} over the area’s women "
        "stand to the nation’s.",
        **values,
    )
    return f"{sentence} {_older(relative, calendar, words)}".strip()


def _of_nation(relative: RelativeFertility, calendar: str, words: Words) -> str:
    years = _years(relative.years, calendar, words)
    if relative.by_births:
        return words(
            "Fertility of the start: registered births of {years} over the nation’s women.", years=years
        )
    return words("Fertility of the start: the total fertility rate published for {years}.", years=years)


def _older(relative: RelativeFertility, calendar: str, words: Words) -> str:
    """What the rate last published would have given."""
    if relative.published is None or relative.published_year is None:
        return ""
    return words(
        "The area’s total fertility rate was last published for {year}, {ratio} times the nation’s: births are the later word.",
        year=format.year(relative.published_year, calendar, words.language),
        ratio=format.number(relative.published, words.language, DECIMALS),
    )


def _years(years: tuple[int, ...], calendar: str, words: Words) -> str:
    if len(years) == 1:
        return format.year(years[0], calendar, words.language)
    return format.years(years[0], years[-1], calendar, words.language)
