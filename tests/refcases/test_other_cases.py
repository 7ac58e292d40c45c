"""Cases of other countries run too: made here by plain loops written from the published equations, not by our engine.

Each is written as an outside case is (CSV, gzipped), with what cases differ in: migration evenly over the year, cells
that out-migration would empty, longer or missing tables, columns that nobody asked for.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.refcases import __main__ as refcases
from tests.refcases import pop_reconstruct, un_engine

SEXES = ("male", "female")
FIRST, OLDEST = 1950, 100


def life_table(year: int, sex: str) -> list[dict[str, float]]:
    """A single-year table closed at 100+ with radix 100,000, row by row."""
    falling = 0.99 ** (year - FIRST) * (1.2 if sex == "male" else 1.0)
    alive, rows = 100_000.0, []
    for age in range(OLDEST + 1):
        rate = min((0.06 if age == 0 else 0.0004 + 0.00003 * 1.1**age) * falling, 0.9)
        lived_by_the_dying = 0.2 if age == 0 else 0.5
        dying = rate / (1 + (1 - lived_by_the_dying) * rate) if age < OLDEST else 1.0
        deaths = alive * dying
        lived = alive - deaths * (1 - lived_by_the_dying) if age < OLDEST else alive / rate
        rows.append(
            {
                "age": age,
                "nMx": rate,
                "nAx": lived_by_the_dying,
                "nqx": dying,
                "lx": alive,
                "ndx": deaths,
                "nLx": lived,
            }
        )
        alive -= deaths
    total = 0.0
    for row in reversed(rows):
        total += row["nLx"]
        row["Tx"], row["ex"] = total, total / row["lx"]
    for age, row in enumerate(rows):
        before = 100_000.0 if age == 0 else rows[age - 1]["nLx"] + (row["nLx"] if age == OLDEST else 0.0)
        row["Sx"] = row["nLx"] / before
    return rows


def step(people, survival, fertility, ratio, migrants, timing):
    """One year of the United Nations engine, cell by cell: end people, births by mother's age, deaths by cohort."""
    moving = {
        (sex, age): (0.00001 - people[sex, age] if people[sex, age] + number <= 0 else number)
        for (sex, age), number in migrants.items()
    }
    part = 0.5 if timing == "even" else 0.0
    exposed = {cell: people[cell] + part * moving[cell] for cell in people}
    end, deaths = {}, {}
    for sex in SEXES:
        for age in range(1, OLDEST + 1):
            entering = exposed[sex, age - 1] + (exposed[sex, age] if age == OLDEST else 0.0)
            deaths[sex, age] = (1 - survival[sex][age]) * entering
            end[sex, age] = entering - deaths[sex, age] + part * moving[sex, age]
    born = {
        age: fertility[age] * (exposed["female", age] + end["female", age]) / 2 for age in range(1, OLDEST)
    }
    born[0] = born[OLDEST] = 0.0
    girls = sum(born.values()) / (1 + ratio)
    for sex, babies in (("female", girls), ("male", sum(born.values()) - girls)):
        deaths[sex, 0] = (1 - survival[sex][0]) * babies
        end[sex, 0] = babies - deaths[sex, 0] + part * moving[sex, 0]
    if timing == "end":
        end = {cell: number + moving[cell] for cell, number in end.items()}
    return {cell: 0.0005 if number < 0 else number for cell, number in end.items()}, born, deaths


def by_age_at_death(deaths, rows):
    """Cohort deaths of a sex split at the birthday by the life table's separation factors."""
    found = [0.0] * (OLDEST + 1)
    found[0] = deaths[0]
    for age in range(1, OLDEST + 1):
        lived, alive = rows[age - 1]["nLx"], rows[age]["lx"]
        factor = (lived - alive) / (lived - rows[age]["nLx"] if age < OLDEST else lived)
        found[age - 1] += deaths[age] * factor
        found[age] += deaths[age] * (1 - factor)
    return found


def write(folder: Path, name: str, rows: list[dict]) -> None:
    """One table as an outside case has it."""
    folder.mkdir(parents=True, exist_ok=True)
    pd.DataFrame(rows).assign(note="as received").to_csv(
        folder / f"{name}.csv.gz", index=False, float_format="%.17g"
    )


