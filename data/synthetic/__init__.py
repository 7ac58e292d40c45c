"""Registers of events that never happened, of any size, for scale and demonstration. Labelled so everywhere.

Every file carries the label three ways: a column ``synthetic`` (1 in every row), event numbers that begin with
``SYN``, and in Parquet the file's own metadata. `source_row` is the row a store must show as their source.
"""

from __future__ import annotations

from data.synthetic.register import Faults, Register, source_row
from data.synthetic.writing import SYNTHETIC, write

__all__ = ["SYNTHETIC", "Faults", "Register", "source_row", "write"]
