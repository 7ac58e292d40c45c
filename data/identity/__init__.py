"""Identity data stop here: found by a column's name and by the shape of its values, then refused or dropped.

A national ID, a person's name, a telephone or an address never enters the store. `examine` looks and `decide`
applies a policy; `screen` does both to a frame. What is reported is a column, a kind and a share: never a value.

The rules and why each is not looser or tighter:

* **Iranian national ID**: ten digits, the last a check digit. By chance one ten-digit number in ten passes, so a
  column is taken for IDs when half of its ten-digit numbers pass and at least four different ones do. A column of
  counts, or of codes made of a year and a number, passes at one in ten and stays. Eight and nine digits are read
  with the zeros that a spreadsheet took away.
* **Vietnamese twelve digits**: province, century and sex, year, serial. One twelve-digit number in forty has this
  shape by chance; the same two conditions.
* **Vietnamese nine digits** have no check digit: nearly every value nine digits, nearly all different, beginning
  with a province's number, and too far apart to be a serial number.
* **Telephones and e-mail addresses**: half of the values, four different ones.
* **Names in values**: common family and given names in a third of the values, twenty different ones: streets
  and places named after people are few, people are many.

Fewer values than that make a column *possible*: said, not refused, and never kept by the reader of records.
"""

from __future__ import annotations

from data.identity.headings import kind_of_heading
from data.identity.numbers import iranian_check_digit, is_iranian_id, is_vietnamese_id, plain_digits
from data.identity.screening import (
    IdentityRefused,
    Policy,
    Report,
    column_list,
    decide,
    examine,
    screen,
    split_counts,
)
from data.identity.shapes import KINDS, Suspect, shape_counts, suspicious, with_shapes

__all__ = [
    "KINDS",
    "IdentityRefused",
    "Policy",
    "Report",
    "Suspect",
    "column_list",
    "decide",
    "examine",
    "iranian_check_digit",
    "is_iranian_id",
    "is_vietnamese_id",
    "kind_of_heading",
    "plain_digits",
    "screen",
    "shape_counts",
    "split_counts",
    "suspicious",
    "with_shapes",
]
