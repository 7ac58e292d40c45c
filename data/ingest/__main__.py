"""``python -m data.ingest``: build the population store from the seed tables.

``--if-stale`` does nothing when the current release was made from these inputs; ``--check`` reports findings
and writes nothing.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from data.ingest import seed
from data.ingest.load import is_stale, make_release
from data.problems import StoreProblem
from data.quality import check
from data.releases import store_folder


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 0 done, 1 a problem said in a sentence."""
    parser = argparse.ArgumentParser(prog="python -m data.ingest", description=__doc__)
    parser.add_argument("--seed", type=Path, default=seed.SEED, help="folder of seed tables")
    parser.add_argument(
        "--if-stale", action="store_true", help="only if the store is missing or older than the seed"
    )
    parser.add_argument("--check", action="store_true", help="report findings, write nothing")
    options = parser.parse_args(arguments)
    try:
        return _run(options)
    except StoreProblem as problem:
        print(problem, file=sys.stderr)
        return 1


def _run(options: argparse.Namespace) -> int:
    if options.check:
        findings = check(seed.read_seed(options.seed))
    elif options.if_stale and not is_stale(store_folder(), options.seed):
        print("The population store is up to date.")
        return 0
    else:
        file, findings = make_release(store_folder(), options.seed)
        print(f"{file.name} is now current.")
    for finding in findings:
        print(f"  {finding.severity}: {finding.sentence}")
    return int(any(finding.severity == "error" for finding in findings))


if __name__ == "__main__":
    sys.exit(main())
