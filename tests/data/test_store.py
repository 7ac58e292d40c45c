"""The population store: it refuses what cannot be, a release is whole or absent, and readers are never disturbed."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pandas as pd
import pytest
from sqlalchemy import text

from data import queries, schema
from data.engine import open_engine
from data.ingest import estimators, indicators
from data.ingest.estimators import inputs_hash
from data.ingest.load import is_stale, make_release
from data.ingest.reading import join
from data.problems import DamagedRelease, LoadProblem, NoRelease, StoreProblem
from data.release_store.duckdb_files import DuckDBReleases
from data.release_store.pointer import (
    current_file,
    make_current,
    new_stamp,
    prepare,
    release_file,
    stamp_of,
    store_folder,
)
from tests.data.seed_rows import FOLDERS, people, rows, value, where


def quiet(_line):
    """Say nothing."""


@pytest.fixture()
def published_only(monkeypatch):
    """Releases without estimates and indicators: quicker, and enough where they are not what is asked about."""
    monkeypatch.setattr(estimators, "estimators", list)
    monkeypatch.setattr(indicators, "makers", tuple)


def released(store, folder):
    """A new release of a seed; its file."""
    return DuckDBReleases(store).file(make_release(DuckDBReleases(store), folder=folder, say=quiet).stamp)


def change(folder, table, old, new, country="viet_nam"):
    """Replace the first of a text in a seed table."""
    file = folder / country / f"{table}.csv"
    said = file.read_text(encoding="utf-8")
    assert old in said
    file.write_text(said.replace(old, new, 1), encoding="utf-8")


# A release is whole or absent


def published(connection, table, which):
    """Rows of a table that the sources tell themselves."""
    own = "AND parts = 0" if "parts" in schema.metadata.tables[table].c else ""
    return connection.scalar(text(f"SELECT count(*) FROM {table} WHERE {which} {own}"))


def test_a_release_holds_every_row_of_the_seed_and_the_estimates(connection):
    own = "source NOT LIKE 'rasad_%' AND parts = 0"
    flows = " UNION ALL ".join(f"SELECT source, parts FROM {table.name}" for table in schema.FLOWS)
    files = {"population": "population", f"({flows}) AS flow": "events"}
    for table, file in files.items():
        published = connection.scalar(text(f"SELECT count(*) FROM {table} WHERE {own}"))
        assert published == sum(len(rows(country, file)) for country in FOLDERS), table
    for table, file in {"rate": "rates", "death_rate": "death_rates"}.items():
        published = connection.scalar(text(f"SELECT count(*) FROM {table}"))
        assert published == sum(len(rows(country, file)) for country in FOLDERS), table
    estimated = connection.scalar(text("SELECT count(*) FROM population WHERE source LIKE 'rasad_%'"))
    # years x areas x sexes x ages 0 .. 100+
    assert estimated == (8 * 32 + 6 * 64) * 2 * 101


def test_a_refused_row_leaves_neither_file_nor_another_pointer(tmp_path, seed_copy, published_only):
    store = tmp_path / "store"
    first = released(store, seed_copy)
    change(seed_copy, "events", ",18308,events,1,published", ",18308,events,1,rumoured")
    with pytest.raises(LoadProblem, match="refused a row"):
        released(store, seed_copy)
    assert {file.name for file in store.iterdir()} == {"current", first.name}
    assert current_file(store) == first


def test_findings_that_are_errors_stop_a_release_before_it_is_written(tmp_path, seed_copy, published_only):
    file = seed_copy / "viet_nam" / "events.csv"
    file.write_text(file.read_text(encoding="utf-8") + "VN77,divorces,2016,gregorian,2016-01-01,366,both,0,,5,events,1,published,a_friend,0\n", encoding="utf-8")  # fmt: skip
    with pytest.raises(LoadProblem, match="a_friend"):
        released(tmp_path / "store", seed_copy)
    assert list((tmp_path / "store").iterdir()) == []


def test_the_pointer_always_names_a_release_while_it_is_being_moved(tmp_path):
    files = [release_file(tmp_path, stamp) for stamp in ("a", "b")]
    for file in files:
        file.touch()
    make_current(files[0])
    seen, done = set(), threading.Event()

    def read():
        while not done.is_set():
            seen.add(current_file(tmp_path).name)  # NoRelease here would be a torn pointer

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for move in range(400):
            make_current(files[move % 2])
    finally:
        done.set()
        reader.join()
    assert seen == {file.name for file in files}
    assert {file.name for file in tmp_path.iterdir()} == {"current", *seen}


def test_other_users_may_read_the_pointer(tmp_path):
    file = release_file(tmp_path, "a")
    make_current(file)
    assert (tmp_path / "current").stat().st_mode & 0o777 == 0o644


def test_a_reader_of_the_old_release_finishes_while_a_new_one_is_made(tmp_path, seed_copy, published_only):
    store = tmp_path / "store"
    old = released(store, seed_copy)
    engine = open_engine(old)
    with engine.connect() as reader:
        before = queries.events(reader, "VN", ["divorces"])
        change(seed_copy, "events", ",18308,events", ",18309,events")
        new = released(store, seed_copy)
        assert new != old and current_file(store) == new
        pd.testing.assert_frame_equal(queries.events(reader, "VN", ["divorces"]), before)
    engine.dispose()
    fresh = open_engine(new)
    with fresh.connect() as reader:
        assert 18_309 in queries.events(reader, "VN", ["divorces"])["events"].tolist()
    fresh.dispose()


def test_a_reader_cannot_write(store):
    engine = open_engine(current_file(store))
    with engine.connect() as reader, pytest.raises(Exception, match="read-only"):
        reader.execute(text("DELETE FROM rate"))
    engine.dispose()


# Old or new


def test_a_store_is_old_when_it_is_missing_damaged_or_made_from_other_tables(
    tmp_path, seed_copy, published_only
):
    store = tmp_path / "store"
    assert is_stale(DuckDBReleases(store), seed_copy)
    file = released(store, seed_copy)
    assert not is_stale(DuckDBReleases(store), seed_copy)
    change(seed_copy, "rates", "18.6", "18.7")
    assert is_stale(DuckDBReleases(store), seed_copy)
    released(store, seed_copy)
    assert not is_stale(DuckDBReleases(store), seed_copy)
    current_file(store).write_bytes(b"not a database")
    assert is_stale(DuckDBReleases(store), seed_copy)
    current_file(store).unlink()
    assert is_stale(DuckDBReleases(store), seed_copy)
    assert file.exists(), "the first release is still there"


def test_a_store_is_old_when_the_code_that_makes_it_is_another(monkeypatch, seed_copy):
    before = inputs_hash(seed_copy)
    assert inputs_hash(seed_copy) == before
    monkeypatch.setattr(indicators, "makers", tuple)
    without_indicators = inputs_hash(seed_copy)
    monkeypatch.setattr(estimators, "estimators", list)
    assert len({before, without_indicators, inputs_hash(seed_copy)}) == 3


def test_swapping_two_countries_files_is_another_seed(tmp_path, seed_copy, published_only):
    before = inputs_hash(seed_copy)
    iran, viet_nam = (seed_copy / country / "events.csv" for country in FOLDERS.values())
    kept = iran.read_bytes()
    iran.write_bytes(viet_nam.read_bytes())
    viet_nam.write_bytes(kept)
    assert inputs_hash(seed_copy) != before


def test_releases_are_named_by_their_moment_and_sort_by_it():
    early = new_stamp(datetime(2026, 3, 20, 23, 59, 59, 999_999, tzinfo=UTC))
    late = new_stamp(datetime(2026, 3, 21, tzinfo=UTC))
    assert early == "20260320T235959999999Z" < late
    assert stamp_of(release_file(store_folder(), late)) == late


def test_a_release_says_when_and_from_what_it_was_made(connection, store):
    row = queries.release(connection).iloc[0]
    assert row["release"] == stamp_of(current_file(store))
    assert row["inputs_hash"] == inputs_hash()
    assert datetime.fromisoformat(row["made_at"]).tzinfo is not None


# What cannot be opened


def test_no_store_at_all_says_how_to_build_one(tmp_path):
    with pytest.raises(NoRelease, match="make data"):
        current_file(tmp_path)


def test_a_pointer_to_a_file_that_is_gone_says_so(tmp_path):
    make_current(release_file(tmp_path, "a"))
    with pytest.raises(NoRelease, match=r"population-a\.duckdb is missing"):
        current_file(tmp_path)


@pytest.mark.parametrize("left", [b"", b"garbage" * 1000])
def test_a_damaged_file_says_so(tmp_path, left):
    file = tmp_path / "population-a.duckdb"
    file.write_bytes(left)
    with pytest.raises(DamagedRelease, match="make data"):
        open_engine(file)


@pytest.mark.parametrize("share", [0.001, 0.1, 0.5, 0.9, 0.99])
def test_a_half_copied_file_is_refused(tmp_path, store, share):
    whole = current_file(store).read_bytes()
    file = tmp_path / "population-a.duckdb"
    file.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(DamagedRelease, match="half copied"):
        open_engine(file)
    make_current(file)
    assert is_stale(DuckDBReleases(tmp_path)), "so it is built again"


def test_another_database_is_not_a_population_store(tmp_path):
    import duckdb

    file = tmp_path / "population-a.duckdb"
    with duckdb.connect(str(file)) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(DamagedRelease):
        open_engine(file)


def test_a_folder_that_is_a_file_cannot_be_written(tmp_path):
    (tmp_path / "store").write_text("I was here first")
    with pytest.raises(StoreProblem, match=r"cannot be written .*RASAD_STORE"):
        prepare(tmp_path / "store")


# Queries are hand counts


@pytest.mark.parametrize(
    ("country", "area", "year", "persons"),
    [("IR", "IR", 1400, 84_055_000), ("VN", "VN", 2016, 93_250_700)],
)
def test_total_population_is_the_published_one(connection, country, area, year, persons):
    found = queries.total_population(connection, country)
    found = found[found["status"] == "published"]  # not the sum of another source's provinces
    own = found[(found["area"] == area) & (found["year"] == year) & (found["sex"] == "both")]
    source = {"IR": "sci_projection", "VN": "gso_average_population"}[country]
    said = value(country, "population", area=area, year=year, sex="both", source=source, age_lower=0)
    assert own[own["source"] == source]["persons"].tolist() == [said] == [persons]
    assert set(own[own["source"] != source]["status"]) <= {"derived"}, "sums of another source's provinces"


def test_population_by_age_is_the_census(connection):
    found = queries.population_by_age(connection, "IR", "IR23")
    census = found[found["source"] == "sci_census_1395"]
    assert (
        census["persons"].sum() == people("IR", 0, 200, area="IR23", source="sci_census_1395") == 13_267_637
    )
    old = census[census["age_lower"] >= 65]["persons"].sum()
    assert old == people("IR", 65, 200, area="IR23", source="sci_census_1395")
    assert set(found["area"]) == {"IR23"}


def test_all_ages_together_are_never_among_the_ages(connection):
    for country in FOLDERS:
        found = queries.population_by_age(connection, country)
        assert not ((found["age_lower"] == 0) & (found["age_width"] == 0)).any()


def test_people_of_unknown_age_are_kept_apart(connection):
    found = queries.population_by_age(connection, "IR", "IR")
    unknown = found[(found["source"] == "sci_census_1390") & (found["age_lower"] == -1)]
    assert unknown["persons"].sum() == 46_322


def test_events_are_the_registered_ones(connection):
    found = queries.events(connection, "IR", ["births", "divorces"])
    assert set(found["event"]) == {"births", "divorces"}
    nation = found[(found["area"] == "IR") & (found["sex"] == "both")].set_index(["event", "year"])["events"]
    assert nation["births", 1395] == value("IR", "events", area="IR", event="births", year=1395) == 1_528_053
    assert nation["divorces", 1399] == 188_187


def test_rates_are_as_printed(connection):
    found = queries.rates(connection, "IR", "total_fertility_rate")
    tehran = found[(found["area"] == "IR23") & (found["year"] == 1400)]
    assert tehran["value"].tolist() == [1.43]
    assert len(found) == len(where("IR", "rates", measure="total_fertility_rate"))


def test_areas_put_the_nation_first_then_each_level_by_office_code(connection):
    found = queries.areas(connection)
    for country, count in (("IR", 31), ("VN", 63)):
        every = found[found["country"] == country]
        assert every["area"].tolist()[0] == country
        keys = [(schema.LEVELS.index(row.level), row.office_code) for row in every.itertuples()]
        assert keys == sorted(keys)
        own = every[every["level"].isin(queries.UPPER)]
        of_before = own["valid_from"].isna() | (pd.to_datetime(own["valid_from"]).dt.year < 2025)
        assert of_before.sum() == 1 + count


def test_answers_are_sorted_by_their_key(connection):
    for country in FOLDERS:
        found = queries.total_population(connection, country)
        order = ["area", "period_start", "source", "sex"]
        assert found[order].equals(found[order].sort_values(order, ignore_index=True))


def test_a_countrys_sources_are_those_of_its_facts_and_its_estimates(connection):
    for country in FOLDERS:
        described = {row["source"] for row in rows(country, "sources")}
        assert set(queries.sources_of(connection, country)) == described | {"rasad_base_population"}


def test_a_country_nobody_knows_has_no_figures(connection):
    assert queries.total_population(connection, "ZZ").empty
    assert queries.sources_of(connection, "ZZ") == ()


def test_joining_tables_keeps_the_rows_of_both():
    first = {"rate": pd.DataFrame({"value": [1.0]})}
    more = {"rate": pd.DataFrame({"value": [2.0]}), "residual": pd.DataFrame({"value": [3.0]})}
    joined = join(first, more)
    assert joined["rate"]["value"].tolist() == [1.0, 2.0]
    assert joined["residual"]["value"].tolist() == [3.0]


def test_every_table_of_the_schema_is_in_the_store(connection):
    there = set(connection.scalars(text("SELECT table_name FROM information_schema.tables")))
    assert there == set(schema.metadata.tables)
