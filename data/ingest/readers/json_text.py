"""The content of a JSON file, or the line at which it is cut short."""

from __future__ import annotations

import json
from typing import Any

from data.ingest.guards import UnreadableFile
from data.ingest.readers.texts import Text
from data.sentences import Sentence


def content(text: Text, file: str) -> Any:  # noqa: ANN401 - JSON holds anything
    """What the text of a file says; UnreadableFile names the line where it ends too early"""
    try:
        return json.loads(text.content)
    except json.JSONDecodeError as error:
        raise UnreadableFile(
            Sentence(
                "{file}, line {line}: {cause}. The file is not whole JSON: was the download cut short?",
                file=file,
                line=error.lineno,
                cause=error.msg,
            )
        ) from error
