"""PX, the files of PC-Axis and PxWeb: keywords, then the cells of all dimensions in order.

Grammar: Statistics Sweden, PX file format specification 2013.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from data.ingest.guards import UnreadableFile, first_bytes
from data.sentences import Sentence

_KEYWORD = re.compile(
    r'\s*([A-Z][A-Z0-9-]*)(?:\[([^\]]*)\])?(?:\("((?:[^"]|"")*)"[^)]*\))?=((?:"[^"]*"|[^";])*);'
)
_QUOTED = re.compile(r'"([^"]*)"')
_START = re.compile(rb"(\xef\xbb\xbf)?\s*[A-Z][A-Z0-9-]*(\[\w+\])?=[^;\n]*;\s*[A-Z]")
Keywords = Mapping[tuple[str, str], str]


def is_px(path: Path) -> bool:
    """True if the file starts with keywords and has a stub or a heading."""
    head = first_bytes(path, 1 << 16)
    return bool(_START.match(head)) and any(word in head for word in (b"STUB", b"HEADING", b"MATRIX="))


def read_px(path: Path) -> tuple[str, pd.DataFrame]:
    """Title and cells: a column a dimension («area» and «year» where the file says so), a column for each content."""
    text = _text(path)
    start = re.search(r"(?m)^\s*DATA=", text)
    if start is None:
        raise UnreadableFile(
            Sentence("{file} is a PX file without its DATA: was the copy cut short?", file=path.name)
        )
    keywords = _keywords(text[: start.start()])
    dimensions = [*_list(keywords, "STUB"), *_list(keywords, "HEADING")]
    values = [_list(keywords, "VALUES", one) for one in dimensions]
    figures = _figures(text[start.end() :], values, path.name)
    frame = pd.DataFrame(itertools.product(*values), columns=dimensions, dtype=object)
    subject = _one(keywords, "CONTENTS") or "value"
    cells = _contents(frame.assign(**{"\0": figures}), dimensions, _one(keywords, "CONTVARIABLE"), subject)
    return _one(keywords, "TITLE") or subject, cells.rename(columns=_roles(keywords, dimensions))


def _contents(frame: pd.DataFrame, dimensions: list[str], contents: str, subject: str) -> pd.DataFrame:
    """A column for each content, as each is of its own kind and unit."""
    if contents not in dimensions:
        return frame.rename(columns={"\0": subject})
    rest = [one for one in dimensions if one != contents]
    wide = frame.pivot(index=rest, columns=contents, values="\0")
    return wide.reset_index().rename_axis(columns=None).astype(object)


def _roles(keywords: Keywords, dimensions: list[str]) -> dict[str, str]:
    """Which dimension is time (TIMEVAL) and which a map (MAP, or VARIABLE-TYPE geographical)."""
    time = {one: "year" for one in dimensions if ("TIMEVAL", one) in keywords}
    geographical = [one for one in dimensions if ("MAP", one) in keywords or _is_geographical(keywords, one)]
    return time | ({geographical[0]: "area"} if len(geographical) == 1 else {})


def _is_geographical(keywords: Keywords, dimension: str) -> bool:
    return _one(keywords, "VARIABLE-TYPE", dimension).lower() in ("g", "geographical", "geographic")


def _text(path: Path) -> str:
    """The text in the code page that the file names; the specification's default is Latin 1."""
    content = path.read_bytes()
    page = re.search(rb'CODEPAGE="([^"]+)"', content[:4096])
    name = (
        page[1].decode("ascii", errors="replace")
        if page
        else "utf-8-sig"
        if content[:3] == b"\xef\xbb\xbf"
        else "latin-1"
    )
    try:
        return content.decode(name)
    except (LookupError, UnicodeDecodeError) as error:
        raise UnreadableFile(
            Sentence(
                "{file} says that its letters are in {encoding}, and they are not. Export it again.",
                file=path.name,
                encoding=name,
            )
        ) from error


def _keywords(text: str) -> Keywords:
    """(keyword, dimension or '') -> its value, in the file's first language."""
    keywords: dict[tuple[str, str], str] = {}
    for name, _, dimension, value in _KEYWORD.findall(text):
        keywords.setdefault((name, dimension), value)
    return keywords


def _list(keywords: Keywords, name: str, dimension: str = "") -> list[str]:
    return _QUOTED.findall(keywords.get((name, dimension), ""))


def _one(keywords: Keywords, name: str, dimension: str = "") -> str:
    """A text, whose parts on several lines are one."""
    return "".join(_list(keywords, name, dimension))


def _figures(data: str, values: list[list[str]], name: str) -> list[str]:
    figures = [one.strip('"') for one in re.findall(r'"[^"]*"|[^\s,;"]+', data.split(";")[0])]
    count = 1
    for one in values:
        count *= len(one)
    if not values or len(figures) != count:
        raise UnreadableFile(
            Sentence(
                "{file}: {n} values for {expected} cells. The file is damaged or cut short.",
                file=name,
                n=len(figures),
                expected=count if values else 0,
            )
        )
    return figures
