"""``python -m data.ingest``: make a release of the population store, and see, compare and restore releases.

Without a SOURCE the seed tables are read again; what was loaded from files before is kept. With one or more, their
rows replace those of the sources they are of, and everything else is kept. Errors stop a release; warnings are shown.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from data.ingest import commands, seed
from data.problems import StoreProblem


def parser() -> argparse.ArgumentParser:
    """Every option there is."""
    arguments = argparse.ArgumentParser(prog="python -m data.ingest", description=__doc__)
    arguments.add_argument(
        "sources", nargs="*", type=Path, metavar="SOURCE", help="files to read; none: the seed"
    )
    arguments.add_argument("--seed", type=Path, default=seed.SEED, help="folder of seed tables")
    arguments.add_argument(
        "--source",
        metavar="KEY",
        help="the key to keep the files under, where another already has the usual one",
    )
    arguments.add_argument(
        "--draft", action="store_true", help="make the release, but do not give it to readers"
    )
    one = arguments.add_mutually_exclusive_group()
    one.add_argument(
        "--if-stale", action="store_true", help="only if the store is missing or older than the seed"
    )
    one.add_argument("--check", action="store_true", help="report findings, write nothing")
    one.add_argument("--list", action="store_true", help="the releases there are, newest first")
    one.add_argument("--show", metavar="STAMP", help="what one release holds")
    one.add_argument(
        "--restore", metavar="STAMP", help="make this release the current one: an old one, or a draft"
    )
    one.add_argument("--diff", nargs=2, metavar=("A", "B"), help="what release B changes against A")
    one.add_argument(
        "--prune",
        metavar="N",
        nargs="?",
        const=10,
        type=int,
        help="take away all releases but the newest N (10) and the current one",
    )
    return arguments


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 0 done, 1 a problem said in a sentence, or an error among the findings of a check."""
    options = parser().parse_args(arguments)
    try:
        return commands.run(options)
    except BrokenPipeError:  # `--list | head`: nobody reads on, and Python would say so once more at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except StoreProblem as problem:
        print(problem, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
