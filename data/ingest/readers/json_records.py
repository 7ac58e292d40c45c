"""A JSON list of flat objects, one a row: ``[{"province": "...", "year": 2022, "births": 110000}]``."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data.ingest.guards import UnreadableFile
from data.ingest.readers import json_text
from data.ingest.readers.texts import read_text
from data.sentences import Sentence


def read_json_records(path: Path) -> pd.DataFrame:
    """The objects' values by key; '' where an object lacks one."""
    content = json_text.content(read_text(path), path.name)
    if not isinstance(content, list) or not content or not all(_is_flat(one) for one in content):
        raise UnreadableFile(
            Sentence(
                "{file} is JSON, but neither JSON-stat nor a list of rows: it has no dimensions and values.",
                file=path.name,
            )
        )
    frame = pd.DataFrame(content, dtype=object)
    return frame.where(frame.notna(), "")


def _is_flat(row: object) -> bool:
    return isinstance(row, dict) and not any(isinstance(value, dict | list) for value in row.values())
