"""What can go wrong with the stores, as sentences a person can act on."""

from __future__ import annotations


class StoreProblem(Exception):
    """A sentence naming the value, the place and the likely cause. Nothing that was there is lost.

    A `data.sentences.Sentence` can be said in another language.
    """


class SeedProblem(StoreProblem):
    """A seed table is missing or says something impossible."""


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
