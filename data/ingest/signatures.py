"""Kinds of files by their first bytes: the four packages' tables that are read, and what is named and not read.

Sources: the formats' own documents (Stata's help for dta, dBASE's header, SPSS' system file) and file(1)'s magic.
"""

from __future__ import annotations

from data.sentences import mark

_SAS = bytes.fromhex("000000000000000000000000c2ea8160b31411cfbd92080009c7318c181f1011")
_STATA_RELEASES = range(0x69, 0x74)
_DBASE = frozenset({0x03, 0x04, 0x30, 0x31, 0x32, 0x83, 0x8B, 0xF5})
_NAMED = (
    (0, b"\x00\x01\x00\x00Standard Jet DB", mark("an Access database")),
    (0, b"\x00\x01\x00\x00Standard ACE DB", mark("an Access database")),
    (0, b"SQLite format 3\x00", mark("a SQLite database")),
    (8, b"DUCK", mark("a DuckDB database")),
    (0, b"%PDF", mark("a PDF document")),
    (0, b"\x89PNG", mark("a picture")),
    (0, b"\xff\xd8\xff", mark("a picture")),
    (0, b"GIF8", mark("a picture")),
    (0, b"II*\x00", mark("a picture")),
    (0, b"MM\x00*", mark("a picture")),
    (8, b"WEBP", mark("a picture")),
    (0, b"Rar!", mark("an archive of another kind than ZIP")),
    (0, b"7z\xbc\xaf", mark("an archive of another kind than ZIP")),
    (0, b"\xfd7zXZ", mark("an archive of another kind than ZIP")),
    (0, b"BZh", mark("an archive of another kind than ZIP")),
    (0, b"\x28\xb5\x2f\xfd", mark("an archive of another kind than ZIP")),
    (257, b"ustar", mark("an archive of another kind than ZIP")),
    (0, b"ARROW1", mark("an Arrow or Feather file")),
    (0, b"\x89HDF", mark("an HDF file")),
    (0, b"RDX", mark("a file of R")),
    (0, b"HEADER RECORD*******L", mark("a transport file of SAS")),
    (0, b"ASCII SPSS PORT FILE", mark("a portable file of SPSS")),
    (0, b"{\\rtf", mark("a text document (RTF)")),
    (0, b"\x7fELF", mark("a program")),
    (0, b"MZ\x90\x00", mark("a program")),
    (4, b"ftyp", mark("a film or a sound")),
    (0, b"ID3", mark("a film or a sound")),
)


def package_kind(head: bytes) -> str | None:
    """sav, dta, sas7bdat or dbf if the bytes are the start of one, else None."""
    if head[:4] in (b"$FL2", b"$FL3"):
        return "sav"
    if head.startswith(_SAS):
        return "sas7bdat"
    if head.startswith(b"<stata_dta>") or _is_old_stata(head):
        return "dta"
    return "dbf" if _is_dbase(head) else None


def unread_kind(head: bytes) -> str | None:
    """What the bytes are the start of, marked for translation, of kinds that are not read; None if not known."""
    return next((name for offset, magic, name in _NAMED if head[offset:].startswith(magic)), None)


def _is_old_stata(head: bytes) -> bool:
    return len(head) > 109 and head[0] in _STATA_RELEASES and head[1] in (1, 2) and head[2:4] == b"\x01\x00"


def _is_dbase(head: bytes) -> bool:
    """Version, a date that can be one, and a header as long as a whole number of columns makes it."""
    if len(head) < 65 or head[0] not in _DBASE or not (head[2] in range(1, 13) and head[3] in range(1, 32)):
        return False
    length, width = int.from_bytes(head[8:10], "little"), int.from_bytes(head[10:12], "little")
    return width > 1 and length >= 65 and (length - 1) % 32 in (0, 263 % 32, 1)
