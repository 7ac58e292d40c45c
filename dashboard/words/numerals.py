"""How a number is written in each language: digits, separators, signs. What it means, format.py knows."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

from babel import Locale

MINUS = "\N{MINUS SIGN}"
LEFT_TO_RIGHT_MARK = "\N{LEFT-TO-RIGHT MARK}"

# Babel knows a language's separators but writes Latin digits for all. Persian's are a block of their own in
# Unicode, not to be mixed up with Arabic's (٤٥٦).
DIGITS = {"fa": str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")}


def digits(text: str, language: str) -> str:
    """The text with its Latin digits as the language writes them; nothing else is changed"""
    return text.translate(DIGITS.get(language, {}))


def rounded(value: float | Decimal, decimals: int = 0) -> Decimal:
    """The number as an office prints it: halves away from zero, of the number as written, not as stored"""
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def digits_in(value: float | Decimal, language: str, decimals: int = 0) -> str:
    """A number with its separators and a true minus: '−1,234.5', '۱٬۲۳۴٫۵', '1.234,5'"""
    plain = (
        value if isinstance(value, Decimal) else float(value)
    )  # numpy's integers cannot be told from Decimals
    return _signed_digits(plain, language, decimals)


@lru_cache(maxsize=1 << 16)  # a page writes thousands of numbers, and the same ones at every rerun
def _signed_digits(value: float | Decimal, language: str, decimals: int) -> str:
    amount = rounded(value, decimals)
    return sign(amount, language) + f"{abs(amount):,f}".translate(_own_signs(language))


@cache
def _own_signs(language: str) -> dict[int, str]:
    """Digits and separators as the language writes them, for those of Python"""
    separators = {ord(","): symbol("group", language), ord("."): symbol("decimal", language)}
    return separators | {ord(digit): digits(digit, language) for digit in "0123456789"}


def sign(amount: Decimal, language: str) -> str:
    """A true minus, or nothing"""
    return _mark(MINUS, language) if amount < 0 else ""


def signed(value: float | Decimal, language: str, decimals: int = 0) -> str:
    """A number that always shows which way it goes; what rounds to zero goes neither way"""
    plus = _mark("+", language) if rounded(value, decimals) > 0 else ""
    return plus + digits_in(value, language, decimals)


@cache
def symbol(name: str, language: str) -> str:
    """The language's own sign by CLDR's name for it: 'percentSign', 'decimal', 'group'"""
    locale = Locale(language)
    return str(locale.number_symbols[locale.default_numbering_system][name])


def _mark(character: str, language: str) -> str:
    # In a right-to-left sentence a bare sign wanders to the far side of its number: the mark keeps it there.
    return (LEFT_TO_RIGHT_MARK if Locale(language).text_direction == "rtl" else "") + character
