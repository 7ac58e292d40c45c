"""The shape of identity in values, as DuckDB SQL over whole columns, and the judgement over its counts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from data.identity.numbers import ARABIC, ASCII, PERSIAN, VIETNAMESE_PROVINCES
from data.sentences import Sentence, mark

Verdict = Literal["certain", "possible"]

#: Bits of a value's shape
TEN, IRANIAN, TWELVE, VIETNAMESE, NINE, TELEPHONE, EMAIL, NAME, FILLED = (1 << bit for bit in range(9))
#: kind -> (bit of those that pass, bit of those that could; 0 for every filled value)
KINDS = {
    "national_id of Iran": (IRANIAN, TEN),
    "national_id of Viet Nam": (VIETNAMESE, TWELVE),
    "national_id of nine digits": (NINE, 0),
    "telephone": (TELEPHONE, 0),
    "e-mail": (EMAIL, 0),
    "name": (NAME, 0),
}
#: How a kind found by values, or by a heading, is called
KIND_NAMES = {
    "national_id of Iran": mark("national id of Iran"),
    "national_id of Viet Nam": mark("national id of Viet Nam"),
    "national_id of nine digits": mark("national id of nine digits"),
    "national_id": mark("national id"),
    "telephone": mark("telephone"),
    "e-mail": mark("e-mail"),
    "name": mark("name"),
    "address": mark("address"),
}
_FAMILY = "Nguyễn|Nguyen|Trần|Lê|Phạm|Huỳnh|Hoàng|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương"
_GIVEN_NAMES = (
    "محمد|علی|فاطمه|زهرا|حسین|حسن|مریم|رضا|مهدی|امیر|زینب|معصومه|سکینه|محمدی|حسینی|احمدی|رضایی|کریمی"
)
NAME_PATTERN = f"^(?:{_FAMILY})( [^ 0-9]+){{1,4}}$|(?:^| )(?:{_GIVEN_NAMES})(?: |$)"
_MOBILE = "^(?:(?:0|98|0098)?9[0-39][0-9]{8}|(?:0|84|0084)[35789][0-9]{8})$"
# Text to find a code in, not a list: DuckDB joins to long lists, and a join would not keep the order of rows.
_PROVINCES = " ".join(VIETNAMESE_PROVINCES)
#: Weighted sum of ten digits, check digit included. It is a multiple of 11, or 2 more when the check digit is 1:
#: the same rule as `data.identity.numbers.iranian_check_digit` in one division.
_SUM = " + ".join(f"n // {10**place} % 10 * {place + 1}" for place in range(10))
_CHECKS = f"({_SUM}) % 11 IN (0, CASE WHEN n % 10 = 1 THEN 2 ELSE 0 END) AND n % 1111111111 <> 0"


def with_shapes(source: str, columns: Sequence[str]) -> str:
    """A SELECT of the table ``source`` and, for the text columns given, their shapes as bits: s0, s1, ...

    Three steps, each a column that the next reads, so that nothing is worked out twice: the text with plain
    digits, its first run of 8 to 14 digits, the bits. Only text of eight bytes or more is looked at.
    """
    steps = [_plain, _run, _bits]
    for step in steps:
        added = "".join(f", {step(number, quoted(column))}" for number, column in enumerate(columns))
        source = f"(SELECT *{added} FROM {source})"
    return source


def quoted(name: str) -> str:
    """A column's name in SQL."""
    return '"' + name.replace('"', '""') + '"'


def name_shape(column: str) -> str:
    """SQL giving the bit of values that look like a person's name."""
    return f"CASE WHEN regexp_matches(trim({quoted(column)}), '{NAME_PATTERN}') THEN {NAME} ELSE 0 END"


def _plain(number: int, value: str) -> str:
    plain = f"translate({value}, '{PERSIAN}{ARABIC}', '{ASCII}{ASCII}')"
    return (
        f"CASE WHEN strlen({value}) < 8 THEN '' WHEN strlen({value}) = length({value}) THEN {value} "
        f"ELSE {plain} END AS t{number}"
    )


def _run(number: int, value: str) -> str:
    """A number written with spaces, points or dashes is one run: 001-234567-9."""
    text = f"t{number}"
    return rf"""
        CASE WHEN {text} IS NULL OR length({text}) < 8 OR NOT regexp_matches({text}, '[0-9]') THEN ''
             WHEN regexp_full_match({text}, '[0-9]+') THEN {text}
             WHEN regexp_full_match({text}, '\+?[0-9(][-. 0-9()]*') THEN regexp_replace({text}, '[^0-9]', '', 'g')
             ELSE regexp_extract({text}, '(?:^|[^0-9])([0-9]{{8,14}})(?:[^0-9]|$)', 1) END AS r{number},
        CASE WHEN contains({text}, '@') AND regexp_matches({text}, '[^@\s]+@[^@\s]+\.[A-Za-z]{{2,}}')
             THEN {EMAIL} ELSE 0 END AS e{number}"""


