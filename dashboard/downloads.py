"""Tables as files a reader takes away: what is shown, in a form that spreadsheets open and cannot be made to run."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import pandas as pd

#: Letters with which a spreadsheet takes a text for a formula
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv(frame: pd.DataFrame) -> bytes:
    """UTF-8 with a mark, by which Excel knows it; texts that look like formulas begin with an apostrophe."""
    safe = frame.map(_harmless)
    return safe.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def _harmless(cell: object) -> object:
    return "'" + cell if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


#: Every file in a package carries the same date, so that the same figures make the same bytes
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def package(name: str, data: pd.DataFrame, about: Mapping[str, Any]) -> bytes:
    """A zip of ``<name>.csv`` and ``datapackage.json``, which says what every column is and who says so.

    ``about``: title, description, citation, link, release, sources, licenses, and ``fields`` (name, type, title ...).
    """
    fields = [field for field in about["fields"] if field["name"] in data.columns]
    described = {
        key: value for key, value in about.items() if key not in ("fields", "citation", "link", "release")
    }
    resource = {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""]},
    }
    content = {
        "profile": "tabular-data-package",
        "name": name,
        **described,
        "citation": about["citation"],
        "link": about["link"],
        "release": about["release"],
        "resources": [resource],
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, body in (
            (f"{name}.csv", csv(data[[field["name"] for field in fields]])),
            ("datapackage.json", json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8")),
        ):
            archive.writestr(zipfile.ZipInfo(path, _LONG_AGO), body, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
