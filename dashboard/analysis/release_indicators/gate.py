"""The gate: a release whose indicators, life tables or projections cannot be made is not given to readers.

Where leaving out one area alone lets the others be made, that area has a reason instead of a value and the release goes
on. Else the rows that stand in the way are looked for, the newest source first, and the load is refused with their
source, area and year, and what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, NoReturn, TypeVar

from sqlalchemy.exc import DBAPIError

from dashboard.analysis.indicators import MeasureContext
from data import queries
from data.exclusions import Exclusion, excluded
from data.problems import LoadProblem
from data.sentences import Sentence, mark

#: Numbers that a year of a fact may have, in whatever calendar
YEARS = range(1300, 2200)
Answer = TypeVar("Answer")
Maker = Callable[[MeasureContext], Answer]


@dataclass(frozen=True, eq=False)
class Outcome(Generic[Answer]):
    """What was made, and of which areas it could not be: area -> reason, in English."""

    answer: Answer
    reasons: dict[str, str]


def attempt(context: MeasureContext, measure: Sentence, maker: Maker[Answer]) -> Outcome[Answer]:
    """What ``maker`` makes of the context; LoadProblem names the measure, the source and the rows in its way."""
    try:
        return Outcome(maker(context), {})
    except DBAPIError:  # the database's own, which ends the transaction: no rows of a file stand behind it
        raise
    except Exception as error:  # of whatever library: the release must not reach a reader with it
        search = _Search(context, maker)
        area = search.area()
        if area is not None:
            answer = search.answer(Exclusion(areas=frozenset([area])))
            return Outcome(answer, {area: area_reason(error, search.source(area))})
        refuse(context, measure, search, error)


def area_reason(error: Exception, source: str | None) -> str:
    """Why an area alone has no value: what went wrong, and the source whose rows of it are in the way, if one's are"""
    return f"{source}: {reason(error)}" if source else reason(error)


def refuse(context: MeasureContext, measure: Sentence, search: _Search[Answer], error: Exception) -> NoReturn:
    """Say which measure cannot be made of which rows, and what to do"""
    source = search.source()
    if source is None:
        raise LoadProblem(
            Sentence(
                "{measure} of {country} cannot be made of what is loaded: {cause} Correct the rows it names or leave the file out, and load again; readers keep the release they have.",
                measure=measure,
                country=context.country,
                cause=reason(error),
            )
        ) from error
    raise LoadProblem(
        Sentence(
            "{measure} of {country} cannot be made with the rows of {source} ({rows}): {cause} Correct them or leave the file out, and load again; readers keep the release they have.",
            measure=measure,
            country=context.country,
            source=source,
            rows=search.rows(source),
            cause=reason(error),
        )
    ) from error


def reason(error: Exception) -> str:
    """What went wrong, as a sentence: an error's first line"""
    lines = str(error).strip().splitlines()
    text = lines[0] if lines else type(error).__name__
    return text if text.endswith(".") else f"{text}."


class _Search(Generic[Answer]):
    """Looks for the rows without which a maker succeeds."""

    def __init__(self, context: MeasureContext, maker: Maker[Answer]) -> None:
        self._context, self._maker = context, maker

    def answer(self, exclusion: Exclusion) -> Answer:
        """What the maker makes without some rows"""
        context = self._context
        with excluded(context.connection, exclusion):
            return self._maker(MeasureContext(context.connection, context.country, context.levels))

    def works(self, exclusion: Exclusion) -> bool:
        """Whether the maker succeeds without some rows"""
        try:
            self.answer(exclusion)
        except Exception:
            return False
        return True

    def area(self) -> str | None:
        """The one area under the nation without which it succeeds"""
        areas = queries.areas(self._context.connection)
        own = areas[(areas["country"] == self._context.country) & (areas["level"] != "nation")]
        return self._one([str(area) for area in own["area"]], lambda part: Exclusion(areas=frozenset(part)))

    def source(self, area: str | None = None) -> str | None:
        """The source without whose rows, or without those of an area, it succeeds; looked for from the one loaded last"""
        areas = frozenset([area]) if area else frozenset()
        connection = self._context.connection
        sources = queries.sources(connection).sort_values("loaded_in", ascending=False)
        keys = set(queries.sources_of(connection, self._context.country))
        for source in sources.loc[sources["source"].isin(keys), "source"]:
            if self.works(Exclusion(areas, frozenset([source]))):
                return str(source)
        return None

    def rows(self, source: str) -> Sentence:
        """The area and the year of a source without whose rows it succeeds; all of it where no one alone helps"""
        of_source = frozenset([source])
        areas = queries.areas(self._context.connection)
        own = [str(area) for area in areas.loc[areas["country"] == self._context.country, "area"]]
        area = self._one(own, lambda part: Exclusion(frozenset(part), of_source))
        if area is None:
            return Sentence(mark("all areas and years"))
        year = self._one(YEARS, lambda part: Exclusion(frozenset([area]), of_source, frozenset(part)))
        if year is None:
            return Sentence(mark("{code}, all years"), code=area)
        return Sentence(mark("{code}, {year}"), code=area, year=year)

    def _one(
        self, candidates: Sequence[_Candidate], exclusion: Callable[[Sequence[_Candidate]], Exclusion]
    ) -> _Candidate | None:
        """The one candidate without which it succeeds, by halves; None where it takes more than one"""
        if not candidates or not self.works(exclusion(candidates)):
            return None
        while len(candidates) > 1:
            half = candidates[: len(candidates) // 2]
            candidates = half if self.works(exclusion(half)) else candidates[len(half) :]
        return candidates[0] if self.works(exclusion(candidates)) else None


_Candidate = TypeVar("_Candidate", str, int)
