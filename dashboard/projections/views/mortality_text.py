"""Where a projection's mortality starts, in sentences: the deaths that are registered, and the area beside its nation."""

from __future__ import annotations

from dashboard import format
from dashboard.analysis.projections.jump_off import Start
from dashboard.analysis.projections.national_mortality import NO_LEVEL
from dashboard.analysis.projections.province_mortality import PUBLISHED, REGISTER, RELATED
from dashboard.words import Words
from data.sentences import mark

#: Kind of a gap and whether lives are longer than the nation's -> the sentence
GAPS = {
    (PUBLISHED, True): mark(
        "Lives here are {years} years longer than the nation’s, by the life expectancy published for {year}; the gap narrows by a twentieth every five years."
    ),
    (PUBLISHED, False): mark(
        "Lives here are {years} years shorter than the nation’s, by the life expectancy published for {year}; the gap narrows by a twentieth every five years."
    ),
    (REGISTER, True): mark(
        "Lives here are {years} years longer than the nation’s, by the deaths registered here by age in {year}; the gap narrows by a twentieth every five years."
    ),
    (REGISTER, False): mark(
        "Lives here are {years} years shorter than the nation’s, by the deaths registered here by age in {year}; the gap narrows by a twentieth every five years."
    ),
    (RELATED, True): mark(
        "Lives here are {years} years longer than the nation’s, by the deaths that the census of {year} was told of; the gap narrows by a twentieth every five years."
    ),
    (RELATED, False): mark(
        "Lives here are {years} years shorter than the nation’s, by the deaths that the census of {year} was told of; the gap narrows by a twentieth every five years."
    ),
}


def mortality_start(begin: Start, calendar: str, words: Words) -> str:
    """What the level of mortality rests on; empty where it is the path of the United Nations alone"""
    return " ".join(text for text in (_gap(begin, calendar, words), _level(begin, calendar, words)) if text)


def _gap(begin: Start, calendar: str, words: Words) -> str:
    gap = begin.gap
    if gap.kind == "" or gap.year is None:
        return ""
    mean = (gap.female + gap.male) / 2
    return words(
        GAPS[gap.kind, mean >= 0],
        years=format.number(abs(mean), words.language, 1),
        year=format.year(gap.year, calendar, words.language),
    )


def _level(begin: Start, calendar: str, words: Words) -> str:
    level = begin.level
    if level == NO_LEVEL or level.year is None:
        return ""
    return words(
        "The nation’s mortality starts at the {deaths} deaths registered in {year}, where the published death rates give {expected}: lives are {years} years shorter than on their path, and stay so beside it.",
        deaths=format.number(level.registered, words.language),
        expected=format.number(level.expected, words.language),
        year=format.year(level.year, calendar, words.language),
        years=format.number(level.years, words.language, 1),
    )
