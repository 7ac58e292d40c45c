"""What is kept and taken away of a scenario, and what is said of it afterwards: the same figures, or a sentence."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

from dashboard import store as reads
from dashboard.laboratory import export, keep, run, tracker, wrong
from dashboard.laboratory.export import Papers
from dashboard.words import Words
from data.scenario_register import Kept
from forecasting.scenarios import VARIANTS

PAPERS = Papers("Iran", "=cmd|'/c calc'!A1", ("Statistical Centre of Iran: census",), "2 Azar 1405")


@pytest.fixture(scope="module")
def low(store):
    return run(reads.projection_start("IR", "IR"), VARIANTS["low"])


@pytest.fixture(scope="module")
def kept(low):
    return Kept(
        "abcdefgh", 1, keep.inputs_of(low, "IR", "Low", "to try"), "Registrar", "2026-11-23T10:00:00+00:00"
    )


# ---- taken away


def test_every_cell_of_the_file_adds_up_to_the_run(low):
    cells = export.cells(low)
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
    text = pd.read_csv(io.BytesIO(export.csv(low)))
    binary = pd.read_parquet(io.BytesIO(export.parquet(low)))
    assert len(text) == len(binary) == len(export.cells(low))
    np.testing.assert_allclose(text["value"], binary["value"], rtol=1e-12)


def test_the_workbook_has_its_charts_and_no_formula(low):
    book = load_workbook(io.BytesIO(export.workbook(low, PAPERS, Words("en"))))
    outlook = book["Outlook"]
    assert [len(sheet._charts) for sheet in book.worksheets] == [3, 2, 3, 0, 0]
    assert outlook.cell(2, 2).value == pytest.approx(low.population[0].sum())
    assert outlook.cell(2, 7).value is None  # births before the start: nothing, not zero
    scenario = next(row[1] for row in book["Sources"].iter_rows() if row[0].value == "Scenario")
    assert (scenario.value, scenario.data_type) == (PAPERS.scenario_name, "s")


def test_a_persian_workbook_reads_from_right_to_left(low):
    book = load_workbook(io.BytesIO(export.workbook(low, PAPERS, Words("fa"))))
    assert all(sheet.sheet_view.rightToLeft for sheet in book.worksheets)


def test_the_papers_say_what_the_figures_are(low):
    said = json.loads(export.metadata(low, PAPERS))
    assert said["status"] == "projected" and said["release"] == low.release
    assert said["fingerprint"] == low.fingerprint and said["scenario"]["fertility"] == "low"


# ---- kept


def test_a_file_comes_back_as_it_went(kept):
    assert keep.from_file(keep.to_file(kept)) == kept.what


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
    with pytest.raises(keep.BrokenFile, match=sentence):
        keep.from_file(spoil(keep.to_file(kept).decode()).encode())


def test_the_same_release_gives_no_difference_and_another_start_gives_its_own(kept, low):
    assert keep.differences(kept, low) == []
    fewer = replace(low, population=low.population * 0.9)
    told = {one.figure: one for one in keep.differences(kept, fewer)}
    assert set(told) == {keep.PEOPLE}  # a share of everybody stays the share
    assert told[keep.PEOPLE].share == pytest.approx(-0.1)


# ---- which scenario are we in


def registered(years, values):
    return pd.DataFrame({"year": years, "value": values, "provisional": False})


def test_what_was_expected_exactly_is_within_chance(low):
    hoped = tracker.expected(low, "births").iloc[:3]
    rows = tracker.beside(low, registered(hoped.index, hoped.to_numpy()), "births")
    assert rows["gap"].abs().max() == pytest.approx(0, abs=1e-6)
    assert rows["high"].iloc[0] == pytest.approx(1.96 * np.sqrt(hoped.iloc[0]), rel=1e-3)


def test_a_hole_ends_the_comparison(low):
    years = list(low.years[1:4])
    rows = tracker.beside(low, registered([years[0], years[2]], [1e6, 1e6]), "births")
    assert rows["year"].tolist() == [years[0]]


def test_the_nearest_scenario_comes_first(low, store):
    high = run(reads.projection_start("IR", "IR"), VARIANTS["high"])
    hoped = tracker.expected(high, "births").iloc[:2]
    found = tracker.verdicts(
        [("low", low), ("high", high)], registered(hoped.index, hoped.to_numpy()), "births"
    )
    assert [one.name for one in found] == ["high", "low"]
    assert found[0].explained and not found[1].explained and found[1].gap > 0


# ---- how wrong


def test_the_card_of_a_straight_line_is_won_by_the_line():
    years = list(range(1990, 2021))
    rows = [(f"A{n}", year, 5.0 - 0.1 * (year - 1990) + n / 10) for n in range(8) for year in years]
    card = wrong.card_of(pd.DataFrame(rows, columns=["area", "year", "value"]), "A3", "share")
    for ago, lines in wrong.launches(card):
        by_method = {line.method: line for line in lines}
        assert by_method["linear"].missed == pytest.approx(0, abs=1e-9)
        assert by_method["last value"].missed == pytest.approx(0.1 * ago)
        assert by_method["last value"].direction == "too high"
        assert lines[0].method == wrong.OURS
        assert wrong.closer(lines) >= 1
    assert [ago for ago, _ in wrong.launches(card)] == [5, 10, 15]


def test_a_short_series_says_so_and_an_unknown_area_has_no_card():
    short = pd.DataFrame({"area": "A", "year": [2018, 2019, 2020], "value": [2.0, 1.9, 1.8]})
    assert wrong.silent(wrong.card_of(short, "A", "tfr")) == [5, 10, 15]
    assert wrong.card_of(short, "B", "tfr") is None
