"""The order of names in each language.

Python sorts by code point, which puts پ چ ژ گ after all other Persian letters and đ after z. PyICU needs a
system library, and pyuca's table knows no language's own order: ă and â are letters of their own in
Vietnamese, و comes before ه in Persian. Names of places need no more than these two alphabets.
"""

from __future__ import annotations

import unicodedata

ALPHABETS = {
    "fa": "آاأإٱءبپتثجچحخدذرزژسشصضطظعغفقکگلمنوؤهةیئ",
    "vi": "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz",
}
VIETNAMESE_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng; no mark comes first

# Arabic's forms of Persian letters, as older files spell them; half-space and vowel signs do not count.
PERSIAN_SPELLING = str.maketrans(
    "كيىۀ", "کییه", "\u200c\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0654\u0670"
)


def sort_key(name: str, language: str) -> tuple[object, ...]:
    """What to sort names by in the order of the language's alphabet; spelling keeps equal names apart"""
    if language == "fa":
        return (_places(name.translate(PERSIAN_SPELLING), "fa"), name)
    if language == "vi":
        letters, tones = _letters_and_tones(name.casefold())
        return (_places(letters, "vi"), tones, name)
    plain = unicodedata.normalize("NFKD", name.casefold().replace("đ", "d"))
    return ("".join(c for c in plain if not unicodedata.combining(c)), name)


def _places(letters: str, language: str) -> list[tuple[int, str]]:
    """Each letter's place in the alphabet; spaces, digits and foreign letters come before all of them"""
    return [(ALPHABETS[language].find(letter), letter) for letter in unicodedata.normalize("NFC", letters)]


def _letters_and_tones(name: str) -> tuple[str, list[int]]:
    """The name without its tone marks, and the tone of each letter: 'hồng' -> 'hông', [0, 1, 0, 0]"""
    letters = ""
    tones: list[int] = []
    for character in unicodedata.normalize("NFD", name):
        if character in VIETNAMESE_TONES and tones:
            tones[-1] = VIETNAMESE_TONES.index(character) + 1
            continue
        letters += character
        if not unicodedata.combining(character):
            tones.append(0)
    return letters, tones
