"""What a synthetic register is to look like: how many events, where, when, and how often something is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from typing import Literal

Event = Literal["births", "deaths", "marriages", "divorces", "moves"]
#: How dates are written: 2023-08-08, 08/08/2023, 1402/05/17, 14020517, ۱۴۰۲/۰۵/۱۷
Writing = Literal["iso", "day_first", "solar_hijri", "solar_hijri_integer", "solar_hijri_persian"]

EVENTS: tuple[Event, ...] = ("births", "deaths", "marriages", "divorces", "moves")


@dataclass(frozen=True)
class Faults:
    """Share of records with each fault, 0 to 1; a record may have several."""

    repeated: float = 0.002
    unreadable_date: float = 0.001
    other_calendar: float = 0.0005
    future: float = 0.0005
    before_birth: float = 0.0005
    over_120: float = 0.0002
    unknown_area: float = 0.002
    unknown_sex: float = 0.003
    not_registered: float = 0.002

    def __post_init__(self) -> None:
        """Shares are shares."""
        for one in fields(self):
            share = getattr(self, one.name)
            if not 0 <= share <= 1:
                raise ValueError(f"{one.name} is {share}: a share of the records lies between 0 and 1")

    @classmethod
    def faultless(cls) -> Faults:
        """A register without a fault, as no office has."""
        return cls(**{one.name: 0.0 for one in fields(cls)})


@dataclass(frozen=True)
class Register:
    """One synthetic register. The same fields always give the same records.

    ``identity`` adds invented national IDs (with valid check digits), names and telephones: only for proving that
    they are refused. Nobody holds them on purpose, but an invented ID may by chance be someone's, so such a file
    is never to be shown.
    """

    event: Event
    records: int
    areas: tuple[str, ...] = field(repr=False)
    first: date = date(2014, 3, 21)
    last: date = date(2024, 3, 19)
    writing: Writing = "solar_hijri"
    faults: Faults = field(default_factory=Faults)
    seed: int = 0
    identity: Literal["", "iran", "viet_nam"] = ""

    def __post_init__(self) -> None:
        """Something can be drawn from it."""
        if self.event not in EVENTS:
            raise ValueError(f"no event {self.event!r}: the events are {', '.join(EVENTS)}")
        if len(self.areas) < 2:
            raise ValueError(f"{len(self.areas)} area given: people need two to move between")
        if self.records < 0 or self.last <= self.first:
            raise ValueError(f"{self.records} records from {self.first} to {self.last} cannot be drawn")


def source_row(register: Register) -> dict[str, str]:
    """The row of the source table for this register: no reader can take it for an office's"""
    note = (
        f"SYNTHETIC: {register.records} invented {register.event}, seed {register.seed}. "
        "No person or event in it is real."
    )
    return {
        "source": f"synthetic_{register.event}_{register.seed}",
        "office_en": "Synthetic (no office)",
        "office_fa": "ساختگی (از هیچ سازمانی نیست)",
        "office_vi": "Giả lập (không thuộc cơ quan nào)",
        "publication_en": f"Synthetic register of {register.event}: invented, for demonstration",
        "publication_fa": "ثبت ساختگی رویدادها: تنها برای نمایش",
        "publication_vi": "Sổ đăng ký giả lập: dữ liệu bịa ra để trình diễn",
        "published": "",
        "url": "",
        "licence": "",
        "note": note,
    }
