"""The door: what a file is by its first bytes, and what is refused before anything is unpacked.

Every refusal is a sentence with the file, what was seen and the likely cause. Nothing is ever written to disk.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path, PurePosixPath

from data.ingest.signatures import package_kind, unread_kind
from data.problems import StoreProblem, cause
from data.sentences import Sentence, mark, quoted

#: What an archive may unpack to. The largest official file known here is 2 GB (the United Nations' single ages).
MOST_BYTES = 4 * 2**30
#: Text packs 5 to 20 times, XML up to 60; above this a small file that claims much is not a table
MOST_PACKED = 400
SMALL_ENOUGH = 64 * 2**20
#: Bytes that are no letter, space or end of a line in any encoding of text, and how many of them text may have
CONTROL = frozenset([*range(1, 8), *range(14, 26), *range(28, 32)])
MOST_CONTROL = 0.02
#: NUL bytes among the first: a text may hold a stray one, and a table of a program is full of them
MOST_NUL = 0.1
_CHUNK = 1 << 20
_XML = re.compile(
    rb"(\xef\xbb\xbf)?\s*(<\?xml|<(\w+:)?(GenericData|StructureSpecificData|StructureSpecificTimeSeriesData))\b"
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


#: What a file is found to be by its first bytes
KIND_NAMES = {
    "xlsx": mark("a workbook"),
    "xls": mark("an old workbook"),
    "ods": mark("a spreadsheet of OpenDocument"),
    "zip": mark("a ZIP archive"),
    "gzip": mark("a gzip archive"),
    "parquet": mark("a Parquet file"),
    "xml": mark("an XML file"),
    "sav": mark("a file of SPSS"),
    "dta": mark("a file of Stata"),
    "sas7bdat": mark("a file of SAS"),
    "dbf": mark("a dBASE table"),
    "json": mark("a JSON file"),
    "text": mark("a text file"),
}


class UnreadableFile(StoreProblem):
    """The file cannot be read at all: the sentence says what was seen and the likely cause."""


def kind(path: Path) -> str:
    """A key of `KIND_NAMES`, by content; refuses what cannot be a table, by its name where its first bytes tell."""
    head = first_bytes(path)
    if head.startswith(b"PK"):
        return _zip_kind(path)
    if head.startswith(_OLE):
        return _ole_kind(path)
    if head.startswith(b"PAR1"):
        return _parquet(path)
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if package := package_kind(head):
        return package
    if name := unread_kind(head):
        raise UnreadableFile(
            Sentence(
                "{file} is {kind}: that is not read here. Export its table as CSV or as a workbook.",
                file=path.name,
                kind=Sentence(name),
            )
        )
    if _XML.match(head):
        return "xml"
    if not _may_be_text(head):
        raise UnreadableFile(
            Sentence(
                "{file} is neither text nor a workbook or another kind of table known here: it is damaged, locked by a program, or its name says what it is not. Get it again, or save it as a workbook or as CSV.",
                file=path.name,
            )
        )
    return "json" if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[") else "text"


def _may_be_text(head: bytes) -> bool:
    """Whether control characters are as rare as in text, whatever its letters; UTF-16 says so by its first bytes.

    A few NUL bytes are let through: where they stand in a text is said when it is read.
    """
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    if head.rstrip(b"\x00").count(0) > len(head) * MOST_NUL:
        return False
    return sum(byte in CONTROL for byte in head) <= len(head) * MOST_CONTROL


def kind_text(name: str) -> Sentence:
    """What a file is, in words"""
    return Sentence(KIND_NAMES[name])


def first_bytes(path: Path, count: int = 4096) -> bytes:
    """The start of a file that is there, is a file and is not empty."""
    if path.is_dir():
        raise UnreadableFile(Sentence("{file} is a folder: choose a file in it.", file=path.name))
    if not path.is_file():
        raise UnreadableFile(
            Sentence("There is no file {file} in {folder}.", file=path.name, folder=path.parent)
        )
    with path.open("rb") as file:
        head = file.read(count)
    if not head.strip(b"\x00\xef\xbb\xbf \t\r\n"):
        raise UnreadableFile(
            Sentence("{file} is empty: was the download or the export interrupted?", file=path.name)
        )
    return head


def open_zip(path: Path) -> zipfile.ZipFile:
    """The archive after its list of contents was checked: names, passwords, declared sizes."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise UnreadableFile(
            Sentence(
                "{file} breaks off before its end ({cause}): the copy or the download was cut short. Get it again.",
                file=path.name,
                cause=cause(error),
            )
        ) from error
    try:
        _check_declared(archive, path.name)
    except UnreadableFile:
        archive.close()
        raise
    return archive


