"""SDMX-ML data messages (generic and structure specific), by sdmx1 (Apache 2.0), an extra that few offices need."""

from __future__ import annotations

import importlib
from pathlib import Path

import pandas as pd

from data.ingest.guards import UnreadableFile, first_bytes, kind_text
from data.problems import cause
from data.sentences import Sentence

INSTALLATION = "pip install 'rasad[sdmx]'"


def read_sdmx_ml(path: Path) -> pd.DataFrame:
    """One observation a row: a column for each dimension and attribute, the figure under OBS_VALUE."""
    if b"sdmx" not in first_bytes(path).lower():
        raise UnreadableFile(
            Sentence(
                "{file} is {kind}: of XML, SDMX-ML alone is read. Get the table as SDMX-CSV, as CSV or as a workbook.",
                file=path.name,
                kind=kind_text("xml"),
            )
        )
    try:
        sdmx = importlib.import_module("sdmx")
    except ModuleNotFoundError as error:
        raise UnreadableFile(
            Sentence(
                "{file} is SDMX-ML, and what reads it is not installed here. Install it with {command}, or get the table as SDMX-CSV.",
                file=path.name,
                command=INSTALLATION,
            )
        ) from error
    try:
        sets = [sdmx.to_pandas(one, attributes="osgd") for one in sdmx.read_sdmx(path).data]
        frame = pd.concat([one.reset_index() for one in sets if len(one)], ignore_index=True)
    except Exception as error:  # the parser's own errors have no common base
        raise UnreadableFile(
            Sentence(
                "{file} begins as {kind} and cannot be read as one ({cause}): it is damaged, cut short or of a version not known. Export it again, or as CSV.",
                file=path.name,
                kind=kind_text("xml"),
                cause=cause(error),
            )
        ) from error
    cells = frame.rename(columns={"value": "OBS_VALUE"}).astype(object)
    return cells.where(cells.notna(), "")
