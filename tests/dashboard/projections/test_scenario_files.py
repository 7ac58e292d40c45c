"""What is kept and taken away of a scenario, and what is said of it afterwards: the same figures, or a sentence."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date

import jdatetime
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from dashboard import store as reads
from dashboard.analysis.projections import run, scenario_files
from dashboard.analysis.selection import SourceOrder
from dashboard.analysis.uncertainty import backtest, scenario_tracking, trajectories
from dashboard.projections import export_tables
from dashboard.projections.export_tables import Provenance, Source
from dashboard.projections.workbook import workbook
from dashboard.words import Words
from data.release_store import pointer
from data.scenario_register import SavedScenario
from forecasting.probabilistic.trajectories import joint_trajectories
from forecasting.scenarios import VARIANTS

PAPERS = Provenance(
    "Iran",
    "=cmd|'/c calc'!A1",
    (Source("sci", "Statistical Centre of Iran: census", "CC BY 3.0 IGO", "https://amar.example"),),
    "2 Azar 1405",
)


@pytest.fixture(scope="module")
def low(store):
    return run(reads.projection_start("IR", "IR"), VARIANTS["low"])


@pytest.fixture(scope="module")
def kept(low):
    return SavedScenario(
        "abcdefgh",
        1,
        scenario_files.inputs_of(low, "IR", "Low", "to try"),
        "Registrar",
        "2026-11-23T10:00:00+00:00",
    )


# ---- taken away


def test_every_cell_of_the_file_adds_up_to_the_run(low):
    cells = export_tables.cells(low)
    people = cells[cells["measure"] == "population"]
    assert people["value"].sum() == pytest.approx(low.population.sum())
    assert set(cells["status"]) == {"projected"} and set(cells["fingerprint"]) == {low.fingerprint}
    by_mother = cells[cells["measure"] == "births_by_age_of_mother"]["value"].sum()
    assert by_mother == pytest.approx(low.births.sum())
    # Balance, from the file alone: who was there, was born, died and moved are those who are there.
    total = people.groupby("year")["value"].sum()
    flows = cells[cells["measure"].isin(["births", "deaths", "net_migrants"])]
    flow = flows.pivot_table(index="year", columns="measure", values="value", aggfunc="sum")
    change = flow["births"] - flow["deaths"] + flow["net_migrants"]
    np.testing.assert_allclose(total.diff().iloc[1:], change, rtol=0, atol=1e-3)


def test_csv_and_parquet_hold_the_same_cells(low):
    text = pd.read_csv(io.BytesIO(export_tables.csv(low)))
    binary = pd.read_parquet(io.BytesIO(export_tables.parquet(low, PAPERS)))
    assert len(text) == len(binary) == len(export_tables.cells(low))
    np.testing.assert_allclose(text["value"], binary["value"], rtol=1e-12)


def test_the_workbook_has_its_charts_and_no_formula(low):
    book = load_workbook(io.BytesIO(workbook(low, PAPERS, Words("en"))))
    outlook = book["Outlook"]
    assert [len(sheet._charts) for sheet in book.worksheets] == [3, 2, 3, 0, 0]
    assert outlook.cell(2, 2).value == pytest.approx(low.population[0].sum())
    assert outlook.cell(2, 7).value is None  # births before the start: nothing, not zero
    scenario = next(row[1] for row in book["Sources"].iter_rows() if row[0].value == "Scenario")
    assert (scenario.value, scenario.data_type) == (PAPERS.scenario_name, "s")


@pytest.fixture(scope="module")
def bands(low):
    ready, spread = trajectories.central_path(low), trajectories.Spread()
    found = joint_trajectories(
        [trajectories.block(ready, trajectories.deviations_of(low, low, 7, at, spread)) for at in range(2)]
    )
    return export_tables.Bands(
        {key: trajectories.fan_frame(found, low, key) for key in trajectories.SERIES}, len(found), 7
    )


def test_bands_are_in_every_file_and_are_the_same(low, bands):
    fan = bands.frames["old"].set_index("year")
    text = pd.read_csv(io.BytesIO(export_tables.csv(low, bands)))
    rows = text[(text["measure"] == "percent_65_plus") & (text["quantile"] == 0.9)].set_index("year")
    np.testing.assert_allclose(rows["value"], fan["upper_80"])
    assert set(text.loc[text["measure"] == "population", "quantile"].isna()) == {True}
    binary = pd.read_parquet(io.BytesIO(export_tables.parquet(low, PAPERS, bands)))
    np.testing.assert_allclose(text["value"], binary["value"], rtol=1e-12)
    book = load_workbook(io.BytesIO(workbook(low, PAPERS, Words("en"), bands)))
    sheet = book["How sure"]
    assert len(sheet._charts) == 3
    heads = [cell.value for cell in sheet[1]]
    column = heads.index("65 and over, %: 80 of 100, upper end") + 1
    assert sheet.cell(len(fan) + 1, column).value == pytest.approx(fan["upper_80"].iloc[-1])
    births = heads.index("Births: as assumed") + 1
    assert sheet.cell(2, births).value is None  # no births before the start
    assert sheet.cell(3, births).value == pytest.approx(low.births[0].sum())
    assert json.loads(export_tables.metadata(low, PAPERS, bands))["bands"] == {
        "trajectories": 200,
        "seed": 7,
        "quantiles": [0.025, 0.1, 0.5, 0.9, 0.975],
    }
    assert "bands" not in json.loads(export_tables.metadata(low, PAPERS))


def test_a_persian_workbook_reads_from_right_to_left(low):
    book = load_workbook(io.BytesIO(workbook(low, PAPERS, Words("fa"))))
    assert all(sheet.sheet_view.rightToLeft for sheet in book.worksheets)


def test_the_papers_say_what_the_figures_are(low):
    said = json.loads(export_tables.metadata(low, PAPERS))
    assert said["status"] == "projected" and said["release"] == low.release
    assert said["fingerprint"] == low.fingerprint and said["scenario"]["fertility"] == "low"
    assert said["licence"] == ["CC BY 3.0 IGO"] and said["sources"][0]["url"] == "https://amar.example"
    carried = pq.read_schema(io.BytesIO(export_tables.parquet(low, PAPERS))).metadata[b"rasad"]
    assert json.loads(carried) == said


# ---- kept


def test_a_file_comes_back_as_it_went(kept):
    assert scenario_files.from_file(scenario_files.to_file(kept)) == kept.inputs


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda text: text[: len(text) // 2], "not JSON"),
        (lambda _: "[]", "not a scenario exported here"),
        (
            lambda text: text.replace('"fertility": "low"', '"fertility": "high"'),
            "edited after it was exported",
        ),
        (lambda text: text.replace('"fertility": "low"', '"fertility": "none"'), "edited by hand"),
        (lambda text: text.replace('"reached_in": 25', '"reached_in": -25'), "edited by hand"),
        (lambda _: "x" * 1_000_001, "far larger"),
    ],
)
def test_a_spoilt_file_is_a_sentence(kept, spoil, sentence):
    with pytest.raises(scenario_files.BrokenFile, match=sentence):
        scenario_files.from_file(spoil(scenario_files.to_file(kept).decode()).encode())


def test_a_release_is_named_by_when_it_was_made():
    assert pointer.made_at("20261123T101500123456Z").isoformat() == "2026-11-23T10:15:00+00:00"
    assert pointer.made_at("population-20261123T101500123456Z.duckdb") == pointer.made_at(
        "20261123T101500123456Z"
    )
    assert pointer.made_at("by hand") is None


def test_the_same_release_gives_no_difference_and_another_start_gives_its_own(kept, low):
    assert scenario_files.differences(kept, low) == []
    fewer = replace(low, population=low.population * 0.9)
    told = {one.figure: one for one in scenario_files.differences(kept, fewer)}
    assert set(told) == {scenario_files.PEOPLE}  # a share of everybody stays the share
    assert told[scenario_files.PEOPLE].share == pytest.approx(-0.1)


# ---- which scenario are we in


SOLAR = "solar_hijri"
BASE = date(2023, 9, 23)  # 1 Mehr 1402


def counted(rows, **said):
    """figures as the store gives them: (first day, days, events)"""
    frame = pd.DataFrame(rows, columns=["period_start", "period_days", "value"])
    return frame.assign(
        provisional=0, status="published", basis="absent", place="absent", source="office", **said
    )


def solar_months(year, values):
    firsts = [jdatetime.date(year, month, 1).togregorian() for month in range(1, 13)]
    ends = [*firsts[1:], jdatetime.date(year + 1, 1, 1).togregorian()]
    return [
        (first, (end - first).days, value) for first, end, value in zip(firsts, ends, values, strict=False)
    ]


def test_a_registered_year_expects_half_of_one_interval_and_half_of_the_next(low):
    """1 Mehr 1402 begins the first interval, so 1403 has 186 of its days and 180 of the second, in which the leap day is."""
    births = low.births.sum(-1)
    hoped = scenario_tracking.expected_events(low, "births", date(2024, 3, 20), 366, SOLAR)
    assert low.years[0] == 1402 and scenario_tracking.stands(1402, SOLAR) == BASE
    assert hoped == pytest.approx(births[0] * 186 / 365 + births[1] * 180 / 366, rel=1e-12)
    # Every day of two intervals: both whole.
    two = (scenario_tracking.stands(1404, SOLAR) - BASE).days
    assert scenario_tracking.expected_events(low, "births", BASE, two, SOLAR) == pytest.approx(
        births[:2].sum(), rel=1e-12
    )
    assert np.isnan(scenario_tracking.expected_events(low, "births", date(2023, 3, 21), 365, SOLAR))


def test_what_was_expected_exactly_is_within_chance(low):
    starts = [(date(2024, 3, 20), 366), (date(2025, 3, 21), 365)]
    hoped = [
        (start, days, scenario_tracking.expected_events(low, "births", start, days, SOLAR))
        for start, days in starts
    ]
    rows = scenario_tracking.comparison(low, scenario_tracking.periods(counted(hoped), BASE), "births", SOLAR)
    assert rows["gap"].abs().max() == pytest.approx(0, abs=1e-6)
    assert rows["high"].iloc[1] == pytest.approx(1.96 * np.sqrt(sum(value for *_, value in hoped)), rel=1e-3)


def test_years_before_the_base_and_after_a_hole_are_not_counted():
    figures = counted(
        [(date(2023, 3, 21), 365, 1e6), (date(2024, 3, 20), 366, 2e6), (date(2026, 3, 21), 365, 3e6)]
    )
    assert scenario_tracking.periods(figures, BASE)["value"].tolist() == [2e6]


def test_months_are_taken_where_they_reach_as_far_as_years():
    months = solar_months(1403, [80_000.0] * 12)
    both = counted([*months, (date(2024, 3, 20), 366, 960_000.0)])
    assert len(scenario_tracking.periods(both, BASE)) == 12
    later = counted([*months[:5], (date(2024, 3, 20), 366, 960_000.0)])
    assert scenario_tracking.periods(later, BASE)["days"].tolist() == [366]


def test_a_month_expects_its_usual_part_of_the_year(low):
    """Twice as many births in the first half-years of the past: the same is expected now, and a whole year is a year."""
    known = counted(solar_months(1401, [2000.0 * 31] * 6 + [1000.0 * 30] * 5 + [1000.0 * 29]))
    season = scenario_tracking.seasons(known, BASE, SOLAR)
    assert season[1] / season[12] == pytest.approx(2.0)
    months = scenario_tracking.periods(counted(solar_months(1403, [1.0] * 12)), BASE)
    with_seasons, without = (
        scenario_tracking.comparison(low, months, "births", SOLAR, given)["expected"]
        for given in (season, None)
    )
    assert with_seasons.iloc[0] / without.iloc[0] == pytest.approx(season[1])
    assert with_seasons.iloc[-1] == pytest.approx(without.iloc[-1], rel=0.01)
    assert scenario_tracking.seasons(counted(solar_months(1401, [1.0] * 11)), BASE, SOLAR) == {}


def test_one_way_of_counting_is_followed_not_two_mixed():
    by_place = counted([(date(2024, 3, 20), 366, 90.0)]).assign(basis="occurrence", place="residence")
    written = counted([(date(2024, 3, 20), 366, 100.0)]).assign(basis="registration", place="registration")
    longer = counted([(date(2025, 3, 21), 365, 110.0)]).assign(basis="registration", place="registration")
    both = pd.concat([by_place, written], ignore_index=True)
    assert scenario_tracking.one_register(both, BASE)["value"].tolist() == [90.0]
    assert sorted(scenario_tracking.one_register(pd.concat([both, longer]), BASE)["value"]) == [100.0, 110.0]
    twice = counted([(date(2024, 3, 20), 366, 5.0), (date(2024, 3, 20), 366, 6.0)])
    twice["status"] = ["published", "estimated"]
    twice["source"] = ["register", "a_model"]
    assert scenario_tracking.one_figure_each(twice, SourceOrder())["value"].tolist() == [5.0]


def test_the_nearest_scenario_comes_first(low, store):
    high = run(reads.projection_start("IR", "IR"), VARIANTS["high"])
    start, days = date(2024, 3, 20), 366
    hoped = scenario_tracking.expected_events(high, "births", start, days, SOLAR)
    known = scenario_tracking.periods(counted([(start, days, hoped)]), BASE)
    found = scenario_tracking.verdicts([("low", low), ("high", high)], known, "births", SOLAR)
    assert [one.name for one in found] == ["high", "low"]
    assert found[0].explained and not found[1].explained and found[1].gap > 0
    assert found[0].ends == date(2025, 3, 20)


# ---- how wrong


def test_the_card_of_a_straight_line_is_won_by_the_line():
    years = list(range(1990, 2021))
    rows = [(f"A{n}", year, 5.0 - 0.1 * (year - 1990) + n / 10) for n in range(8) for year in years]
    card = backtest.card_of(pd.DataFrame(rows, columns=["area", "year", "value"]), "A3", "share")
    for ago, lines in backtest.launches(card):
        by_method = {line.method: line for line in lines}
        assert by_method["linear"].error == pytest.approx(0, abs=1e-9)
        assert by_method["last value"].error == pytest.approx(0.1 * ago)
        assert by_method["last value"].direction == "too high"
        assert lines[0].method == backtest.OURS
        assert backtest.closer(lines) >= 1
    assert [ago for ago, _ in backtest.launches(card)] == [5, 10, 15]


def test_a_short_series_says_so_and_an_unknown_area_has_no_card():
    short = pd.DataFrame({"area": "A", "year": [2018, 2019, 2020], "value": [2.0, 1.9, 1.8]})
    assert backtest.silent(backtest.card_of(short, "A", "tfr")) == [5, 10, 15]
    assert backtest.card_of(short, "B", "tfr") is None
