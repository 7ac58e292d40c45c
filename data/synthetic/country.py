"""``python -m data.synthetic country CODE --from YEAR --to YEAR OUT``: a made-up register of a whole country."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from data.problems import StoreProblem
from data.release_store.database import open_release_store
from data.synthetic.country_files import CountryRegister, register_files, write_country

LEVELS = ("province", "county")


def main(arguments: list[str]) -> int:
    """Exit code: 0 done, 1 a problem said in a sentence."""
    parser = argparse.ArgumentParser(prog="python -m data.synthetic country", description=__doc__)
    parser.add_argument(
        "country", help="code of a country of the current release, whose people and rates are used"
    )
    parser.add_argument("--from", type=int, required=True, dest="first", help="first year, in its calendar")
    parser.add_argument("--to", type=int, required=True, dest="last", help="last year")
    parser.add_argument("--level", choices=LEVELS, default=LEVELS[0], help="areas that events are counted in")
    parser.add_argument(
        "--census", action="store_true", help="the last year's people by sex and single age too"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("folder", type=Path, help="folder of the files")
    options = parser.parse_args(arguments)
    years = range(options.first, options.last + 1)
    register = CountryRegister(options.country, years, options.level, options.seed, options.census)
    try:
        files = _write(register, options.folder)
    except StoreProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"python -m data.ingest {' '.join(map(str, register_files(files)))}")
    return 0


def _write(register: CountryRegister, folder: Path) -> list[Path]:
    releases = open_release_store()
    engine = releases.open(releases.current())
    try:
        with engine.connect() as connection:
            return write_country(register, connection, folder)
    finally:
        engine.dispose()
