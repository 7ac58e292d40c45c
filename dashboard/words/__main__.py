"""What the catalogues lack and what they no longer need.

python -m dashboard.words             lists both; exit status 1 when anything is missing
python -m dashboard.words --update    adds what is missing, to be translated; sorts by the English text
python -m dashboard.words --prune     drops what no code asks for
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from dashboard.words import catalogues
from dashboard.words.extraction import messages_in

ROOT = Path(__file__).parents[2]


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 when every text the code asks for is translated, 1 otherwise"""
    parser = argparse.ArgumentParser(
        "python -m dashboard.words", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--update", action="store_true", help="add missing texts with an empty translation")
    parser.add_argument("--prune", action="store_true", help="drop texts that no code asks for")
    options = parser.parse_args(arguments)
    messages = messages_in(ROOT)
    missing = [report(language, messages, options) for language in catalogues.TRANSLATED]
    return int(any(missing))


def report(
    language: str, messages: dict[catalogues.Message, list[str]], options: argparse.Namespace
) -> set[catalogues.Message]:
    """Print one language's state, change its catalogue where asked to, return what is untranslated"""
    catalogue = catalogues.read(language)
    absent = messages.keys() - catalogues.messages(catalogue)
    empty = messages.keys() & catalogues.untranslated(catalogue)
    obsolete = catalogues.messages(catalogue) - messages.keys()
    print(f"{language}: {len(messages)} texts, {len(absent | empty)} missing, {len(obsolete)} obsolete")
    for message in sorted(absent | empty, key=str):
        print(f"  missing   {message!r}  {messages[message][0]}")
    for message in sorted(obsolete, key=str):
        print(f"  obsolete  {message!r}")
    if options.update or options.prune:
        catalogues.update(language, absent if options.update else (), obsolete if options.prune else ())
    return absent | empty


if __name__ == "__main__":
    sys.exit(main())