def un_case(folder: Path, timing: str, years: int, scale: float, leaving: float) -> None:
    """A country of the engine: 1950 on, ``leaving`` persons out of each cell a year (some cells have fewer)."""
    people = {
        (sex, age): scale * max(0.0, 1 - age / 101) ** 1.5 * (1.02 if sex == "male" else 1.0)
        for sex in SEXES
        for age in range(OLDEST + 1)
    }
    write(
        folder,
        "in_pop_base",
        [{"year": FIRST, "sex": s, "age": a, "value": v} for (s, a), v in people.items()],
    )
    tables, births, stocks, at_death, moves, rates = [], [], [], [], [], []
    for year in range(FIRST, FIRST + years):
        rows = {sex: life_table(year, sex) for sex in SEXES}
        survival = {sex: [row["Sx"] for row in rows[sex]] for sex in SEXES}
        fertility = [
            0.25 * np.exp(-(((age - 27) / 6) ** 2)) if 12 <= age < 50 else 0.0 for age in range(OLDEST + 1)
        ]
        migrants = {
            (sex, age): -leaving * (1.5 if 18 <= age < 40 else 0.5) * (0.3 if sex == "female" else 1.0)
            for sex in SEXES
            for age in range(OLDEST + 1)
        }
        people, born, deaths = step(people, survival, fertility, 1.06, migrants, timing)
        tables += [{"year": year, "sex": sex, **row} for sex in SEXES for row in rows[sex]]
        rates += [{"year": year, "age": age, "value": value} for age, value in enumerate(fertility)]
        moves += [{"year": year, "sex": s, "age": a, "value": v} for (s, a), v in migrants.items()]
        births += [{"year_start": year, "age": age, "births_age": value} for age, value in born.items()]
        stocks += [
            {
                "year_start": year,
                "year_end": year + 1,
                "sex": s,
                "age": a,
                "pop_end": v,
                "deaths_cohort": deaths[s, a],
            }
            for (s, a), v in people.items()
        ]
        for sex in SEXES:
            split = by_age_at_death([deaths[sex, age] for age in range(OLDEST + 1)], rows[sex])
            at_death += [
                {"year": year, "sex": sex, "age": age, "value": value} for age, value in enumerate(split)
            ]
    # As France's: the sex ratio and the life tables go on after the other inputs end.
    tables += [
        {"year": FIRST + years, "sex": s, **row} for s in SEXES for row in life_table(FIRST + years, s)
    ]
    write(folder, "in_srb", [{"year": year, "value": 1.06} for year in range(FIRST, FIRST + years + 2)])
    parameter = (("mig_type", "counts"), ("mig_assumption", timing))
    write(
        folder,
        "in_mig_parameter",
        [{"indicator": k, "year": y, "value": v} for k, v in parameter for y in range(FIRST, FIRST + years)],
    )
    for name, made in (
        ("in_life_table", tables),
        ("in_asfr", rates),
        ("in_mig_net_count", moves),
        ("expected_peer_pop_deaths", stocks),
        ("expected_peer_births", births),
        ("expected_peer_period_age_deaths", at_death),
    ):
        write(folder, name, made)


@pytest.mark.parametrize("timing", ["end", "even"])
@pytest.mark.parametrize(("scale", "leaving"), [(80_000, 40.0), (300, 60.0)], ids=["large", "emptied"])
def test_a_country_of_the_engine_made_by_plain_loops(tmp_path, timing, scale, leaving):
    folder = tmp_path / "ccmppwpp_1x1" / "elsewhere"
    un_case(folder, timing, 8, scale, leaving)
    found = list(refcases.outcomes(tmp_path))
    assert len(found) == 5
    assert all(outcome.passed for outcome in found), "\n".join(map(str, found))
    assert found[1].compared == "population, 8 years"


