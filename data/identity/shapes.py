"""The shape of identity in values, as DuckDB SQL over whole columns, and the judgement over its counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from data.identity.numbers import ARABIC, ASCII, PERSIAN
from data.identity.rules import EMAIL, FILLED, NAME, TELEPHONE, number_rules, rule_bits, widths
from data.sentences import Sentence, mark

Verdict = Literal["certain", "possible"]


@cache
def kinds() -> dict[str, tuple[int, int]]:
    """Kind -> (bit of those that pass, bit of those that could; 0 for every filled value)"""
    return {
        **{rule.kind: (rule.passes, rule.could) for rule in number_rules()},
        "telephone": (TELEPHONE, 0),
        "e-mail": (EMAIL, 0),
        "name": (NAME, 0),
    }


#: How a kind found by values, or by a heading, is called; those of countries are called as their folders say
KIND_NAMES = {
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


@cache
def shape_type() -> str:
    """Type of a column of shapes in DuckDB: two bytes, or four where the countries have many kinds of numbers"""
    highest = max([FILLED, *(max(rule.could, rule.passes) for rule in number_rules())])
    return "USMALLINT" if highest < 1 << 16 else "UINTEGER"


def with_shapes(source: str, columns: Sequence[str]) -> str:
    """A SELECT of the table ``source`` and, for the text columns given, their shapes as bits: s0, s1, ...

    Three steps, each a column that the next reads, so that nothing is worked out twice: the text with plain
    digits, its first run of as many digits as an identity number or a telephone may have, the bits. Shorter text is
    not looked at.
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
        f"CASE WHEN strlen({value}) < {widths()[0]} THEN '' WHEN strlen({value}) = length({value}) THEN {value} "
        f"ELSE {plain} END AS t{number}"
    )


def _run(number: int, value: str) -> str:
    """A number written with spaces, points or dashes is one run: 001-234567-9."""
    text = f"t{number}"
    low, high = widths()
    return rf"""
        CASE WHEN {text} IS NULL OR length({text}) < {low} OR NOT regexp_matches({text}, '[0-9]') THEN ''
             WHEN regexp_full_match({text}, '[0-9]+') THEN {text}
             WHEN regexp_full_match({text}, '\+?[0-9(][-. 0-9()]*') THEN regexp_replace({text}, '[^0-9]', '', 'g')
             ELSE regexp_extract({text}, '(?:^|[^0-9])([0-9]{{{low},{high}}})(?:[^0-9]|$)', 1) END AS r{number},
        CASE WHEN contains({text}, '@') AND regexp_matches({text}, '[^@\s]+@[^@\s]+\.[A-Za-z]{{2,}}')
             THEN {EMAIL} ELSE 0 END AS e{number}"""


def _bits(number: int, value: str) -> str:
    run, width = f"r{number}", f"strlen(r{number})"
    low, high = widths()
    numbers = "".join(f" + {rule_bits(rule, run)}" for rule in number_rules())
    return f"""
        (e{number} + CASE WHEN {value} <> '' THEN {FILLED} ELSE 0 END + CASE WHEN {width} NOT BETWEEN {low} AND {high} THEN 0 ELSE
            CASE WHEN {width} >= 10 AND regexp_matches({run}, '{_MOBILE}') THEN {TELEPHONE} ELSE 0 END{numbers}
        END)::{shape_type()} AS s{number}"""


@dataclass(frozen=True)
class Counts:
    """How many values of one column have each shape: ``passing`` and ``different`` by kind."""

    filled: int
    candidates: Mapping[str, int]
    passing: Mapping[str, int]
    different: Mapping[str, int]
    #: kind -> largest less smallest of the numbers that nothing checks, over how many there are: about 1 for a serial
    spread: Mapping[str, float] = field(default_factory=dict)


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
            for could_and_pass in kinds().values()
            for bit in reversed(could_and_pass)
        ),
    ]


def suspicious(filled: int, candidates: int, passing: int) -> bool:
    """Enough of them pass to look at the column closely: chance gives one in ten at most."""
    return passing > 0 and passing >= 0.3 * (candidates or filled)


def judge(column: str, counts: Counts) -> Suspect | None:
    """The worst that can be said of a column by its values, or nothing"""
    suspects = [suspect for kind in kinds() if (suspect := _judge_kind(column, kind, counts))]
    return min(suspects, key=lambda suspect: (suspect.verdict != "certain", -suspect.share), default=None)


def _judge_kind(column: str, kind: str, counts: Counts) -> Suspect | None:
    passing, different = counts.passing[kind], counts.different[kind]
    if not suspicious(counts.filled, counts.candidates[kind], passing):
        return None
    share = passing / (counts.candidates[kind] or counts.filled)
    if kind == "name":
        certain = share >= 0.3 and different >= 20
    elif kind in counts.spread:
        certain = share >= 0.9 and different >= max(20, 0.9 * passing) and counts.spread[kind] > 10
    else:
        certain = share >= 0.5 and different >= 4
    return Suspect(
        column, kind, "values", passing / max(counts.filled, 1), "certain" if certain else "possible"
    )
