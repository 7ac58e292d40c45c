"""The identity numbers of every country in the installation: the bits of a value's shape, and SQL that sets them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from data.countries import countries
from data.country_identity import IdentityNumber

#: Bits of a value's shape that are no country's; those of identity numbers come after them
TELEPHONE, EMAIL, NAME, FILLED = (1 << bit for bit in range(4))
_FIRST_BIT = 4


@dataclass(frozen=True)
class NumberRule:
    """A country's identity number, and the bits of values that could be one (0: any filled value) and that pass."""

    number: IdentityNumber
    could: int
    passes: int

    @property
    def kind(self) -> str:
        """How the kind is called in reports."""
        return self.number.name


@cache
def number_rules() -> tuple[NumberRule, ...]:
    """Every country's identity numbers, in the order of its folders."""
    rules: list[NumberRule] = []
    bit = 1 << _FIRST_BIT
    for number in (number for each in countries().values() for number in each.identity_numbers):
        if number.check == "apart":
            rules.append(NumberRule(number, 0, bit))
            bit <<= 1
        else:
            rules.append(NumberRule(number, bit << 1, bit))
            bit <<= 2
    return tuple(rules)


def widths() -> tuple[int, int]:
    """Digits of the shortest and the longest number that is looked for, telephones among them."""
    numbers = [rule.number for rule in number_rules()]
    return (
        min([8, *(number.shortest for number in numbers)]),
        max([14, *(number.digits for number in numbers)]),
    )


def rule_bits(rule: NumberRule, run: str) -> str:
    """SQL of the bits that a run of digits has by a rule."""
    number = rule.number
    width = f"strlen({run})"
    long = (
        f"{width} = {number.digits}"
        if number.shortest == number.digits
        else f"{width} BETWEEN {number.shortest} AND {number.digits}"
    )
    conditions = [long, *_beginning(number, run), *_check(number, run)]
    passes = f"CASE WHEN {' AND '.join(conditions)} THEN {rule.passes} ELSE 0 END"
    return f"CASE WHEN {long} THEN {rule.could} ELSE 0 END + {passes}" if rule.could else passes


def _beginning(number: IdentityNumber, run: str) -> list[str]:
    if not number.begins:
        return []
    length = len(number.begins[0])
    # Text to find a code in, not a list: DuckDB joins to long lists, and a join would not keep the order of rows.
    conditions = [f"contains('{' '.join(number.begins)}', {run}[1:{length}])"]
    if number.continuation:
        conditions.append(f"contains('{number.continuation}', {run}[{length + 1}])")
    return conditions


def _check(number: IdentityNumber, run: str) -> list[str]:
    value = f"try_cast({run} AS BIGINT)"
    places = range(number.digits)
    if number.check == "weights_11":
        total = " + ".join(f"{value} // {10**place} % 10 * {place + 1}" for place in places)
        same = sum(10**place for place in places)
        return [
            f"({total}) % 11 IN (0, CASE WHEN {value} % 10 = 1 THEN 2 ELSE 0 END)",
            f"{value} % {same} <> 0",
        ]
    if number.check == "luhn":
        digits = [f"({value} // {10**place} % 10)" for place in places]
        doubled = [
            f"({each} * 2 // 10 + {each} * 2 % 10)" if place % 2 else each
            for place, each in enumerate(digits)
        ]
        return [f"({' + '.join(doubled)}) % 10 = 0", f"{value} <> 0"]
    return []
