"""What the caller of the method can mend, told apart from what is wrong with the method.

Both are values that cannot be; a screen says the one and writes the other into its log. Whoever catches, catches these:
a ``ValueError`` of numpy is nobody's wrong wish.
"""

from __future__ import annotations


class ScenarioProblem(ValueError):
    """A scenario, or a goal, that cannot be or that these people cannot follow: mended by assuming something else."""


class TooShort(ValueError):
    """A series that has too few years, or too little in them, for what is asked of it."""


class UnusableFile(ValueError):
    """A file or an argument of a command that cannot be used; the message says where."""


def is_text(value: object) -> bool:
    """Whether a value is text that can be written: JSON may hold half a letter (a lone surrogate), which no page takes."""
    return isinstance(value, str) and not any("\ud800" <= letter <= "\udfff" for letter in value)