def _bits(number: int, value: str) -> str:
    run, width = f"r{number}", f"strlen(r{number})"
    checks = re.sub(r"\bn\b", f"try_cast({run} AS BIGINT)", _CHECKS)
    return f"""
        (e{number} + CASE WHEN {value} <> '' THEN {FILLED} ELSE 0 END + CASE WHEN {width} NOT BETWEEN 8 AND 14 THEN 0 ELSE
            CASE WHEN {width} <= 10 THEN {TEN} ELSE 0 END
          + CASE WHEN {width} <= 10 AND {checks} THEN {IRANIAN} ELSE 0 END
          + CASE WHEN {width} = 12 THEN {TWELVE} ELSE 0 END
          + CASE WHEN {width} = 12 AND contains('{_PROVINCES}', {run}[1:3]) AND {run}[4] IN ('0', '1', '2', '3')
                 THEN {VIETNAMESE} ELSE 0 END
          + CASE WHEN {width} = 9 AND {run}[1:2] BETWEEN '01' AND '38' THEN {NINE} ELSE 0 END
          + CASE WHEN {width} >= 10 AND regexp_matches({run}, '{_MOBILE}') THEN {TELEPHONE} ELSE 0 END
        END)::USMALLINT AS s{number}"""


@dataclass(frozen=True)
class Counts:
    """How many values of one column have each shape: ``passing`` and ``different`` by kind."""

    filled: int
    candidates: Mapping[str, int]
    passing: Mapping[str, int]
    different: Mapping[str, int]
    #: largest less smallest of the nine-digit numbers, over how many there are: about 1 for a serial number
    spread: float = 0.0


@dataclass(frozen=True)
class Suspect:
    """A column that holds, or may hold, identity data. ``share`` is of its filled values; no value is kept."""

    column: str
    kind: str
    found_by: Literal["heading", "values"]
    share: float
    verdict: Verdict

    @property
    def sentence(self) -> Sentence:
        """The sentence a registrar reads."""
        parts = (
            Sentence(mark("its heading says so"))
            if self.found_by == "heading"
            else Sentence(mark("{share_so} of its values look so"), share_so=self.share)
        )
        message = (
            mark("{column} holds identity data ({why}: {seen})")
            if self.verdict == "certain"
            else mark("{column} may hold identity data ({why}: {seen})")
        )
        return Sentence(message, column=self.column, why=KIND_NAMES.get(self.kind, self.kind), seen=parts)

    def __str__(self) -> str:
        """In English."""
        return str(self.sentence)


def shape_counts(shape: str) -> list[str]:
    """SQL aggregates over one column's shapes: how many are filled; for each kind, how many could be and pass"""
    return [
        f"count(*) FILTER ({shape} & {FILLED} > 0)",
        *(
            f"count(*) FILTER ({shape} & {bit} > 0)" if bit else "0"
            for could_and_pass in KINDS.values()
            for bit in reversed(could_and_pass)
        ),
    ]


def suspicious(filled: int, candidates: int, passing: int) -> bool:
    """Enough of them pass to look at the column closely: chance gives one in ten at most."""
    return passing > 0 and passing >= 0.3 * (candidates or filled)


def judge(column: str, counts: Counts) -> Suspect | None:
    """The worst that can be said of a column by its values, or nothing"""
    suspects = [suspect for kind in KINDS if (suspect := _judge_kind(column, kind, counts))]
    return min(suspects, key=lambda suspect: (suspect.verdict != "certain", -suspect.share), default=None)


def _judge_kind(column: str, kind: str, counts: Counts) -> Suspect | None:
    passing, different = counts.passing[kind], counts.different[kind]
    if not suspicious(counts.filled, counts.candidates[kind], passing):
        return None
    share = passing / (counts.candidates[kind] or counts.filled)
    certain = {
        "name": share >= 0.3 and different >= 20,
        "national_id of nine digits": share >= 0.9
        and different >= 20
        and different >= 0.9 * passing
        and counts.spread > 10,
    }.get(kind, share >= 0.5 and different >= 4)
    return Suspect(
        column, kind, "values", passing / max(counts.filled, 1), "certain" if certain else "possible"
    )
