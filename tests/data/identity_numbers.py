"""Identity numbers from the words of their regulations, against which the SQL of the screening is held."""

from __future__ import annotations


def iranian_check_digit(stem: str) -> int:
    """Positions 10 to 2 from the left weigh the nine digits; a rest under two by 11 is the digit itself, else 11 less it."""
    rest = sum((10 - place) * int(digit) for place, digit in enumerate(stem)) % 11
    return rest if rest < 2 else 11 - rest


def luhn_check_digit(stem: str) -> int:
    """Every second digit from the right doubled, its digits summed: with the check digit a multiple of ten"""
    digits = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(stem))]
    return -sum(digit // 10 + digit % 10 for digit in digits) % 10
