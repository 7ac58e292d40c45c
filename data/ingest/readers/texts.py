"""Text files as characters and rows: encoding, delimiter, NUL bytes; each guess is a finding."""

from __future__ import annotations

import csv
import gzip
import io
import re
import unicodedata
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from data.ingest.guards import MOST_BYTES, UnreadableFile, first_bytes, kind
from data.ingest.readers.provenance import finding
from data.problems import cause
from data.quality import Finding
from data.sentences import Sentence, quoted

DELIMITERS = (";", ",", "\t", "|")
_VOWELS = set("aăâeêioôơuưyAĂÂEÊIOÔƠUƯY")
_MOJIBAKE = re.compile(
    "Ã[\u0080-\u00bf]|Ä[‘\u0080-\u00bf]|á[º»]|Ø[§-¿]|Ù[\u0080-\u00bfŠ‡†…ˆ„]|Û[Œ\u0080-\u00bf]"
)


@dataclass(frozen=True)
class Text:
    """A decoded file and what had to be guessed to decode it."""

    content: str
    findings: tuple[Finding, ...] = ()


def read_text(path: Path) -> Text:
    """The whole file as text. NUL bytes inside it are refused; one at the very end is cut off."""
    content = _bytes(path)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Text(content.decode("utf-16", errors="replace"))
    findings: list[Finding] = []
    if content.endswith(b"\x00"):
        content = content.rstrip(b"\x00")
        findings.append(
            _note(
                Sentence(
                    "{file} ends in NUL bytes, which were cut off: was the copy cut short?", file=path.name
                )
            )
        )
    if (zero := content.find(b"\x00")) >= 0:
        line = content.count(b"\n", 0, zero) + 1
        raise UnreadableFile(
            Sentence(
                "{file}, line {line}: there is a NUL byte (character 0) in the text. The file is damaged, or it is not text at all. Export it again.",
                file=path.name,
                line=line,
            )
        )
    text, guess = _decode(content, path.name)
    return Text(text, (*findings, *guess))


def _bytes(path: Path) -> bytes:
    if kind(path) != "gzip":
        return path.read_bytes()
    content = _gunzip(path, MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise UnreadableFile(
            Sentence(
                "{file} unpacks to more than {most} GB and was not read.",
                file=path.name,
                most=round(MOST_BYTES / 1e9),
            )
        )
    return content


def _gunzip(path: Path, most: int) -> bytes:
    try:
        with gzip.open(path) as stream:
            return stream.read(most)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableFile(
            Sentence(
                "{file} is damaged or cut short ({cause}). Get it again.", file=path.name, cause=cause(error)
            )
        ) from error


def _decode(content: bytes, name: str) -> tuple[str, tuple[Finding, ...]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _guess(content, error, name)
    if broken := _MOJIBAKE.search(text[:100_000]):
        word = _word_around(text, broken.start())
        return text, (
            _warning(
                Sentence(
                    "{file}, line {line}: {cell} looks like text read in the wrong encoding and saved again. Names may not be recognised: export it again as UTF-8.",
                    file=name,
                    line=text.count("\n", 0, broken.start()) + 1,
                    cell=quoted(word),
                )
            ),
        )
    return text, ()


def _guess(content: bytes, error: UnicodeDecodeError, name: str) -> tuple[str, tuple[Finding, ...]]:
    """An old Windows code page: Arabic where letters come in runs, Vietnamese where tone marks follow vowels."""
    encoding = code_page(content)
    text = unicodedata.normalize("NFC", content.decode(encoding, errors="replace"))
    line = content.count(b"\n", 0, error.start) + 1
    bad = content[error.start]
    excerpt = _word_around(content.decode(encoding, errors="replace"), error.start)
    return text, (
        _warning(
            Sentence(
                "{file}, line {line}: byte {byte} is not UTF-8. The file was read as {encoding}, which makes it {cell}: check the names, or export it again as UTF-8.",
                file=name,
                line=line,
                byte=f"{bad:#04x}",
                encoding=encoding,
                cell=quoted(excerpt),
            )
        ),
    )


def code_page(content: bytes) -> str:
    """The encoding that bytes of text without a declared one are in, by their looks."""
    try:
        content.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        if _looks_arabic(content):
            return "cp1256"
        return "cp1258" if _looks_vietnamese(content.decode("cp1258", errors="replace")) else "cp1252"


def _looks_arabic(content: bytes) -> bool:
    runs = re.findall(rb"[\x80-\xff]{3,}", content)
    high = sum(byte > 127 for byte in content)
    return sum(map(len, runs)) > high / 2


def _looks_vietnamese(text: str) -> bool:
    marks = [i for i, letter in enumerate(text) if unicodedata.combining(letter)]
    return bool(marks) and all(i and text[i - 1] in _VOWELS for i in marks)


def _word_around(text: str, position: int) -> str:
    start = (
        max(
            text.rfind(" ", 0, position),
            text.rfind('"', 0, position),
            text.rfind("\n", 0, position),
            text.rfind(";", 0, position),
        )
        + 1
    )
    return re.split(r"[\s\";,]", text[start : start + 30])[0]


def delimiter(text: str) -> str | None:
    """The mark that splits the first lines into the same number of cells, more than one; None if none does."""
    lines = [line for line in text[:200_000].splitlines() if line.strip()][:60]
    scores = {mark: _agreement(lines, mark) for mark in DELIMITERS}
    best = max(scores, key=lambda mark: scores[mark])
    return best if scores[best] > 0 else None


def _agreement(lines: list[str], mark: str) -> float:
    try:
        counts = Counter(len(row) for row in csv.reader(lines, delimiter=mark))
    except csv.Error:
        return 0.0
    width, times = max(counts.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]), default=(1, 0))
    return 0.0 if width < 2 else times / len(lines) + width / 10_000


def rows(text: str, mark: str) -> list[list[str]]:
    """Every row as cells. A quote that never closes is refused where it opens."""
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=mark)
    try:
        return list(reader)
    except csv.Error as error:
        raise UnreadableFile(
            Sentence(
                "Line {line}: {cause}. A quotation mark is probably opened and never closed.",
                line=reader.line_num,
                cause=cause(error),
            )
        ) from error


def start(path: Path, count: int = 1 << 18) -> str:
    """The first whole lines, in the encoding they are in: to know the headings of a file however long it is."""
    content = _gunzip(path, count) if kind(path) == "gzip" else first_bytes(path, count)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    whole = content[: content.rfind(b"\n") + 1] if len(content) == count else content
    return _decode(whole or content, path.name)[0]


def head(path: Path, count: int = 8192) -> str:
    """The start of a text file in any encoding: good enough to recognise it, never to read it."""
    if kind(path) == "gzip":
        return _gunzip(path, count).decode("utf-8-sig", errors="replace")
    start = first_bytes(path, count)
    wide = start[:2] in (b"\xff\xfe", b"\xfe\xff")
    return start.decode("utf-16" if wide else "utf-8-sig", errors="replace")


def _note(sentence: Sentence) -> Finding:
    return finding("the file is whole", "note", "file", sentence)


def _warning(sentence: Sentence) -> Finding:
    return finding("the file is UTF-8", "warning", "file", sentence)
