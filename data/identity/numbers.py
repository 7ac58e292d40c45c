"""National ID numbers: what makes ten digits Iranian and twelve Vietnamese."""

from __future__ import annotations

PERSIAN, ARABIC, ASCII = "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", "0123456789"
_TO_ASCII = str.maketrans(PERSIAN + ARABIC, ASCII * 2)

#: The 63 provinces in which a Vietnamese twelve-digit number may begin (circular 59/2021/TT-BCA, annex)
_NOT_USED = "003 005 007 009 013 016 018 021 023 028 029 032 039 041 043 047 050 053 055 057 059 061 063 065 069 071 073 076 078 081 085 088 090"
VIETNAMESE_PROVINCES = tuple(f"{code:03}" for code in range(1, 97) if f"{code:03}" not in _NOT_USED)


def plain_digits(text: str) -> str:
    """The same text with Persian and Arabic-Indic digits as 0 to 9"""
    return text.translate(_TO_ASCII)


def iranian_check_digit(stem: str) -> int:
    """Tenth digit of an Iranian national ID from the first nine.

    The digits weighted 10, 9, ... 2 are summed; the rest of the division by 11 is the check digit if it is 0
    or 1, otherwise 11 less the rest.
    """
    rest = sum(int(digit) * weight for digit, weight in zip(stem, range(10, 1, -1), strict=True)) % 11
    return rest if rest < 2 else 11 - rest


def is_iranian_id(text: str) -> bool:
    """Ten digits, not all the same, the last being the check digit of the others"""
    digits = plain_digits(text)
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()) or len(set(digits)) == 1:
        return False
    return iranian_check_digit(digits[:9]) == int(digits[9])


def is_vietnamese_id(text: str) -> bool:
    """Twelve digits: a province, century and sex (0 to 3 for those born since 1900), two of a year, a serial"""
    digits = plain_digits(text)
    if len(digits) != 12 or not (digits.isascii() and digits.isdigit()):
        return False
    return digits[:3] in VIETNAMESE_PROVINCES and digits[3] in "0123"
