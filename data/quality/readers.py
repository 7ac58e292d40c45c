"""What readers of files look for on the way, by the key their findings carry: a name and why it is asked.

A reader's finding has a severity of its own: a gap is a note in one file and an error in another.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.sentences import mark


@dataclass(frozen=True)
class ReaderRule:
    """One thing a reader looks for."""

    key: str
    name: str
    explanation: str


READER_RULES = (
    ReaderRule(
        "areas are known",
        mark("Areas are known"),
        mark(
            "An area of the file is one the store knows by code or name; what is of no such area is left out, or gets a code of its own."
        ),
    ),
    ReaderRule(
        "cells hold no commands",
        mark("Cells hold no commands"),
        mark(
            "Text that a spreadsheet would run (=, @, +) is no figure and no name: somebody wrote it there."
        ),
    ),
    ReaderRule(
        "cells hold numbers",
        mark("Cells hold numbers"),
        mark("A cell where a figure belongs holds a figure, not a word, a note, a percentage or a formula."),
    ),
    ReaderRule(
        "cells hold what they should",
        mark("Cells hold what their column says"),
        mark(
            "A year is a year, an age an age, an area an area: another word in the column is left out with its line."
        ),
    ),
    ReaderRule(
        "columns are in place",
        mark("Columns are in place"),
        mark(
            "Where most cells of a column are not what it should hold, two columns were probably exchanged."
        ),
    ),
    ReaderRule(
        "columns are mapped",
        mark("Columns are mapped"),
        mark("How the columns were read is a proposal from their headings until a person keeps it."),
    ),
    ReaderRule(
        "dimensions are kept",
        mark("Dimensions are kept"),
        mark("A file may be split by something the store does not keep; those cells are left out and told."),
    ),
    ReaderRule(
        "gaps are gaps",
        mark("Gaps are gaps"),
        mark("A cell without a figure is not 0: it has no row in the store."),
    ),
    ReaderRule(
        "identity",
        mark("No identity data"),
        mark(
            "National numbers, names, telephone numbers and addresses never enter the store: their columns are left behind, or the file is refused."
        ),
    ),
    ReaderRule(
        "indicators are known",
        mark("Indicators are known"),
        mark("A table of the file is a measure that the store keeps; others are left out and told."),
    ),
    ReaderRule(
        "keys are unique",
        mark("Each figure stands once"),
        mark(
            "An area, period, sex and age has one figure in a file; a repeat is dropped, a contradiction is an error."
        ),
    ),
    ReaderRule(
        "notes are read",
        mark("Notes are read"),
        mark(
            "What stands under or beside a table is kept as a note, because it may say what the figures are not."
        ),
    ),
    ReaderRule(
        "one calendar a file",
        mark("One calendar a file"),
        mark("Years of two calendars in one file are usually a column pasted from elsewhere."),
    ),
    ReaderRule(
        "one future a source",
        mark("One future a source"),
        mark("Of the variants of a projection the medium one is kept."),
    ),
    ReaderRule(
        "one map a series",
        mark("One map a series"),
        mark(
            "Figures of areas that have since been joined are added to the area that took them in, and told."
        ),
    ),
    ReaderRule(
        "parts sum to the whole",
        mark("Parts sum to the whole"),
        mark("A printed total is what its parts sum to."),
    ),
    ReaderRule(
        "periods are stated",
        mark("Periods are stated"),
        mark("A file says which year or census it is of; where it does not, what was taken is told."),
    ),
    ReaderRule(
        "rows fit the headings",
        mark("Rows fit the headings"),
        mark("A line has as many cells as there are headings, or the delimiter is another."),
    ),
    ReaderRule(
        "sheets are recognised",
        mark("Sheets are recognised"),
        mark("A sheet of a workbook has the form its reader knows."),
    ),
    ReaderRule(
        "units are right",
        mark("Units are right"),
        mark(
            "Thousands for persons, percent for a rate: figures far from what is known are usually in another unit."
        ),
    ),
    ReaderRule(
        "values are possible",
        mark("Values are possible"),
        mark("Nobody is negative."),
    ),
    ReaderRule(
        "the file is whole",
        mark("The file is whole"),
        mark("A file that ends in empty bytes was probably cut short while it was copied."),
    ),
    ReaderRule(
        "the file is UTF-8",
        mark("Letters are read rightly"),
        mark(
            "A file in another encoding is read by its likeliest one; names show whether the guess was right."
        ),
    ),
    ReaderRule(
        "replaced",
        mark("What a file replaces"),
        mark("The rows of a source are replaced whole by a file of the same source."),
    ),
    ReaderRule(
        "not_computed",
        mark("What could not be computed"),
        mark(
            "A measure, a life table or a projection of one area that the release could not make: the area has this reason in its place."
        ),
    ),
    ReaderRule(
        "date_unreadable",
        mark("Dates of events can be read"),
        mark("The date of the event is empty or is not a date of either calendar."),
    ),
    ReaderRule(
        "date_in_future",
        mark("Events lie in the past"),
        mark("The event or its registration lies after the day the file was read."),
    ),
    ReaderRule(
        "before_birth",
        mark("Events follow births"),
        mark("The event lies before a birth or marriage that must have come first."),
    ),
    ReaderRule(
        "too_old",
        mark("Nobody is too old"),
        mark("A person would be older than 120 years."),
    ),
    ReaderRule(
        "area_unknown",
        mark("Areas of records are known"),
        mark("The area is empty or is not an area the store knows."),
    ),
    ReaderRule(
        "move_within_area",
        mark("Moves cross a boundary"),
        mark("A move begins and ends in the same area: no boundary was crossed."),
    ),
    ReaderRule(
        "repeated",
        mark("Each event once"),
        mark("The record repeats an earlier one: the same number, or all the same."),
    ),
    ReaderRule(
        "perhaps_repeated",
        mark("Perhaps the same event"),
        mark("All fields are those of an earlier record: a repeat, or twins."),
    ),
    ReaderRule(
        "sex_unknown",
        mark("Sex is told"),
        mark("The sex is empty or is not a value the mapping knows."),
    ),
    ReaderRule(
        "age_unknown",
        mark("Age is told"),
        mark("An age or date of birth is empty or cannot be read."),
    ),
    ReaderRule(
        "mother_unlikely",
        mark("Mothers’ ages are likely"),
        mark("The mother would be under 10 or over 60: are the columns right?"),
    ),
    ReaderRule(
        "registration_unreadable",
        mark("Dates of registration can be read"),
        mark("The date of registration is not a date of either calendar."),
    ),
    ReaderRule(
        "not_registered",
        mark("Events are registered"),
        mark("There is no date of registration."),
    ),
    ReaderRule(
        "registered_before_event",
        mark("Registration follows the event"),
        mark("It was registered before it happened: dates exchanged?"),
    ),
    ReaderRule(
        "other_calendar",
        mark("Dates are of the office’s calendar"),
        mark("A date is written in the other calendar. It was read as what it is."),
    ),
    ReaderRule(
        "number_missing",
        mark("Records are numbered"),
        mark("The record has no number, so that a repeat of it cannot be seen."),
    ),
    ReaderRule(
        "line_broken",
        mark("Lines are whole"),
        mark("The line does not have as many fields as the heading, or is not UTF-8."),
    ),
)
BY_KEY = {rule.key: rule for rule in READER_RULES}
