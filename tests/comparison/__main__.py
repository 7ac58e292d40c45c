"""Hold one tree's figures and sentences against another's.

    python -m tests.comparison write OUT.gz [--country IR] [--quick]     in each of the two trees
    python -m tests.comparison hold BEFORE.gz AFTER.gz

``write`` keeps each measure of each area and year, each area's projection, and everything that every page of every
area says and draws (English for all areas; every choice of the pages in three languages for some), for the release
that is current; both trees read one store where RASAD_STORE names it. ``hold`` prints what moved and a closing line.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.comparison.figures import figures_of
from tests.comparison.pages import clean, pages_of

SHOWN = 40


def main(words: list[str] | None = None) -> int:
    """Run the command; 1 where the two differ"""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    write = commands.add_parser("write")
    write.add_argument("out", type=Path)
    write.add_argument("--country", action="append")
    write.add_argument("--quick", action="store_true", help="the nation and two areas only")
    hold = commands.add_parser("hold")
    hold.add_argument("before", type=Path)
    hold.add_argument("after", type=Path)
    asked = parser.parse_args(words)
    if asked.command == "write":
        return _write(asked.out, asked.country, quick=asked.quick)
    return _hold(asked.before, asked.after)


def _write(out: Path, countries: list[str] | None, *, quick: bool) -> int:
    count = 0
    with gzip.open(out, "wt", encoding="utf-8", compresslevel=3) as file:
        for key, said in _everything(countries, quick=quick):
            file.write(json.dumps([key, said], ensure_ascii=False, sort_keys=True, default=str) + "\n")
            count += 1
    print(f"{count} pieces written")
    return 0


def _everything(countries: list[str] | None, *, quick: bool) -> Iterator[tuple[str, object]]:
    from dashboard import store

    for country, areas in store.area_codes().items():
        if countries is None or country in countries:
            chosen = areas[:3] if quick else areas
            yield from figures_of(country)
            yield from pages_of(country, chosen)


def _read(file: Path) -> dict[str, object]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return {key: clean(said) for key, said in map(json.loads, lines)}


def _hold(before: Path, after: Path) -> int:
    old, new = _read(before), _read(after)
    moved = [(key, *pair) for key in old.keys() & new.keys() if (pair := (old[key], new[key]))[0] != pair[1]]
    for key, was, now in sorted(moved, key=lambda each: each[0])[:SHOWN]:
        print(f"moved  {key}\n" + "\n".join(_differences(was, now)))
    for sign, keys in (("gone ", old.keys() - new.keys()), ("new  ", new.keys() - old.keys())):
        print("".join(f"{sign}  {key}\n" for key in sorted(keys)[:SHOWN]), end="")
    same = len(old.keys() & new.keys()) - len(moved)
    print(
        f"{same} pieces the same, {len(moved)} moved, {len(old.keys() - new.keys())} gone, "
        f"{len(new.keys() - old.keys())} new"
    )
    return int(bool(moved or old.keys() ^ new.keys()))


def _differences(was: object, now: object, path: str = "", limit: int = 4) -> list[str]:
    """The first places in which two pieces differ, by their path"""
    if isinstance(was, dict) and isinstance(now, dict):
        pairs = [(f"{path}.{key}", was.get(key), now.get(key)) for key in sorted({*was, *now})]
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        pairs = [(f"{path}[{number}]", *pair) for number, pair in enumerate(zip(was, now, strict=True))]
    else:
        return [f"    {path}: {str(was)[:300]!r}\n        -> {str(now)[:300]!r}"]
    said: list[str] = []
    for where, one, other in pairs:
        if one != other and len(said) < limit:
            said += _differences(one, other, where, limit - len(said))
    return said


sys.exit(main())
