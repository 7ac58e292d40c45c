"""Viet Nam's official provincial projection of 2014 set beside ours: `python -m tests.refcases.gso [DIR]`.

GSO & UNFPA (2016), Viet Nam Population Projection 2014-2049. Base, total fertility and life expectancy are the
office's, by province and five-year period. What it published in words only is taken from elsewhere: the ages of
mothers (2014) and of the dying (2020) are the nation's (United Nations, in this project's seed), the sex ratio at birth
is the nation's of 2014, and migration is shown two ways: none, and the total that the office's own figures leave
over, with a model age pattern. The difference is reported, and nothing is fitted to make it smaller; the same
projection with model life tables of the same life expectancies says how much of it is the age pattern of mortality.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from forecasting import coale_demeny, life_table, migration
from forecasting.axes import SEXES, AgeGroups
from forecasting.bracketing import solve_increasing
from forecasting.fertility import birth_rates
from forecasting.mortality import death_rates_for_life_expectancy
from forecasting.projection import project
from forecasting.rates import Rates
from tests.refcases import tables
from tests.refcases.outcome import Outcome, relative_error

FOLDER = "gso_unfpa_projection_2014_2034"
DEFAULT = Path(__file__).resolve().parents[3] / "shared" / "refcases" / FOLDER
SEED = Path(__file__).resolve().parents[2] / "data" / "seed" / "viet_nam"
YEARS = (2014, 2019, 2024, 2029, 2034)
PERIODS = tuple(f"{year}-{year + 5}" for year in YEARS[:-1])
AGES, DEATH_AGES = AgeGroups.five(80), AgeGroups.abridged(100)
DEATHS_OF = "2020"  # of the years in the seed the one inside the projection; only its age pattern counts
ALL, WORKING, OLDEST = (0, len(AGES)), (3, 12), (16, 17)
BROAD = (("0-4", 0, 1), ("5-14", 1, 3), ("15-29", 3, 6), ("30-59", 6, 12), ("60-79", 12, 16), ("80+", 16, 17))


@dataclass(frozen=True, eq=False)
class Compared:
    """Official and our people, (province, year, sex, age), by province name."""

    provinces: tuple[str, ...]
    official: np.ndarray
    ours: np.ndarray

    def error(self, low: int = 0, high: int = len(AGES)) -> np.ndarray:
        """Ours over the official, less one, of both sexes at some ages. -> (province, year)"""
        cut = np.s_[..., low:high]
        return self.ours[cut].sum((-2, -1)) / self.official[cut].sum((-2, -1)) - 1


def compare(folder: Path, *, migrants: bool, dying: str = "nation") -> Compared:
    """The provinces projected from 2014; with migration totals the official figures imply, or none.

    ``dying``: the age pattern of mortality, the nation's or a family of Coale and Demeny's.
    """
    names, official, rates = read(folder, dying)
    if not migrants:
        return Compared(names, official, project(official[:, 0], rates, first_year=YEARS[0]).population)
    people = [official[:, 0]]
    for interval in range(len(PERIODS)):
        people.append(_reaching(people[-1], rates, interval, official[:, interval + 1].sum((-2, -1))))
    return Compared(names, official, np.stack(people, axis=1))


def _reaching(start: np.ndarray, rates: Rates, interval: int, total: np.ndarray) -> np.ndarray:
    """The end of an interval whose net migrants bring each province to a wanted total."""
    parts = [
        part[:, [interval]] for part in (rates.asfr, rates.survival, rates.net_migration, rates.sex_ratio)
    ]

    def end(net: np.ndarray) -> np.ndarray:
        moved = migration.net_migrants(net, AGES)
        moved = migration.limit_outflow(moved, start, AGES, largest_share=0.5)
        path = Rates(AGES, parts[0], parts[1], moved[:, np.newaxis], parts[3])
        return project(start, path, first_year=0).population[:, -1]

    scale = start.sum((-2, -1))
    share = solve_increasing(lambda x: end(x * scale).sum((-2, -1)) / scale, total / scale, -0.3, 0.5)
    return end(share * scale)


def read(folder: Path, dying: str) -> tuple[tuple[str, ...], np.ndarray, Rates]:
    """Province names, official people (province, year, sex, age), and our rates from the office's assumptions."""
    frame = tables.read(folder, "expected_population")
    frame = frame[frame["sex"] != "total"]
    labels = [f"{age}-{age + 4}" for age in AGES.lower[:-1]] + ["80+"]
    codes = _codes(folder)
    official = tables.cube(frame, "value", area_code=codes, year=YEARS, sex=SEXES, age=labels)
    names = frame.drop_duplicates("area_code").set_index("area_code")["area"].reindex(codes)
    return tuple(names), official, _rates(*assumptions(folder), dying)


