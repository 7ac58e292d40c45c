"""Age groups in three languages: «0-4», «85+», «85 و بیشتر», «dưới 1 tuổi», «کمتر از یک سال», «unknown»."""

from __future__ import annotations

import re
from functools import cache

from data.ingest.readers.spelling import DIGITS, name_key

_ALL = {
    name_key(one)
    for one in (
        "total",
        "all ages",
        "all",
        "جمع",
        "کل",
        "تمامی سنین",
        "همه سنین",
        "tổng số",
        "mọi tuổi",
        "chung",
    )
}
_UNKNOWN = ("unknown", "not stated", "نامشخص", "اظهار نشده", "không xác định", "kxđ")
_AND_OVER = (
    "+",
    "and over",
    "and older",
    "and above",
    "or over",
    "or older",
    "or more",
    "plus",
    "بیشتر",
    "بالاتر",
    "به بالا",
    "trở lên",
)
_UNDER = ("under", "less than", "below", "<", "کمتر از", "زیر", "dưới")
_WORDS = {"یک": 1, "one": 1, "یکصد": 100, "صد": 100}


@cache
def age_group(label: str) -> tuple[int, int] | None:
    """(lower, width): (0, 0) all ages, (n, 0) n and over, (-1, 0) unknown; None if it is no age."""
    text = label.strip().lower().translate(DIGITS)
    key = name_key(text)
    if key in _ALL:
        return 0, 0
    if any(name_key(word) in key for word in _UNKNOWN):
        return -1, 0
    numbers = [int(one) for one in re.findall(r"\d+", re.sub(r"\.0$", "", text))]
    numbers = numbers or [number for word, number in _WORDS.items() if word in text.split()][:1]
    if not numbers or len(numbers) > 2 or max(numbers) > 130:
        return None
    if len(numbers) == 2:
        low, high = sorted(numbers)
        return low, high - low + 1
    if any(word in text for word in _AND_OVER):
        return numbers[0], 0
    if any(word in text for word in _UNDER):
        return (0, numbers[0]) if numbers[0] else None
    # A lone number is a single age if nothing but «years» stands beside it
    rest = name_key(re.sub(r"\d+", "", text))
    return (
        (numbers[0], 1) if rest in ("", "years", "year", "yearsold", "ساله", "سال", "سالگی", "tuoi") else None
    )
