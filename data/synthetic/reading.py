"""How a synthetic register is read: the mapping an office would keep beside its own extract."""

from __future__ import annotations

from data.ingest.records.mapping import RecordMapping
from data.synthetic.register import Register

#: Role -> heading of the generator's files
PEOPLE = {
    "births": {"child_sex": "sex", "mother_born": "mother_born", "order": "birth_order"},
    "deaths": {"sex": "sex", "born": "born"},
    "marriages": {
        "wife_born": "wife_born",
        "husband_born": "husband_born",
        "wife_order": "wife_order",
        "husband_order": "husband_order",
    },
    "divorces": {"married": "married", "wife_born": "wife_born", "husband_born": "husband_born"},
    "moves": {"sex": "sex", "born": "born"},
}
DATES = {"occurred": "occurred", "registered": "registered"}


def mapping_of(register: Register) -> RecordMapping:
    """The mapping of a register's columns; the calendar is that of the country whose way of writing it has."""
    places = (
        {"origin": "origin", "destination": "destination"} if register.event == "moves" else {"area": "area"}
    )
    calendar = "solar_hijri" if register.writing.startswith("solar_hijri") else "gregorian"
    columns = {**DATES, **places, **PEOPLE[register.event]}
    return RecordMapping(
        register.event,
        calendar,
        columns,
        key=("event_number",),
        identity="drop" if register.identity else "refuse",
    )
