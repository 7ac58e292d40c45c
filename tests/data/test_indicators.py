"""Indicators are made when a release is, of the countries that a load touched alone, on both databases."""

from __future__ import annotations

import pandas as pd
import pytest
from sqlalchemy import text

from data import country_file, queries
from data.indicator_tables import FAILURE
from data.ingest import indicators
from data.ingest.load import make_release
from data.ingest.reading import Reading
from data.problems import LoadProblem, NoRelease
from data.sentences import Sentence
from tests.data import village


def quiet(_line):
    """Say nothing."""


@pytest.fixture()
def villages(monkeypatch, tmp_path):
    """Two villages as countries, XX and YY, and a maker that counts births and remembers whom it was asked of."""
    from data import country as described
    from data.ingest import release_plan

    asked = []

    def count(connection, country):
        rows = {"indicator": {"measure": ("births",)}}
        yield indicators.Part("births", f"Births of {country}", lambda: births_of(connection, country), rows)
        people = {"indicator": {"measure": ("people",)}}
        yield indicators.Part(
            "people", f"People of {country}", lambda: people_of(connection, country), people
        )

    def people_of(connection, country):
        asked.append(f"people {country}")
        queries.total_population(connection, country)
        yield from ()

    def births_of(connection, country):
        asked.append(country)
        queries.events(connection, country, ["births"])
        number = connection.scalar(
            text("SELECT sum(events) FROM birth WHERE area LIKE :own AND parts = 0"), {"own": f"{country}%"}
        )
        if number > 600:
            raise LoadProblem(Sentence("Births of {country} cannot be made.", country=country))
        value = {"country": country, "area": country, "level": "nation", "measure": "births", "value": number}
        row = {
            "calendar": "gregorian",
            "rank": 0,
            "status": "published",
            "provisional": 0,
            "source": "office",
        }
        texts = dict.fromkeys(("sex", "reliability", "method", "reason"), "")
        yield "indicator", pd.DataFrame([{**value, **row, **texts, "year": 2020}])

    def planted(**births):
        tables = {}
        for code in ("XX", "YY"):
            reading = village.country(birth=village.births("office", **births.get(code, {})), source="office")
            for name, frame in reading.tables.items():
                own = frame.copy()
                for column in ("area", "parent", "country"):
                    if column in own:
                        own[column] = own[column].str.replace("XX", code)
                tables.setdefault(name, []).append(own)
        joined = {name: pd.concat(frames, ignore_index=True) for name, frames in tables.items()}
        joined["source"] = joined["source"].drop_duplicates("source").assign(loaded_in="")
        for name in ("area", "source"):
            joined[name]["origin"] = "seed"
        joined["area_link"] = pd.DataFrame(
            columns=["from_area", "to_area", "on_date", "kind", "weight", "basis", "source"]
        )
        monkeypatch.setattr(release_plan.seed, "read_seed", lambda _folder: joined)

    for code in ("XX", "YY"):
        (tmp_path / code).mkdir()
        (tmp_path / code / country_file.FILE).write_text(f'code = "{code}"\n', encoding="utf-8")
    both = {code: described.Country(code, tmp_path / code, "gregorian") for code in ("XX", "YY")}
    monkeypatch.setattr(indicators, "countries", lambda: both)
    monkeypatch.setattr(indicators, "makers", lambda: (count,))
    monkeypatch.setattr(release_plan, "with_estimates", lambda made, _say: made)
    planted(XX={"XX11": 10}, YY={"XX11": 20})
    return asked, both


def told(releases):
    engine = releases.open(releases.current())
    with engine.connect() as reader:
        rows = dict(map(tuple, reader.execute(text("SELECT country, value FROM indicator"))))
    engine.dispose()
    return rows


def births(code, number):
    rows = village.births("register", XX11=number)
    rows["area"] = rows["area"].str.replace("XX", code)
    return Reading({"source": village.sources("register"), "birth": rows})


def test_a_load_makes_the_indicators_of_the_countries_it_touches(releases, villages):
    asked, _both = villages
    make_release(releases, say=quiet)
    assert asked == ["XX", "people XX", "YY", "people YY"] and told(releases) == {"XX": 10, "YY": 20}
    make_release(releases, [births("YY", 7)], say=quiet)
    assert asked[4:] == ["YY"], "neither XX was touched, nor what rests on people alone"
    assert told(releases) == {"XX": 10, "YY": 27}, "and its rows are carried on"


def test_what_a_country_s_folder_says_makes_its_indicators_anew(releases, villages):
    asked, both = villages
    make_release(releases, [births("XX", 1)], say=quiet)
    (both["YY"].folder / country_file.FILE).write_text('code = "YY"\n# another order\n', encoding="utf-8")
    make_release(releases, [births("XX", 1)], say=quiet)
    assert asked[4:] == ["XX", "YY", "people YY"], "births were read again, and of YY the folder is another"


def test_a_release_without_its_indicators_is_never_a_reader_s(releases, villages):
    make_release(releases, say=quiet)
    before = releases.current()
    with pytest.raises(LoadProblem, match="Births of XX cannot be made"):
        make_release(releases, [births("XX", 666)], say=quiet)
    assert releases.current() == before and releases.stamps() == (before,)


def test_an_area_that_alone_cannot_be_computed_is_a_finding(releases, villages, monkeypatch):
    """Of the load and, carried on with its row, of every release that has it"""

    def one_area(connection, country):
        def make():
            queries.events(connection, country, ["births"])
            row = {"country": country, "area": f"{country}1", "level": "province", "measure": "births"}
            row |= {"calendar": "gregorian", "rank": 0, "status": "absent", "provisional": 0, "source": ""}
            row |= {"sex": "", "reliability": "", "method": FAILURE, "reason": "Nobody lives there."}
            yield "indicator", pd.DataFrame([row])

        yield indicators.Part("births", "Births", make, {"indicator": {"measure": ("births",)}})

    monkeypatch.setattr(indicators, "makers", lambda: (one_area,))
    for reading in ([], [births("YY", 1)]):
        release = make_release(releases, reading, say=quiet)
        said = [each for each in release.findings if each.rule == indicators.NOT_COMPUTED]
        assert [(each.area, each.about, each.severity) for each in said] == [
            ("XX1", "births", "warning"),
            ("YY1", "births", "warning"),
        ]
        assert "Nobody lives there." in said[0].sentence
        engine = releases.open(releases.current())
        with engine.connect() as reader:
            assert set(queries.findings(reader)["area"]) >= {"XX1", "YY1"}
        engine.dispose()


def test_a_first_release_that_cannot_make_them_is_none(releases, villages, monkeypatch):
    def broken(_connection, _country):
        raise LoadProblem(Sentence("Nothing can be made."))
        yield

    monkeypatch.setattr(indicators, "makers", lambda: (broken,))
    with pytest.raises(LoadProblem, match="Nothing can be made"):
        make_release(releases, say=quiet)
    with pytest.raises(NoRelease):
        releases.current()


def test_the_program_s_own_maker_is_found(monkeypatch):
    indicators.makers.cache_clear()
    assert [maker.__module__ for maker in indicators.makers()] == ["dashboard.analysis.release_indicators"]
    assert any(file.name == "gate.py" for file in indicators.maker_files())


def test_a_column_that_the_table_does_not_have_stops_the_making(connection):
    rows = pd.DataFrame({"country": ["XX"], "colour": ["green"]})
    part = indicators.Part("births", "Births", lambda: iter([("migrant_age", rows)]))
    with pytest.raises(KeyError, match="migrant_age has no column colour"):
        indicators._make(connection, part)
