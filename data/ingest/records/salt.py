"""Record keys: a number from 0 to 255 that belongs to a record for ever, from a keyed hash of what it says.

A cell's key is the sum of its records' keys modulo 256. Noise drawn by it is the same wherever the same people are
counted, so it cannot be averaged away (the cell-key method of the Australian Bureau of Statistics; Fraser & Wooton
2005). The key is the first byte of SHA-256 over a secret salt, the event and the record's own fields: its number
in the register when there is one, so that a correction does not move it, otherwise all its mapped fields as read.
Whoever knows the salt can undo the noise; whoever changes it changes every published figure.
"""

from __future__ import annotations

import os

from data.problems import StoreProblem
from data.sentences import Sentence, mark

VARIABLE = "RASAD_RECORD_SALT"
SHORTEST = 16


def record_salt(salt: str | None = None) -> str:
    """The secret salt given, or that of the environment; never one made up, which would not be the same again"""
    secret = salt if salt is not None else os.environ.get(VARIABLE, "")
    if len(secret) < SHORTEST:
        message = (
            mark(
                "Records are counted with a secret of {n} characters or more, in {variable}, and there is a shorter one. Draw one once (for instance with `{command}`) and keep it with the other secrets: with another secret, published figures change."
            )
            if secret
            else mark(
                "Records are counted with a secret of {n} characters or more, in {variable}, and there is none. Draw one once (for instance with `{command}`) and keep it with the other secrets: with another secret, published figures change."
            )
        )
        raise StoreProblem(Sentence(message, n=SHORTEST, variable=VARIABLE, command="openssl rand -hex 32"))
    return secret


def first_byte(hexadecimal: str) -> str:
    """SQL for the first byte of a hash written in hexadecimal, 0 to 255"""
    letters = (f"ord({hexadecimal})", f"ord({hexadecimal}[2])")  # `ord` looks at the first letter alone
    nibbles = [f"({letter} - CASE WHEN {letter} > 57 THEN 87 ELSE 48 END)" for letter in letters]
    return f"({nibbles[0]} * 16 + {nibbles[1]})::UTINYINT"