def _check_declared(archive: zipfile.ZipFile, name: str) -> None:
    for entry in archive.infolist():
        parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
        if entry.filename.startswith(("/", "\\")) or ".." in parts or ":" in entry.filename[:3]:
            raise UnreadableFile(
                Sentence(
                    "{file} holds an entry named {cell}, which points outside the archive: it was made to overwrite files of the computer that unpacks it. It was not opened.",
                    file=name,
                    cell=quoted(entry.filename),
                )
            )
        if entry.flag_bits & 1:
            raise UnreadableFile(
                Sentence(
                    "{file} is protected by a password. Save it without one.",
                    file=f"{name}: {entry.filename}",
                )
            )
    declared = sum(entry.file_size for entry in archive.infolist())
    packed = sum(entry.compress_size for entry in archive.infolist())
    if declared > MOST_BYTES or (declared > SMALL_ENOUGH and declared > MOST_PACKED * max(packed, 1)):
        raise UnreadableFile(
            Sentence(
                "{file} says it unpacks to {whole} GB from {packed} MB: that is a trap (a zip bomb) or a damaged archive, not a table. It was not unpacked.",
                file=name,
                whole=round(declared / 1e9, 1),
                packed=round(packed / 1e6, 2),
            )
        )


def unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """One entry in memory. An entry that holds more than it declares is refused, whatever the list says."""
    pieces, size = [], 0
    try:
        with archive.open(_boundless(entry)) as stream:
            while piece := stream.read(_CHUNK):
                size += len(piece)
                if size > entry.file_size:
                    raise UnreadableFile(
                        Sentence(
                            "{file} declares {n} bytes and holds more: the archive is damaged or made to deceive. Reading stopped there.",
                            file=f"{Path(str(archive.filename)).name}: {entry.filename}",
                            n=entry.file_size,
                        )
                    )
                pieces.append(piece)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise UnreadableFile(
            Sentence(
                "{file} is damaged ({cause}). Get the file again.",
                file=f"{Path(str(archive.filename)).name}: {entry.filename}",
                cause=cause(error),
            )
        ) from error
    except Exception as error:  # zlib.error has no common base with the rest
        if isinstance(error, UnreadableFile):
            raise
        raise UnreadableFile(
            Sentence(
                "{file} is damaged ({cause}). Get the file again.", file=entry.filename, cause=cause(error)
            )
        ) from error
    if size < entry.file_size:
        raise UnreadableFile(
            Sentence("{file} breaks off after {n} bytes. Get the file again.", file=entry.filename, n=size)
        )
    return b"".join(pieces)


def _boundless(entry: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """The entry with no declared end: zipfile would stop there and so hide what follows."""
    copy = zipfile.ZipInfo(entry.filename, entry.date_time)
    for slot in (
        "orig_filename",
        "compress_type",
        "flag_bits",
        "header_offset",
        "compress_size",
        "external_attr",
    ):
        setattr(copy, slot, getattr(entry, slot))
    copy.file_size = entry.file_size + 2 * _CHUNK
    copy.CRC = entry.CRC
    return copy


def _zip_kind(path: Path) -> str:
    with open_zip(path) as archive:
        names = {entry.filename for entry in archive.infolist()}
        if "[Content_Types].xml" in names:
            if not any(name.startswith("xl/") for name in names):
                raise UnreadableFile(
                    Sentence(
                        "{file} is an Office document but no workbook. Save it as .xlsx.", file=path.name
                    )
                )
            return "xlsx"
        if "content.xml" in names:
            if "META-INF/manifest.xml" in names and b"encryption-data" in _manifest(archive):
                raise _password_problem(path)
            return "ods"
        return "zip"


def _manifest(archive: zipfile.ZipFile) -> bytes:
    return unpack(archive, archive.getinfo("META-INF/manifest.xml"))


def _ole_kind(path: Path) -> str:
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise _password_problem(path)
    if any(stream.encode("utf-16-le") in content for stream in ("Workbook", "Book")):
        return "xls"
    if len(content) % 512 or len(content) < 4096:
        raise UnreadableFile(
            Sentence(
                "{file} breaks off before its end: the copy was cut short. Get it again.", file=path.name
            )
        )
    raise UnreadableFile(
        Sentence("{file} is an old Office document but no workbook. Save it as .xlsx.", file=path.name)
    )


def _password_problem(path: Path) -> UnreadableFile:
    return UnreadableFile(
        Sentence(
            "{file} is protected by a password. Open it in the spreadsheet program, take the password off (File, Info, Protect workbook) and save it again.",
            file=path.name,
        )
    )


def _parquet(path: Path) -> str:
    with path.open("rb") as file:
        file.seek(-4, 2)
        if file.read(4) != b"PAR1":
            raise UnreadableFile(
                Sentence(
                    "{file} breaks off before its end: the copy was cut short. Get it again.", file=path.name
                )
            )
    return "parquet"
