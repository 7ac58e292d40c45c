"""Digits as files write them."""

from __future__ import annotations

PERSIAN, ARABIC, ASCII = "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", "0123456789"
_TO_ASCII = str.maketrans(PERSIAN + ARABIC, ASCII * 2)


def plain_digits(text: str) -> str:
    """The same text with Persian and Arabic-Indic digits as 0 to 9"""
    return text.translate(_TO_ASCII)