def test_an_engine_case_with_the_least_tables(tmp_path):
    folder = tmp_path / "ccmppwpp_1x1" / "closed"
    un_case(folder, "end", 3, 9_000, 0.0)
    for name in (
        "in_mig_net_count",
        "in_mig_parameter",
        "expected_peer_births",
        "expected_peer_period_age_deaths",
    ):
        (folder / f"{name}.csv.gz").unlink()
    found = list(un_engine.run(folder))
    assert [outcome.passed for outcome in found] == [True, True, True]


def test_a_wrong_expectation_fails_and_a_broken_case_says_why(tmp_path):
    folder = tmp_path / "ccmppwpp_1x1" / "wrong"
    un_case(folder, "end", 2, 9_000, 1.0)
    frame = pd.read_csv(folder / "expected_peer_pop_deaths.csv.gz")
    frame.loc[frame["age"] == 40, "pop_end"] *= 1 + 1e-10
    frame.to_csv(folder / "expected_peer_pop_deaths.csv.gz", index=False, float_format="%.17g")
    (tmp_path / "ccmppwpp_1x1" / "broken").mkdir()
    write(
        tmp_path / "ccmppwpp_1x1" / "broken",
        "in_pop_base",
        [{"year": 1950, "sex": "male", "age": 0, "value": 1}],
    )
    found = {(outcome.case, outcome.compared): outcome for outcome in refcases.outcomes(tmp_path)}
    assert not found["ccmppwpp_1x1/wrong", "population, 2 years"].passed
    assert found["ccmppwpp_1x1/wrong", "deaths by cohort, 2 years"].passed
    broken = [outcome for (case, _), outcome in found.items() if case.endswith("broken")]
    assert len(broken) == 1
    assert "could not run" in broken[0].compared
    assert not broken[0].passed


def test_a_leslie_case_made_by_plain_loops(tmp_path):
    """popReconstruct: five-year steps, migrants a share of those at the start, births before the migrants of the end."""
    folder, ages, steps = tmp_path / "popreconstruct_5x5" / "elsewhere", 17, 9
    random = np.random.default_rng(4)
    survival = {sex: random.uniform(0.6, 0.999, (steps, ages + 1)) for sex in SEXES}
    moves = {sex: random.uniform(-0.05, 0.05, (steps, ages)) for sex in SEXES}
    rates = np.zeros((steps, ages))
    rates[:, 3:10] = random.uniform(0.02, 0.3, (steps, 7))
    ratio = random.uniform(1.02, 1.1, steps)
    people = {sex: random.uniform(5e5, 1e6, ages) for sex in SEXES}
    path = {sex: [people[sex]] for sex in SEXES}
    for at in range(steps):
        half = {sex: people[sex] * moves[sex][at] / 2 for sex in SEXES}
        exposed = {sex: people[sex] + half[sex] for sex in SEXES}
        aged = {sex: np.zeros(ages) for sex in SEXES}
        for sex in SEXES:
            for age in range(1, ages):
                aged[sex][age] = exposed[sex][age - 1] * survival[sex][at, age]
            aged[sex][-1] += exposed[sex][-1] * survival[sex][at, ages]
        born = sum(
            5 * rates[at, age] * (exposed["female"][age] + aged["female"][age]) / 2 for age in range(ages)
        )
        girls = born / (1 + ratio[at])
        for sex, babies in (("female", girls), ("male", born - girls)):
            aged[sex][0] = babies * survival[sex][at, 0]
            people[sex] = aged[sex] + half[sex]
            path[sex].append(people[sex])

    def table(name: str, values: np.ndarray) -> None:
        write(
            folder,
            name,
            [
                {"age_idx": age, "step": at, "value": values[at][age]}
                for at in range(len(values))
                for age in range(len(values[at]))
            ],
        )

    table("asfr", rates)
    write(folder, "srb", [{"step": at, "value": value} for at, value in enumerate(ratio)])
    for sex in SEXES:
        table(f"surv_{sex}", survival[sex])
        table(f"migprop_{sex}", moves[sex])
        table(f"pop0_{sex}", [path[sex][0]])
        table(f"expected_pop_{sex}", path[sex])
    (outcome,) = pop_reconstruct.run(folder)
    assert outcome.passed, outcome
