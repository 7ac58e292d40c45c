"""Mortality begins where the register and the published figures are: identities and figures that can be done in the head."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis.indicators import MeasureContext
from dashboard.analysis.indicators.area_table import AreaTable
from dashboard.analysis.projections import jump_off, run, series
from dashboard.analysis.projections.national_mortality import (
    NO_LEVEL,
    at_level,
    deaths_of,
    mortality_level,
    national_level,
)
from dashboard.analysis.projections.province_mortality import LifeExpectancyGap, gaps
from dashboard.analysis.projections.start_inputs import read_start_inputs
from dashboard.analysis.release_indicators import life_table_rows
from dashboard.projections.views.mortality_text import mortality_start
from dashboard.words import Words
from data import indicator_queries
from data.engine import open_engine
from data.release_store.pointer import current_file
from forecasting.axes import SEXES, AgeGroups
from forecasting.indicators.shrinkage import normal_shrinkage
from forecasting.life_table import life_table
from forecasting.scenarios import Scenario

AGES = AgeGroups.single(100)
RATES = np.stack([3e-5, 6e-5])[:, np.newaxis] * np.exp(0.09 * np.arange(101.0))
PEOPLE = np.tile(np.where(np.arange(101) < 90, 1000.0, 10.0), (2, 1))
BIRTHS = (1000.0, 1050.0)
COLUMNS = ["area", "year", "sex", "value", "source"]


def deaths(value: float) -> pd.DataFrame:
    return pd.DataFrame([("XX", 2020, value, "register")], columns=["area", "year", "value", "source"])


def table(area: str, kind: str, year: int, factor: float, width: float | None = None) -> AreaTable:
    own = life_table(RATES * factor, AGES)
    e0 = own.e[..., 0]
    low, high = (None, None) if width is None else (e0 - width / 2, e0 + width / 2)
    return AreaTable(area, year, kind, SEXES, own, "census", low, high)


def test_the_level_gives_the_registered_deaths_back_and_keeps_the_pace():
    expected = deaths_of(PEOPLE, BIRTHS, RATES, AGES)
    level = mortality_level(deaths(1.1 * expected), PEOPLE, BIRTHS, RATES, AGES)
    path = np.stack([RATES, 0.9 * RATES])
    moved = at_level(path, level, AGES)
    assert deaths_of(PEOPLE, BIRTHS, moved[0], AGES) == pytest.approx(1.1 * expected, rel=1e-6)
    before, after = (life_table(each, AGES).e[..., 0] for each in (path, moved))
    np.testing.assert_allclose(before - after, level.years, atol=1e-6)


@pytest.mark.parametrize("ratio", [0.0, 0.8, 1.0, 1.3, 10.0])
def test_fewer_deaths_may_be_a_register_that_misses_some_and_many_more_are_no_level(ratio):
    expected = deaths_of(PEOPLE, BIRTHS, RATES, AGES)
    assert mortality_level(deaths(ratio * expected), PEOPLE, BIRTHS, RATES, AGES) == NO_LEVEL
    assert mortality_level(deaths(0.0).iloc[:0], PEOPLE, BIRTHS, RATES, AGES) == NO_LEVEL


def test_the_published_gap_counts_first_then_the_own_table_then_the_related_one():
    published = pd.DataFrame(
        [("XX", 2018, "both", 74.0, "office"), ("XX-A", 2018, "both", 70.0, "office")], columns=COLUMNS
    )
    tables = [table("XX", "register", 2019, 1.0), table("XX", "register", 2030, 1.0)]
    tables += [table(area, "register", 2019, 1.2) for area in ("XX-A", "XX-B")]
    tables += [table(area, "related", 2015, 1.5) for area in ("XX-A", "XX-B", "XX-C")]
    found = gaps("XX", published, tables, lambda _year: life_table(RATES, AGES).e[..., 0])
    assert {area: (gap.kind, gap.year) for area, gap in found.items()} == {
        "XX-A": ("published", 2018),
        "XX-B": ("register", 2019),
        "XX-C": ("related", 2015),
    }
    assert found["XX-A"].female == found["XX-A"].male == -4.0
    assert found["XX-C"].female < found["XX-B"].female < 0
    later = gaps("XX", published, [*tables, table("XX-A", "register", 2030, 1.2)], lambda _year: np.zeros(2))
    assert (later["XX-A"].kind, later["XX-A"].year) == (
        "register",
        2030,
    )  # twelve years later: the later word


def test_tables_of_much_chance_are_drawn_to_the_mean_and_none_crosses_it():
    own, error = np.array([-6.0, 0.0, 1.0, 5.0]), np.array([0.1, 0.1, 0.1, 4.0])
    drawn = normal_shrinkage(own, error)
    assert abs(drawn[0] - own[0]) < 0.01 and 0 < drawn[3] < 3
    np.testing.assert_allclose(normal_shrinkage(own, np.full(4, 100.0)), own.mean())  # nothing but chance
    spread = []
    for width in (9.0, 0.01):
        tables = [table(f"XX-{factor}", "register", 2019, factor, width) for factor in (0.9, 1.0, 1.1)]
        found = gaps("XX", pd.DataFrame(columns=COLUMNS), tables, lambda _year: np.full(2, 75.0))
        spread.append(np.ptp([gap.male for gap in found.values()]))
    assert spread[0] < 0.1 * spread[1]


def test_a_gap_fades_by_a_twentieth_in_five_years():
    path = LifeExpectancyGap(-4.0, -2.0).path(11)
    np.testing.assert_allclose(path[[0, 5, 10], 0], [-4, -3.8, -3.61])
    np.testing.assert_allclose(path[:, 1], path[:, 0] / 2)


@pytest.fixture(scope="module")
def inputs(store):
    engine = open_engine(current_file(store))
    with engine.connect() as reader:
        kept = life_table_rows.tables(indicator_queries.life_tables(reader, "IR"))
        yield read_start_inputs(MeasureContext(reader, "IR"), kept)
    engine.dispose()


def test_iran_starts_at_its_registered_deaths_and_sistan_at_its_published_gap(inputs):
    """Deaths registered in 1402: 442,142 (National Organization for Civil Registration); life expectancy of Sistan and
    Baluchestan 67.45 in 1395, of Iran 74 (Statistical Centre of Iran)"""
    begins = jump_off.starts(inputs)
    nation, sistan = begins["IR"], begins["IR11"]
    own = inputs.deaths[inputs.deaths["area"] == "IR"]
    registered = own.set_index("year")["value"]
    projected = series.deaths(run(nation, Scenario(horizon=nation.years[0] + 4)))
    assert projected[0] == pytest.approx(registered[1402], rel=0.003)
    assert projected[1:3] == pytest.approx([registered[1403], registered[1404]], rel=0.03)
    assert sistan.gap.kind == "published" and sistan.gap.female == pytest.approx(67.45 - 74, abs=0.06)
    np.testing.assert_allclose(life_table(sistan.death_rates, AGES).e[..., 0], sistan.e0, atol=1e-6)
    provinces = [begin for area, begin in begins.items() if area != "IR"]
    first = [series.deaths(run(begin, Scenario(horizon=begin.years[0] + 1)))[0] for begin in provinces]
    assert sum(first) == pytest.approx(projected[0], rel=0.01)


def test_a_year_that_the_country_calls_exceptional_is_no_level(inputs):
    """1399 begins in 2020, which Iran's folder calls exceptional; 1398 does not"""
    more = 1.1 * deaths_of(PEOPLE, (0.0, 0.0), RATES, AGES)
    told = replace(inputs, deaths=inputs.deaths.assign(value=more))
    childbearing = (np.zeros(len(AGES)), 1.05)
    levels = [national_level(told, PEOPLE, year, RATES, childbearing, AGES) for year in (1398, 1399)]
    assert levels[0].years > 0 and levels[1] == NO_LEVEL


def test_where_mortality_starts_is_said(inputs):
    begins = jump_off.starts(inputs, "IR11")
    text = mortality_start(begins["IR11"], "solar_hijri", Words("en"))
    assert "shorter than the nation’s, by the life expectancy published for 1395" in text
    assert "442,142" in text


def test_the_published_path_stays_where_it_was_published(inputs):
    """What is drawn as the publication's path is the life expectancy of its own death rates; the start is below it"""
    nation = jump_off.starts(inputs, "IR")["IR"]
    rates = jump_off.death_rate_path(inputs, nation.years[:3])
    np.testing.assert_allclose(nation.path_e0[:2], life_table(rates, AGES).e[..., 0], atol=1e-6)
    np.testing.assert_allclose(nation.path_e0 - nation.e0, nation.level.years)
    assert nation.level.source not in nation.mortality.split()
