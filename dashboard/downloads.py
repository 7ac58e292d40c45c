"""Tables as files a reader takes away: what is shown, in a form that spreadsheets open and cannot be made to run."""

from __future__ import annotations

import pandas as pd

#: Letters with which a spreadsheet takes a text for a formula
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv(frame: pd.DataFrame) -> bytes:
    """UTF-8 with a mark, by which Excel knows it; texts that look like formulas begin with an apostrophe."""
    safe = frame.map(_harmless)
    return safe.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def _harmless(cell: object) -> object:
    return "'" + cell if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
