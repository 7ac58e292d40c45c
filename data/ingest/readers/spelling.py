"""Names as people type them, made comparable: Persian and Vietnamese letters, marks, digits and spaces."""

from __future__ import annotations

import re
import unicodedata

_PERSIAN = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "ـ": None})
#: Eastern Arabic, then Persian digits
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)
_INVISIBLE = re.compile("[\u200b\u200d\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u00ad]")


def clean(text: str) -> str:
    """The name as it should be shown: Persian ی and ک, one space between words, no invisible marks.

    A final hamza-yeh is the office's old keyboard, not spelling: «سارئ» is Sari, while «نائین» keeps its own.
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).translate(_PERSIAN)
    text = re.sub(r"ئ(?=\s|$)", "ی", re.sub(r"\s+", " ", text).strip())
    return re.sub(r"\s*\u200c\s*", "\u200c", text).strip("\u200c ")


def name_key(text: str) -> str:
    """The name without marks, spaces, digits' alphabets or old letters: equal keys are the same name."""
    parts = (
        unicodedata.normalize("NFKD", text).lower().replace("đ", "d")
    )  # small letters last: 𝛢 becomes Α, then α
    plain = "".join(mark for mark in parts if not unicodedata.combining(mark))
    plain = plain.replace("ى", "ی").translate(_PERSIAN).translate(DIGITS)
    return "".join(letter for letter in plain if letter.isalnum())


def heading_key(text: str) -> str:
    """Like `name_key`, but Vietnamese marks count: «Nam» is a sex and «Năm» a year."""
    plain = clean(text).lower().translate(DIGITS)
    return "".join(letter for letter in plain if letter.isalnum())


def without_marks(text: str) -> str:
    """A Vietnamese name in plain Latin letters: «Phường Phúc Xá» -> «Phuong Phuc Xa»."""
    parts = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(mark for mark in parts if not unicodedata.combining(mark))
