"""The choices two correct projections can differ in, named, so that a run can say which it made.

migration        ``even``: half the net migrants come at the start of the interval (they survive and bear
                 children like everyone), half at the end.
                 ``end``: all come at the end and touch neither births nor deaths.
birth_exposure   women-years are the interval times the mean of two populations of women.
                 ``both_ends``: at the start with the migrants of the start, at the end with the half that
                 comes evenly over the interval (Preston, Heuveline & Guillot 2001, box 6.2; the United
                 Nations engine ccmppWPP; bayesPop from version 9).
                 ``survivors``: as before, but at the end before any migrant of the end (popReconstruct).
                 ``counted``: the two populations as counted, every migrant in (WPP 2012 to 2019).
open_group       ``pooled``: one survival ratio for the last two groups together, T / (L + T).
                 ``separate``: the group below and the open group keep their own ratios
                 (``Rates.open_survival``).
net_migration    ``persons`` over the interval, or ``share_of_start``: net migrants per person at the start.
negative_cells   ``error``: a projection in which more people leave than there are stops and names the cell.
                 The other two are other engines' own rules, for parity with their runs only.
                 ``un_floor`` (ccmppWPP): out-migration is limited so that 0.00001 persons stay, and cells
                 below zero become 0.0005. The persons so added are reported in ``floored``.
                 ``bayespop_limit``: out-migration at the end of the interval is limited so that 0.0005 stay.
a0               infant separation factor of life tables made in the run.
closing          ``open_rate``: the open group's own death rate closes the life tables.
                 ``kannisto``: rates of 80-99 are drawn on to 130 (coherent Kannisto line) and the table closed at 100+
                 with the person-years above it, as the United Nations close theirs.
The last two are of the life tables a run is made from: ``Assumptions.under`` takes them over.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal, get_args, get_type_hints

from forecasting.life_table import Closing, InfantRule
from forecasting.problems import ScenarioProblem

MigrationTiming = Literal["even", "end"]


@dataclass(frozen=True)
class Conventions:
    """Named options of a projection; the defaults are Preston, Heuveline & Guillot's (2001, ch. 6)."""

    migration: MigrationTiming = "even"
    birth_exposure: Literal["both_ends", "survivors", "counted"] = "both_ends"
    open_group: Literal["pooled", "separate"] = "pooled"
    net_migration: Literal["persons", "share_of_start"] = "persons"
    negative_cells: Literal["error", "un_floor", "bayespop_limit"] = "error"
    a0: InfantRule = "andreev_kingkade"
    closing: Closing = "open_rate"

    def __post_init__(self) -> None:
        allowed = get_type_hints(type(self))
        for field in fields(self):
            value, choices = getattr(self, field.name), get_args(allowed[field.name])
            if value not in choices:
                raise ScenarioProblem(f"{field.name} cannot be {value!r}: choose one of {', '.join(choices)}")


PRESTON = Conventions()
UN_ENGINE = Conventions(migration="end", negative_cells="un_floor")
UN_ENGINE_EVEN = Conventions(migration="even", negative_cells="un_floor")
BAYES_POP_END = Conventions(migration="end", negative_cells="bayespop_limit")
BAYES_POP_EVEN = Conventions(migration="even", negative_cells="bayespop_limit")
WPP_2019_END = Conventions(migration="end", birth_exposure="counted")
WPP_2019_EVEN = Conventions(migration="even", birth_exposure="counted")
POP_RECONSTRUCT = Conventions(
    birth_exposure="survivors", open_group="separate", net_migration="share_of_start"
)
