"""``python -m data.synthetic births 10000000 births.csv``: a synthetic register, labelled as such.

``python -m data.synthetic country --help``: one of a whole country, consistent with its people and rates.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import get_args

from data.ingest.readers.event_records import ENDING
from data.ingest.records import write_mapping
from data.synthetic import Register, country, write
from data.synthetic.reading import mapping_of
from data.synthetic.register import EVENTS, Writing


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 0 done."""
    words = sys.argv[1:] if arguments is None else arguments
    if words[:1] == ["country"]:
        return country.main(words[1:])
    parser = argparse.ArgumentParser(prog="python -m data.synthetic", description=__doc__)
    parser.add_argument("event", choices=EVENTS)
    parser.add_argument("records", type=int)
    parser.add_argument("file", type=Path, help=".csv, .csv.gz or .parquet")
    parser.add_argument(
        "--areas", type=Path, help="text file, an area code a line; otherwise 400 invented codes"
    )
    parser.add_argument("--writing", choices=get_args(Writing), default="solar_hijri")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--identity", choices=("iran", "viet_nam"), default="", help="invented IDs too, to test the door with"
    )
    options = parser.parse_args(words)
    codes = (
        options.areas.read_text(encoding="utf-8").split() if options.areas else map(str, range(1001, 1401))
    )
    register = Register(
        options.event,
        options.records,
        tuple(codes),
        writing=options.writing,
        seed=options.seed,
        identity=options.identity,
    )
    print(f"{write(register, options.file)}: {options.records:,} synthetic {options.event}")
    mapping = options.file.with_name(options.file.name.split(".")[0] + ENDING)
    write_mapping(mapping_of(register), mapping)
    print(f"{mapping}: how it is read (python -m data.ingest {options.file})")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
