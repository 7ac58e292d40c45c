"""What can go wrong with the stores, as sentences a person can act on."""

from __future__ import annotations

import errno

from data.sentences import Sentence, mark

#: What an operating system refuses, as a reader's language can say it; the rest is told in the system's own words
_SYSTEM = {
    errno.ENOSPC: mark("no space left on device"),
    errno.EDQUOT: mark("the disk quota is used up"),
    errno.EACCES: mark("permission denied"),
    errno.EPERM: mark("permission denied"),
    errno.EROFS: mark("the disk may only be read"),
    errno.ENOTDIR: mark("a part of the path is not a folder"),
    errno.EEXIST: mark("a file stands where the folder should be"),
    errno.ENOENT: mark("there is no such file or folder"),
}


class StoreProblem(Exception):
    """A sentence naming the value, the place and the likely cause. Nothing that was there is lost."""

    def __init__(self, sentence: Sentence) -> None:
        """``sentence`` keeps its message and values, so that it can be said in the reader's language."""
        super().__init__(sentence)
        self.sentence = sentence


class SeedProblem(StoreProblem):
    """A table of the project's own is missing or says something impossible: for whoever edits it, in English."""

    def __init__(self, text: str) -> None:
        """A sentence where a reader of pages can meet it too."""
        super().__init__(text if isinstance(text, Sentence) else Sentence("{told}", told=text))


class NoRelease(StoreProblem):
    """There is no population store to read yet."""


class DamagedRelease(StoreProblem):
    """The file of a release cannot be opened or is not a population store."""


class OldRelease(DamagedRelease):
    """The release is whole, but its tables are another version's."""


class ReadingProblem(StoreProblem):
    """A file cannot be read, or what it says cannot be rows of the store."""


class LoadProblem(StoreProblem):
    """A release was not made: the sentence says why. The current release is as it was."""


class WorkspaceProblem(StoreProblem):
    """What people write cannot be kept: the folder or the database does not take it."""


def cause(error: BaseException) -> str:
    """The first line of what another program says went wrong: ours where we have it as a sentence, else in its words."""
    error_text = getattr(error, "orig", None) or error
    if error_text.args and isinstance(error_text.args[0], Sentence):
        return error_text.args[0]
    if isinstance(error_text, OSError) and error_text.errno in _SYSTEM:
        return Sentence(_SYSTEM[error_text.errno])
    lines = str(error_text).strip().splitlines()
    return lines[0] if lines else type(error_text).__name__
