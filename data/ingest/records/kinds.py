"""What a record of each event says, in the words of the store's flows: the roles that a file's columns can play."""

from __future__ import annotations

from dataclasses import dataclass

SEXES = ("female", "male")
#: A value the source should have and does not know, as the store writes it
UNKNOWN, UNKNOWN_WORD = -1, "unknown"
#: A dimension these counts are not split by
ABSENT, ABSENT_WORD = -2, "absent"
ABROAD = "abroad"


@dataclass(frozen=True)
class Kind:
    """One event: what it is split by, and the roles from which that is read.

    ``ages`` maps each age to the role holding the date of birth it may be reckoned from; ``places`` are the
    roles naming areas.
    """

    sex: str
    ages: dict[str, str]
    orders: tuple[str, ...] = ()
    duration: bool = False
    places: tuple[str, ...] = ("area",)

    @property
    def groups(self) -> tuple[str, ...]:
        """Dimensions that are numbers put into groups."""
        return (*(("duration",) if self.duration else ()), *self.ages, *self.orders)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Everything a count of this event can be split by, besides area and time."""
        return (*((self.sex,) if self.sex else ()), *self.groups)

    @property
    def dates(self) -> tuple[str, ...]:
        """Roles that are dates."""
        married = ("married",) if self.duration else ()
        return ("occurred", "registered", *married, *self.ages.values())

    @property
    def roles(self) -> tuple[str, ...]:
        """Every role a column can play."""
        return (*self.places, *self.dates, *self.dimensions)


BOTH = {"wife_age": "wife_born", "husband_age": "husband_born"}
KINDS = {
    "births": Kind("child_sex", {"mother_age": "mother_born"}, orders=("order",)),
    "deaths": Kind("sex", {"age": "born"}),
    "marriages": Kind("", BOTH, orders=("wife_order", "husband_order")),
    "divorces": Kind("", BOTH, duration=True),
    "moves": Kind("sex", {"age": "born"}, places=("origin", "destination")),
}
