"""Names of areas, offices and publications: rows by language in the store, a column a language in the frames of pages.

A text that is missing in a reader's language is the country's own, then the English one, then any.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

#: store table -> the table of its texts, and what is said in each language
TEXT_TABLES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "area": ("area_name", ("name",)),
    "source": ("source_name", ("office", "publication")),
}
ENGLISH = "en"
#: Prefix of the column that holds what is read where a language has no text
OWN = "own"


def language_columns(columns: Sequence[str], part: str) -> dict[str, str]:
    """Language -> the column of a text in it: of ``name``, all of ``name_en``, ``name_fa``, ..."""
    prefix = f"{part}_"
    return {column.removeprefix(prefix): column for column in columns if column.startswith(prefix)}


def text_rows(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of the table of texts from columns by language; a language in which nothing is said of a row has none."""
    _, parts = TEXT_TABLES[table]
    columns = {part: language_columns(list(frame.columns), part) for part in parts}
    languages = dict.fromkeys(language for by_language in columns.values() for language in by_language)
    blank = pd.Series("", index=frame.index)
    frames = []
    for language in languages:
        texts = {
            part: frame.get(by_language.get(language, ""), blank) for part, by_language in columns.items()
        }
        rows = pd.DataFrame({table: frame[table], "language": language, **texts}).fillna("")
        frames.append(rows[(rows[list(parts)] != "").any(axis=1)])
    empty = pd.DataFrame(columns=[table, "language", *parts])
    return pd.concat(frames, ignore_index=True) if frames else empty


def without_texts(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame without its columns of texts."""
    _, parts = TEXT_TABLES[table]
    texts = [column for part in parts for column in language_columns(list(frame.columns), part).values()]
    return frame.drop(columns=texts)


def with_texts(
    table: str, frame: pd.DataFrame, texts: pd.DataFrame, own: Mapping[str, Sequence[str]]
) -> pd.DataFrame:
    """The frame with a column for each part and language, and ``own_<part>`` for languages without one.

    An area without a name anywhere is called by its key. texts: rows of the table of texts. own: key of a row of the frame -> languages to fall back to, the nearest first.
    """
    _, parts = TEXT_TABLES[table]
    named = frame
    for part in parts:
        by_language = _by_language(table, frame, texts, part)
        fallback = _fallback(frame[table], by_language, own)
        fallback = fallback.where(fallback.notna(), frame[table] if part == "name" else "")
        columns = {
            f"{part}_{language}": column.where(column.notna(), fallback)
            for language, column in by_language.items()
        }
        named = named.assign(**columns, **{f"{OWN}_{part}": fallback})
    return named


def in_language(frame: pd.DataFrame, part: str, language: str) -> pd.Series[str]:
    """A frame's ``name``, ``office`` or ``publication`` as a reader of the language reads it."""
    column = f"{part}_{language}"
    return frame[column if column in frame else f"{OWN}_{part}"]


def _by_language(
    table: str, frame: pd.DataFrame, texts: pd.DataFrame, part: str
) -> dict[str, pd.Series[str]]:
    """Language -> the text of each row of the frame, missing where it has none."""
    filled = texts[texts[part] != ""]
    return {
        str(language): frame[table].map(dict(zip(rows[table], rows[part], strict=True)))
        for language, rows in filled.groupby("language")
    }


def _fallback(
    keys: pd.Series[str], by_language: Mapping[str, pd.Series[str]], own: Mapping[str, Sequence[str]]
) -> pd.Series[str]:
    """What is read where a language has no text, missing where none has."""
    texts = pd.Series(None, index=keys.index, dtype=object)
    nearest = keys.map(lambda key: " ".join(own.get(key, ())))
    for languages in nearest.unique():
        for language in dict.fromkeys((*languages.split(), ENGLISH, *by_language)):
            if language in by_language:
                texts = texts.where((nearest != languages) | texts.notna(), by_language[language])
    return texts
