"""What is kept of a release is made once, for one release and one audience, and by one thread."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from threading import Event

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import create_engine

from dashboard import release_cache
from dashboard.analysis.value_cache import ValueCache
from dashboard.release_cache import Scope, cached


@pytest.fixture()
def read(monkeypatch):
    """Say which release and audience a run of a page has."""

    def of(stamp: str, audience: str = release_cache.PUBLIC) -> None:
        monkeypatch.setattr(release_cache, "scope", lambda: Scope("here", stamp, audience))

    of("first")
    return of


@pytest.fixture()
def number():
    """A value that says how often it was made."""
    counter = count(1)
    return lambda: next(counter)


def test_a_value_is_made_once_for_each_key(read, number):
    assert [cached(("made once", area))(number) for area in ("IR01", "IR01", "IR02", "IR01")] == [1, 1, 2, 1]


def test_another_release_or_another_audience_has_its_own(read, number):
    first = cached(("own",))(number)
    read("second")
    assert cached(("own",))(number) == first + 1
    read("second", "ministry")
    assert cached(("own",))(number) == first + 2
    read("first")
    assert cached(("own",))(number) == first


@pytest.fixture()
def connections(read, monkeypatch):
    """Reads that need no database."""
    monkeypatch.setattr(release_cache, "_engine", lambda _scope: create_engine("sqlite://"))


def test_a_frame_of_the_cache_is_not_written_to_by_who_reads_it(connections):
    def rows(_connection, _country):
        return pd.DataFrame({"area": ["IR01", "IR02"], "value": [1.0, 2.0]})

    answer = release_cache.cached_read(rows)
    mine = answer("IR")
    mine.loc[0, "value"] = 99.0
    mine["rank"] = [1, 2]
    mine.drop(columns="area", inplace=True)  # noqa: PD002
    with pytest.raises(ValueError, match="read-only"):
        answer("IR")["value"].to_numpy()[0] = 99.0
    pd.testing.assert_frame_equal(answer("IR"), rows(None, "IR"))


def test_arrays_of_the_cache_refuse_to_be_written_to_however_deep_they_lie(connections):
    @dataclass(frozen=True)
    class Start:
        population: np.ndarray

    answer = release_cache.cached_read(lambda _connection: {"IR": [Start(np.ones(3))], "years": (1400,)})
    assert answer() is answer()
    with pytest.raises(ValueError, match="read-only"):
        answer()["IR"][0].population[0] = 2


def test_what_fails_is_made_again_by_the_next_who_asks():
    values = ValueCache()
    with pytest.raises(ZeroDivisionError):
        values.value("key", lambda: 1 // 0)
    assert values.value("key", lambda: 7) == 7


def test_the_value_not_asked_for_the_longest_goes(number):
    values = ValueCache(entries=2)
    for key in ("a", "b", "a", "c"):
        values.value(key, number)
    assert [values.value(key, number) for key in ("a", "c", "b")] == [1, 3, 4]


def test_two_threads_that_ask_at_once_make_one_value_and_others_do_not_wait(number):
    values, begun, go_on = ValueCache(), Event(), Event()

    def slow() -> int:
        begun.set()
        assert go_on.wait(10)
        return number()

    with ThreadPoolExecutor(2) as threads:
        answers = [threads.submit(values.value, "slow", slow) for _ in range(2)]
        assert begun.wait(10)
        assert values.value("other", lambda: "at once") == "at once"
        go_on.set()
        assert [answer.result(10) for answer in answers] == [1, 1]


def test_a_value_may_be_made_of_others():
    values = ValueCache()
    assert values.value("double", lambda: 2 * values.value("single", lambda: 21)) == 42
