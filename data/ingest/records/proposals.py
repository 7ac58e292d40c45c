"""A mapping of records proposed from headings in three languages: what it lacks, a person says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from data.ingest.readers.spelling import heading_key, name_key
from data.ingest.records.kinds import KINDS

#: Role -> headings that mean it, in English, Persian and Vietnamese
HEADINGS = {
    "area": "area|area code|province|province code|residence|place of residence|district|county|commune|استان|کد استان|شهرستان|"
    "کد شهرستان|محل سکونت|محل اقامت|tỉnh|mã tỉnh|huyện|mã huyện|xã|mã xã|nơi cư trú|nơi thường trú",
    "origin": "origin|from|from area|moved from|مبدا|استان مبدا|nơi đi|tỉnh đi",
    "destination": "destination|to|to area|moved to|مقصد|استان مقصد|nơi đến|tỉnh đến",
    "occurred": "occurred|date|event date|date of event|date of occurrence|birth date|death date|date of death|date of marriage|"
    "date of divorce|date of move|تاریخ|تاریخ واقعه|تاریخ وقوع|تاریخ ولادت|تاریخ فوت|تاریخ ازدواج|تاریخ طلاق|ngày|ngày xảy ra|"
    "ngày chết|ngày kết hôn|ngày ly hôn",
    "registered": "registered|registration date|date of registration|تاریخ ثبت|ngày đăng ký",
    "married": "married|marriage date|date of marriage|تاریخ ازدواج|ngày kết hôn",
    "born": "born|birth date|date of birth|تاریخ تولد|ngày sinh",
    "mother_born": "mother born|mother birth date|mothers date of birth|تاریخ تولد مادر|ngày sinh của mẹ|ngày sinh mẹ",
    "wife_born": "wife born|wife birth date|bride birth date|تاریخ تولد زوجه|تاریخ تولد زن|ngày sinh của vợ|ngày sinh vợ",
    "husband_born": "husband born|husband birth date|groom birth date|تاریخ تولد زوج|تاریخ تولد مرد|ngày sinh của chồng|ngày sinh chồng",
    "child_sex": "child sex|child gender|childs sex|sex|sex of child|جنس|جنس نوزاد|جنسیت|giới tính|giới tính của con|giới tính trẻ",
    "sex": "sex|gender|جنس|جنسیت|giới tính",
    "age": "age|age at death|سن|سن متوفی|tuổi",
    "mother_age": "mother age|mother age at birth|age of mother|mothers age|age|سن مادر|tuổi mẹ|tuổi của mẹ",
    "wife_age": "wife age|bride age|age of wife|سن زوجه|سن زن|tuổi vợ",
    "husband_age": "husband age|groom age|age of husband|سن زوج|سن مرد|tuổi chồng",
    "order": "birth order|order|parity|مرتبه ولادت|مرتبه تولد|thứ tự sinh|lần sinh",
    "wife_order": "wife order|wife marriage order|مرتبه ازدواج زوجه|lần kết hôn của vợ",
    "husband_order": "husband order|husband marriage order|مرتبه ازدواج زوج|lần kết hôn của chồng",
    "duration": "duration|years married|marriage duration|مدت ازدواج|thời gian kết hôn",
}
#: The event of a birth is what is a personal date in every other record
BIRTH_DATE = "date of birth|child date of birth|child dob|dob|تاریخ تولد|ngày sinh"
NUMBER = "event number|record number|number|registration number|شماره سند|شماره ثبت|شماره واقعه|số đăng ký|số sự kiện"
#: Words of a file's name or headings that tell the event
EVENTS = {
    "births": "birth|ولادت|تولد نوزاد|موالید|khai sinh",
    "deaths": "death|فوت|وفات|متوفی|chết|tử vong|khai tử",
    "marriages": "marriage|ازدواج|kết hôn",
    "divorces": "divorce|طلاق|ly hôn",
    "moves": "move|migration|مهاجرت|جابه جایی|di chuyển|chuyển đến",
}
#: Roles of one event alone: where a file has one, that is its event
_TELLING = {
    "origin": "moves",
    "mother_born": "births",
    "mother_age": "births",
    "order": "births",
    "married": "divorces",
    "duration": "divorces",
    "wife_order": "marriages",
}


@dataclass(frozen=True)
class Proposal:
    """An event, the headings of its roles, and those that number a record."""

    event: str
    columns: dict[str, str] = field(default_factory=dict)
    key: tuple[str, ...] = ()

    @property
    def lacks(self) -> tuple[str, ...]:
        """Roles that a record must have and no heading plays."""
        return tuple(role for role in ("occurred", *KINDS[self.event].places) if role not in self.columns)


def propose(headings: Sequence[str], title: str = "") -> Proposal:
    """The likeliest event and roles; never two roles from one heading."""
    event = event_of(headings, title)
    return Proposal(event, columns_of(event, headings), tuple(_matching(headings, NUMBER, set())[:1]))


def event_of(headings: Sequence[str], title: str = "") -> str:
    """The event a file is of, by its name, else by a heading only one event has; births where nothing tells."""
    for event, words in EVENTS.items():
        if any(name_key(word) in name_key(title) for word in words.split("|")):
            return event
    for role, event in _TELLING.items():
        if any(name_key(one) != "age" for one in _matching(headings, HEADINGS[role], set())):
            return event
    return "births"


def columns_of(event: str, headings: Sequence[str]) -> dict[str, str]:
    """Role -> heading, for the roles of one event."""
    columns: dict[str, str] = {}
    for role in KINDS[event].roles:
        words = HEADINGS[role]
        if (event, role) == ("births", "occurred"):
            words = f"{words}|{BIRTH_DATE}"
        if candidates := _matching(headings, words, set(columns.values())):
            columns[role] = candidates[0]
    return columns


def _matching(headings: Sequence[str], words: str, used: set[str]) -> list[str]:
    """Headings that are one of the words, however spelt and in whatever group of a form (KoBo's «group/question»)."""
    marked = {heading_key(word) for word in words.split("|")} | {name_key(word) for word in words.split("|")}
    return [
        heading
        for heading in headings
        if heading not in used
        and {heading_key(question := heading.split("/")[-1]), name_key(question)} & marked
    ]
