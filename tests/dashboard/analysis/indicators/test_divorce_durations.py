"""Divorces by duration of marriage: a hand count of what is published, and rates that are known in the head."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from dashboard.analysis.indicators import MeasureContext, divorce_durations
from data.engine import open_engine
from data.release_store.pointer import current_file
from tests.data.seed_rows import where


@pytest.fixture(scope="module")
def known(store):
    engine = open_engine(current_file(store))
    with engine.connect() as reader:
        yield MeasureContext(reader, "IR")
    engine.dispose()


def test_the_mean_of_1394_is_counted_by_hand(known):
    rows = where("IR", "events", source="nocr_divorces_1394")
    events = {int(row["duration_lower"]): float(row["value"]) for row in rows}
    assert sum(events.values()) == 163_765 and max(events) == 29
    by_hand = sum((years + 0.5) * count for years, count in events.items()) / sum(events.values())
    [found] = divorce_durations.mean_of_divorces(known, "").to_dict("records")
    assert (found["area"], found["year"], found["status"]) == ("IR", 1394, "derived")
    assert found["value"] == pytest.approx(by_hand) == pytest.approx(8.09, abs=0.005)


def test_without_the_marriages_of_25_years_there_is_no_total_divorce_rate(known):
    assert divorce_durations.total_divorce_rate(known, "").empty


@pytest.fixture()
def steady(monkeypatch):
    """A country of 1,000 marriages a year, of which 10 a year end in each of their first 30 years"""
    rows = pd.DataFrame(
        {
            "area": "IR",
            "year": 1400,
            "period_days": 365,
            "source": "office",
            "provisional": 0,
            "duration_lower": range(31),
            "duration_width": [1] * 30 + [0],
            "events": [10.0] * 30 + [77.0],
        }
    )
    weddings = pd.DataFrame(
        {"area": "IR", "year": range(1371, 1401), "value": 1000.0, "source": "office", "status": "published"}
    )
    monkeypatch.setattr(divorce_durations, "by_duration", lambda known: rows)
    monkeypatch.setattr(divorce_durations, "event_counts", lambda event: lambda known, key: weddings)
    return SimpleNamespace(rows=rows, weddings=weddings)


def test_ten_in_a_thousand_for_thirty_years_are_thirty_in_a_hundred(steady):
    [found] = divorce_durations.total_divorce_rate(MeasureContext(None, "IR"), "").to_dict("records")
    assert found["value"] == pytest.approx(30.0), "the open group is left out"
    [found] = divorce_durations.mean_at_divorce(MeasureContext(None, "IR"), "").to_dict("records")
    assert found["value"] == pytest.approx(15.0)


def test_a_marriage_cohort_that_is_missing_ends_the_rates(steady, monkeypatch):
    fewer = steady.weddings[steady.weddings["year"] != 1380]
    monkeypatch.setattr(divorce_durations, "event_counts", lambda event: lambda known, key: fewer)
    assert divorce_durations.total_divorce_rate(MeasureContext(None, "IR"), "").empty


def test_a_gap_in_the_durations_is_no_distribution(steady):
    broken = steady.rows.drop(index=3)
    assert list(divorce_durations.complete(broken)) == []