def assumptions(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    """The office's total fertility (province, period) and life expectancy (province, period, sex)."""
    codes = _codes(folder)
    tfr = tables.cube(_fertility(folder), "value", area_code=codes, year=PERIODS)
    life = tables.read(folder, "in_projection_life_expectancy_province")
    return tfr, tables.cube(life, "value", area_code=codes, year=PERIODS, sex=SEXES)


def _codes(folder: Path) -> list[str]:
    """Provinces that have their people and both assumptions."""
    people, life = (
        tables.read(folder, name)
        for name in ("expected_population", "in_projection_life_expectancy_province")
    )
    return sorted(set(people["area_code"]) & set(_fertility(folder)["area_code"]) & set(life["area_code"]))


def _fertility(folder: Path) -> pd.DataFrame:
    frame = tables.read(folder, "in_projection_tfr_assumptions_province")
    return frame[frame["status"].str.startswith("medium")]


def _dying(e0: np.ndarray, dying: str) -> np.ndarray:
    """Death rates of the life expectancies by one age pattern. -> (province, period, sex, age)"""
    if dying == "nation":
        return death_rates_for_life_expectancy(_deaths(), e0, DEATH_AGES)
    return coale_demeny.death_rates(dying, e0)


def _rates(tfr: np.ndarray, e0: np.ndarray, dying: str) -> Rates:
    mx = _dying(e0, dying)
    table = life_table.close_at(life_table.life_table(mx, DEATH_AGES), AGES.open_age)
    survival = life_table.survival_ratios(life_table.collapse_infancy(table))
    ratio = np.full(tfr.shape, _sex_ratio())
    return Rates(AGES, birth_rates(tfr, _mothers(), AGES), survival, np.zeros(survival.shape), ratio)


def _seed(name: str, **wanted: str) -> list[dict[str, str]]:
    with (SEED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        row
        for row in rows
        if all(row[key] == value for key, value in {"area": "VN", "year": "2014", **wanted}.items())
    ]


def _deaths() -> np.ndarray:
    rows = {
        (row["sex"], int(row["age_lower"])): float(row["value"])
        for row in _seed("death_rates", year=DEATHS_OF)
    }
    return np.array([[rows[sex, age] for age in DEATH_AGES.lower] for sex in SEXES])


def _mothers() -> np.ndarray:
    shares = {int(row["age_lower"]): float(row["value"]) for row in _seed("fertility_pattern")}
    pattern = np.array([shares.get(age, 0.0) for age in AGES.lower])
    return pattern / pattern.sum()


def _sex_ratio() -> float:
    (row,) = _seed("rates", measure="sex_ratio_at_birth")
    return float(row["value"]) / 100


def run(folder: Path) -> Iterator[Outcome]:
    """What is judged: that the assumptions are the office's. What is said: how far apart the two projections are.

    Three differences are left, each shown with and without its cause: nobody moves in ours (the office moved people
    by assumptions that it published in words); the ages of those who move; and the ages of the dying.
    """
    closed = compare(folder, migrants=False)
    case = f"{folder.name}, {len(closed.provinces)} provinces"
    yield Outcome(case, "total fertility and life expectancy we run, the office's", _assumed(folder), 1e-8)
    for year, cut, ages in (
        (1, ALL, "all ages"),
        (4, ALL, "all ages"),
        (4, WORKING, "15-59"),
        (4, OLDEST, "80+"),
    ):
        yield _said(
            case, f"nobody moves, {ages} {YEARS[year]}", closed.error(*cut)[:, year], closed.provinces
        )
    moved = compare(folder, migrants=True)
    for cut, ages in ((ALL, "all ages"), (WORKING, "15-59"), (OLDEST, "80+")):
        error = moved.error(*cut)[:, -1]
        yield _said(case, f"migration the totals imply, {ages} {YEARS[-1]}", error, moved.provinces)
    for family in coale_demeny.FAMILIES:
        error = compare(folder, migrants=False, dying=family).error(*OLDEST)[:, -1]
        what = f"nobody moves, Coale-Demeny {family.title()}, 80+ {YEARS[-1]}"
        yield _said(case, what, error, closed.provinces)


def _said(case: str, compared: str, error: np.ndarray, provinces: tuple[str, ...]) -> Outcome:
    worst = int(np.abs(error).argmax())
    unit = f"median of provinces; widest {error[worst]:+.1%} {provinces[worst]}"
    return Outcome(case, f"ours over the official: {compared}", float(np.median(error)), None, unit)


def _assumed(folder: Path) -> float:
    """How far the fertility and life expectancy of our rates are from the office's, relative."""
    _, _, rates = read(folder, "nation")
    tfr, e0 = assumptions(folder)
    table = life_table.life_table(_dying(e0, "nation"), DEATH_AGES)
    found = (rates.asfr[..., :-1] * 5).sum(-1)
    return max(relative_error(found, tfr, smallest=0), relative_error(table.e[..., 0], e0, smallest=0))


def report(compared: Compared, title: str, *, provinces: bool = False) -> str:
    """Median and worst error by age and year, and of every province's total, as a table."""
    lines = [title, f"{'ages':<8}" + "".join(f"{year:>30}" for year in YEARS[1:])]
    for label, low, high in (*BROAD, ("all", 0, len(AGES))):
        error = compared.error(low, high)[:, 1:]
        cells = []
        for column in error.T:
            worst = int(np.abs(column).argmax())
            cells.append(
                f"{np.median(column):+7.1%} {column[worst]:+7.1%} {compared.provinces[worst][:13]:<13}"
            )
        lines.append(f"{label:<8}" + "".join(f"{cell:>30}" for cell in cells))
    totals = compared.error()[:, 1:] if provinces else np.empty((0, 4))
    for name, row in sorted(
        zip(compared.provinces, totals, strict=False), key=lambda pair: -abs(pair[1][-1])
    ):
        lines.append(f"  {name:<20}" + "".join(f"{value:+9.1%}" for value in row))
    return "\n".join(lines)


def main() -> None:
    """Print both comparisons."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=DEFAULT)
    folder = parser.parse_args().folder
    print("Ours over the official projection, less one: median of the provinces, worst and where\n")
    print(report(compare(folder, migrants=False), "Nobody moves", provinces=True))
    implied = "The total migration that the official totals imply, ages by Rogers-Castro"
    print("\n" + report(compare(folder, migrants=True), implied))
    for family in coale_demeny.FAMILIES:
        title = (
            f"Nobody moves; the same life expectancies, ages of the dying by Coale-Demeny {family.title()}"
        )
        print("\n" + report(compare(folder, migrants=False, dying=family), title))


if __name__ == "__main__":
    main()
