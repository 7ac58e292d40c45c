"""What is known of a country's identity numbers, as its folder says it: how long they are and what they are checked by."""

from __future__ import annotations

from dataclasses import dataclass

#: Names of rules by which a number is told from chance; `data.identity.rules` has what each asks
CHECKS = ("none", "weights_11", "luhn", "apart")
#: Digits of the numbers that are looked for: shorter ones are counts, longer ones no whole number of a database
SHORTEST, LONGEST = 6, 18


@dataclass(frozen=True)
class IdentityNumber:
    """One kind of number that a person has in a country.

    name: of the kind, in English. headings: of columns that hold it, beside those that every country is known to use.
    digits: how many. shortest: what a spreadsheet that takes away zeros may leave.
    begins: what it may begin with, all of one length; empty where anything. continuation: digits that may follow these.
    check: ``weights_11`` (the digits weighted by their places from the right leave 0, or 2 with a last digit of 1, when
    divided by 11), ``luhn``, ``none`` (its beginning alone tells it), or ``apart``: nothing does, and a column is taken
    for such numbers when nearly all are different and far apart.
    """

    name: str
    digits: int
    shortest: int
    begins: tuple[str, ...] = ()
    continuation: str = ""
    check: str = "none"
    headings: tuple[str, ...] = ()
