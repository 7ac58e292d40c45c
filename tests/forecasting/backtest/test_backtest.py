"""The back-test command on files made here: tables in a world one knows, and bad files answered in a sentence."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.parquet as parquet
import pytest

from forecasting.backtest.__main__ import main, possible_origins
from forecasting.backtest.reading import read_history, read_vintages
from forecasting.backtest.scores import scores
from forecasting.backtest.vintages import _mean_over
from forecasting.probabilistic.rolling_origins import OURS
from tests.forecasting.probabilistic.worlds import declines, panel

ROOT = Path(__file__).parents[3]


def write(folder, frame, name="history.parquet"):
    path = folder / name
    table = pa.table(frame)
    if name.endswith(".parquet"):
        parquet.write_table(table, path)
    else:
        csv.write_csv(table, path)
    return path


def rows_of(made, column, key="country_code"):
    areas, years = len(made.areas), len(made.years)
    return {
        key: np.repeat(np.arange(areas) + 1, years),
        "year": np.tile(made.years, areas),
        column: made.values.ravel(),
    }


@pytest.mark.parametrize("name", ["history.parquet", "history.csv"])
def test_the_command_prints_every_column_of_the_table(tmp_path, capsys, name):
    path = write(tmp_path, rows_of(declines(areas=8), "tfr"), name)
    assert main(["--history", str(path), "--origins", "1990,2000"]) == 0
    printed = capsys.readouterr().out
    for word in (
        "method",
        "horizon",
        "MAE",
        "median",
        "bias",
        "80%",
        "95%",
        OURS,
        "damped Holt",
        "ARIMA",
        "drift",
    ):
        assert word in printed
    assert "as it is known now" in printed


def test_the_command_says_where_an_aim_is_not_reached(tmp_path, capsys):
    """A random walk has no trend to find: damped Holt or ours is nearer by chance, and each place is named."""
    made = panel(60 + np.cumsum(np.random.default_rng(4).normal(size=(12, 60)), axis=1), "e0")
    assert main(["--history", str(write(tmp_path, rows_of(made, "e0")))]) == 0
    tables, _, aims = capsys.readouterr().out.partition("Aims, and where they are not reached")
    worse = [line.split()[1] for line in tables.splitlines() if "WORSE" in line]
    outside = [line.split()[1] for line in tables.splitlines() if "OUTSIDE" in line]
    assert worse and outside
    holt, held = (part for part in aims.splitlines() if "reached" in part.lower() and ":" in part)
    launched = sum(line.startswith("e0") and "80%:" in line for line in tables.splitlines())
    assert holt.startswith("NOT REACHED") and holt.endswith(f"{launched - len(worse)} of {launched}")
    assert held.startswith("NOT REACHED") and held.endswith(f"{launched - len(outside)} of {launched}")
    assert all(f"e0 {origin} (" in aims for origin in (*worse, *outside))


def test_any_other_series_runs_and_its_gaps_are_said(tmp_path, capsys):
    made = declines(areas=8)
    frame = rows_of(made, "births_per_woman_of_35", key="area")
    frame["births_per_woman_of_35"][5:9] = np.nan
    assert main(["--history", str(write(tmp_path, frame)), "--origins", "1990"]) == 0
    assert "filled by a straight line" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        ({"place": [1], "year": [2000], "tfr": [2.0]}, "needs a column country_code or area"),
        ({"area": ["a"], "tfr": [2.0]}, "has no column year"),
        ({"area": ["a"], "year": [2000], "note": ["x"]}, "no column of figures"),
        ({"area": ["a", "a"], "year": [2000, 2000], "tfr": [2.0, 2.1]}, "come twice"),
    ],
)
def test_a_bad_file_is_answered_in_a_sentence(tmp_path, capsys, frame, words):
    assert main(["--history", str(write(tmp_path, frame))]) == 2
    assert words in capsys.readouterr().err


def test_no_file_and_odd_origins_are_answered_in_a_sentence(tmp_path, capsys):
    assert main(["--history", str(tmp_path / "none.parquet")]) == 2
    assert "there is no file" in capsys.readouterr().err
    path = write(tmp_path, rows_of(declines(areas=4), "tfr"))
    assert main(["--history", str(path), "--origins", "ninety"]) == 2
    assert "years with commas between" in capsys.readouterr().err


def test_a_series_too_short_is_left_out_in_a_sentence(tmp_path, capsys):
    path = write(tmp_path, {"area": ["a"] * 3, "year": [2000, 2001, 2002], "tfr": [2.0, 2.1, 2.2]})
    assert main(["--history", str(path)]) == 2
    assert "is left out" in capsys.readouterr().out


def test_it_runs_as_a_module(tmp_path):
    path = write(tmp_path, rows_of(declines(areas=4, years=30), "tfr"))
    command = [sys.executable, "-m", "forecasting.backtest", "--history", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Ours beside damped Holt" in done.stdout


def test_origins_step_back_by_five_from_five_years_ago():
    assert possible_origins(declines(years=60), 2009) == (1974, 1979, 1984, 1989, 1994, 1999, 2004)


def test_a_straight_world_is_not_missed():
    line = panel(np.arange(60.0) * 0.1 + np.array([[1.0], [2.0], [3.0]]))
    found, _ = scores(line, (1990,), (5,))
    drift = next(score for score in found if score.method == "drift" and score.horizon == 5)
    assert drift.mean_absolute == pytest.approx(0, abs=1e-9) and drift.coverage_80 == 1.0


def test_bias_is_forecast_less_actual():
    rising = panel(np.arange(40.0) + np.zeros((6, 1)))
    found, _ = scores(rising, (1980,), (3,))
    still = next(score for score in found if score.method == "last value" and score.horizon == 3)
    assert still.bias == -3.0 and still.mean_absolute == 3.0


def test_a_period_runs_from_the_middle_of_a_year_to_the_middle_of_another():
    years, values = tuple(range(2009, 2016)), np.array([[9.0, 10, 11, 12, 13, 14, 15]])
    assert _mean_over(years, values, "2010-2015") == pytest.approx(12.5)
    assert _mean_over(years, values, "2012") == pytest.approx(11.5)
    assert _mean_over(years, values, "2015-2020") is None


def test_published_forecasts_stand_beside_ours(tmp_path, capsys):
    made = declines(areas=10, years=70)
    code = np.arange(10) + 1
    truth = _mean_over(made.years, made.values, "2010-2015")
    vintages = {
        "series": ["tfr"] * 20,
        "vintage": [2008] * 20,
        "country_code": np.tile(code, 2),
        "period": ["2010-2015"] * 20,
        "h": [1] * 20,
        "method": ["UN medium (expert)"] * 10 + ["last value"] * 10,
        "forecast": np.concatenate([truth + 0.5, truth + 0.1]),
        "actual": np.tile(truth, 2),
        "80l": [None] * 20,
        "80u": [None] * 20,
        "95l": [None] * 20,
        "95u": [None] * 20,
    }
    history = write(tmp_path, rows_of(made, "tfr"))
    beside = write(tmp_path, vintages, "vintages.parquet")
    assert len(read_vintages(beside)) == 20
    assert main(["--history", str(history), "--vintages", str(beside), "--origins", "2000"]) == 0
    line = next(
        row for row in capsys.readouterr().out.splitlines() if row.startswith("tfr") and "2010-2015" in row
    )
    assert line.split()[3:5] == ["10", "0.5"] and float(line.split()[5]) < 0.5


def test_every_measure_of_a_file_is_a_panel(tmp_path):
    frame = rows_of(declines(areas=3), "tfr") | {"e0": np.full(180, 70.0), "remark": ["x"] * 180}
    assert [made.series for made in read_history(write(tmp_path, frame))] == ["tfr", "e0"]
