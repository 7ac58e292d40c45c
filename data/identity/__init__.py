"""Identity data stop here: found by a column's name and by the shape of its values, then refused or dropped.

A national ID, a person's name, a telephone or an address never enters the store. `examine` looks and `decide`
applies a policy; `screen` does both to a frame. What is reported is a column, a kind and a share: never a value.

The rules and why each is not looser or tighter:

* **Identity numbers** are those of every country in the installation, as ``[[identity_numbers]]`` of its country.toml
  says. With a check digit one number in ten passes by chance, so a column is taken for them when half of the numbers
  of their length pass and at least four different ones do. A column of counts, or of codes made of a year and a
  number, passes at one in ten and stays. Shorter ones are read with the zeros that a spreadsheet took away.
* **Numbers told by their beginning** (a province, a century): one in forty has this shape by chance; the same two
  conditions.
* **Numbers that nothing checks**: nearly every value of this length, nearly all different, beginning as they must, and
  too far apart to be a serial number.
* **Telephones and e-mail addresses**: half of the values, four different ones.
* **Names in values**: common family and given names in a third of the values, twenty different ones: streets
  and places named after people are few, people are many.

Fewer values than that make a column *possible*: said, not refused, and never kept by the reader of records.
"""

from __future__ import annotations

from data.identity.headings import kind_of_heading
from data.identity.numbers import plain_digits
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
from data.identity.shapes import Suspect, kinds, shape_counts, shape_type, suspicious, with_shapes

__all__ = [
    "IdentityRefused",
    "Policy",
    "Report",
    "Suspect",
    "column_list",
    "decide",
    "examine",
    "kind_of_heading",
    "kinds",
    "plain_digits",
    "screen",
    "shape_counts",
    "shape_type",
    "split_counts",
    "suspicious",
    "with_shapes",
]
