"""Codes of statistical exchange (SDMX code lists, Eurostat) as the words that every file of columns is read by."""

from __future__ import annotations

import re

SEX = {"M": "male", "F": "female", "T": "total", "_T": "total", "TOTAL": "total"}
_UNDER = re.compile(r"Y_LT(\d+)")
_OVER = re.compile(r"Y_?GE(\d+)")
_RANGE = re.compile(r"Y(\d+)(?:-|T)(\d+)")
_SINGLE = re.compile(r"Y(\d+)")


def sex_word(code: str) -> str:
    """M, F, T or _T as a word; anything else as it is."""
    return SEX.get(code.strip().upper(), code)


def age_word(code: str) -> str:
    """Y_LT1, Y15, Y15-19 or Y15T19, Y_GE85, TOTAL or _T, UNK or _U as an age; anything else as it is."""
    text = code.strip().upper()
    if text in ("TOTAL", "_T", "T"):
        return "total"
    if text in ("UNK", "_U", "NRP", "NSP"):
        return "unknown"
    if match := _UNDER.fullmatch(text):
        return "0" if match[1] == "1" else f"under {match[1]}"
    if match := _OVER.fullmatch(text):
        return f"{match[1]}+"
    if match := _RANGE.fullmatch(text):
        return f"{match[1]}-{match[2]}"
    match = _SINGLE.fullmatch(text)
    return match[1] if match else code


def year_and_month(period: str) -> tuple[str, str]:
    """2022, 2022-01, 2022M01 and 202201 as a year and a month ('' for a whole year); anything else as a year that is none."""
    match = re.fullmatch(r"(\d{4})(?:-?M?(0[1-9]|1[0-2]))?", period.strip())
    return (match[1], match[2] or "") if match else (period, "")
