"""What a registrar's file holds and its columns can be, by the names a reader is asked by. Pure."""

from __future__ import annotations

from dashboard.words import mark

#: Events an office records
EVENTS = {
    "births": mark("Births"),
    "deaths": mark("Deaths"),
    "marriages": mark("Marriages"),
    "divorces": mark("Divorces"),
    "moves": mark("Moves"),
}
#: Roles of a column in a file of figures
FIGURES = {
    "area": mark("Area"),
    "year": mark("Year"),
    "month": mark("Month"),
    "date": mark("Date"),
    "sex": mark("Sex"),
    "age": mark("Age or age group"),
    "age_lower": mark("First age of the group"),
    "age_width": mark("Width of the age group"),
    "event": mark("Event"),
    "measure": mark("Measure"),
    "persons": mark("People"),
    "events": mark("Number of events"),
    "value": mark("Value"),
    "mx": mark("Death rate"),
    "percent": mark("Percent"),
}
#: Roles of a column in a file of event records
RECORDS = {
    "area": mark("Area"),
    "origin": mark("Area moved from"),
    "destination": mark("Area moved to"),
    "occurred": mark("Date of the event"),
    "registered": mark("Date of registration"),
    "married": mark("Date of marriage"),
    "born": mark("Date of birth"),
    "mother_born": mark("Mother’s date of birth"),
    "wife_born": mark("Wife’s date of birth"),
    "husband_born": mark("Husband’s date of birth"),
    "sex": mark("Sex"),
    "child_sex": mark("Sex of the child"),
    "age": mark("Age"),
    "mother_age": mark("Mother’s age"),
    "wife_age": mark("Wife’s age"),
    "husband_age": mark("Husband’s age"),
    "order": mark("Order of the birth"),
    "wife_order": mark("Which marriage of the wife"),
    "husband_order": mark("Which marriage of the husband"),
    "duration": mark("Years of marriage"),
}
