"""The life of releases, on both databases: made, compared, taken back, never disturbing a reader."""

from __future__ import annotations

import pandas as pd
import pytest
from sqlalchemy import text

from data.changes import compare
from data.ingest import release_plan
from data.ingest.load import is_stale, make_release
from data.ingest.reading import Reading
from data.problems import LoadProblem, NoRelease
from data.quality import Finding
from tests.data import village


def quiet(_line):
    """Say nothing."""


@pytest.fixture()
def village_seed(monkeypatch):
    """A seed of the village, with births of one source: releases in a moment."""

    def planted(**births):
        reading = village.country(birth=village.births(**births), source="office")
        tables = {name: frame.copy() for name, frame in reading.tables.items()}
        for name in ("area", "source"):
            tables[name]["origin"] = "seed"
        tables["source"]["loaded_in"] = ""
        tables["area_link"] = pd.DataFrame(
            columns=["from_area", "to_area", "on_date", "kind", "weight", "basis", "source"]
        )
        monkeypatch.setattr(release_plan.seed, "read_seed", lambda _folder: tables)
        monkeypatch.setattr(release_plan, "with_estimates", lambda made, _say: made)

    planted(XX11=10, XX12=20)
    return planted


def asked(releases, question, stamp=None):
    engine = releases.open(stamp or releases.current())
    with engine.connect() as reader:
        found = [tuple(row) for row in reader.execute(text(question))]
    engine.dispose()
    return found


def events(releases, stamp=None):
    return {(s, a): n for s, a, n in asked(releases, "SELECT source, area, events FROM birth", stamp)}


def register(**births):
    """A file of a register of its own."""
    return Reading({"source": village.sources("register"), "birth": village.births("register", **births)})


def test_a_first_release_is_made_of_the_seed_and_is_current(releases, village_seed):
    with pytest.raises(NoRelease, match="make data"):
        releases.current()
    made = make_release(releases, say=quiet)
    assert made.is_current and made.changes is None
    assert releases.stamps() == (made.stamp,) and releases.current() == made.stamp
    assert events(releases) == {("office", "XX11"): 10, ("office", "XX12"): 20, ("office", "XX1"): 30}
    assert not is_stale(releases)


def test_a_file_replaces_its_own_source_whole_and_nothing_else(releases, village_seed):
    make_release(releases, say=quiet)
    make_release(releases, [register(XX21=1, XX22=2)], say=quiet)
    assert events(releases)["register", "XX2"] == 3 and events(releases)["office", "XX1"] == 30
    third = make_release(releases, [register(XX21=5)], say=quiet)
    found = {area: n for (source, area), n in events(releases).items() if source == "register"}
    assert found == {"XX21": 5}, "the row of XX22 is gone, and with it the sum"
    loads = dict(asked(releases, "SELECT source, loaded_in FROM source"))
    assert loads["register"] == third.stamp and loads["office"] != third.stamp


def test_the_seed_read_again_keeps_what_came_from_files(releases, village_seed):
    make_release(releases, say=quiet)
    make_release(releases, [register(XX21=1)], say=quiet)
    village_seed(XX11=100, XX12=20)
    make_release(releases, say=quiet)
    assert events(releases)["register", "XX21"] == 1 and events(releases)["office", "XX1"] == 120


def test_a_source_of_the_seed_that_a_file_replaced_stays_the_file_s(releases, village_seed):
    make_release(releases, say=quiet)
    made = make_release(releases, [Reading({"birth": village.births("office", XX11=11, XX12=20)})], say=quiet)
    assert events(releases)["office", "XX1"] == 31
    [warning] = [finding for finding in made.findings if finding.rule == "replaced"]
    assert warning.severity == "warning" and "office came with the program" in warning.sentence
    make_release(releases, say=quiet)
    assert events(releases)["office", "XX1"] == 31


def test_cell_keys_are_carried_on_and_summed_anew(releases, village_seed):
    make_release(releases, say=quiet)
    counted = village.births("register", XX21=3, XX22=4).assign(cell_key=[200, 100])
    make_release(releases, [Reading({"source": village.sources("register"), "birth": counted})], say=quiet)
    make_release(releases, say=quiet)
    question = "SELECT area, cell_key FROM birth WHERE source = 'register' ORDER BY 1"
    assert asked(releases, question) == [("XX2", 44), ("XX21", 200), ("XX22", 100)]
    published = "SELECT count(cell_key) FROM birth WHERE source = 'office'"
    assert asked(releases, published) == [(0,)], "what an office counted has none"


def test_areas_that_came_from_a_file_outlive_the_seed(releases, village_seed):
    make_release(releases, say=quiet)
    new = pd.DataFrame([village.area("XX113", "XX11", "commune")])
    make_release(releases, [Reading({"area": new})], say=quiet)
    make_release(releases, say=quiet)
    assert asked(releases, "SELECT parent FROM area WHERE area = 'XX113'") == [("XX11",)]


def test_the_changes_are_those_between_the_two(releases, village_seed):
    make_release(releases, [register(XX11=100, XX21=5)], say=quiet)
    more = Reading(
        {**register(XX11=150, XX22=7).tables, "area": pd.DataFrame([village.area("XX3", "XX", "province")])}
    )
    changes = make_release(releases, [more], say=quiet).changes
    counts = changes.counts.set_index(["table", "measure"])
    assert counts.loc[("birth", "register")].tolist() == [1, 1, 1]
    assert changes.areas_gained == ("XX3",) and changes.areas_lost == ()
    jump = changes.jumps.iloc[0]
    assert (jump["old"], jump["new"], jump["ratio"]) == (100, 150, 0.5) and "XX11" in jump["key"]


def test_a_release_of_the_same_inputs_changes_nothing(releases, village_seed):
    first = make_release(releases, say=quiet)
    second = make_release(releases, say=quiet)
    assert second.changes.is_empty
    with releases.open_pair(first.stamp, second.stamp) as pair:
        assert compare(pair).is_empty


def test_a_draft_is_not_given_to_readers_until_asked(releases, village_seed):
    first = make_release(releases, say=quiet)
    draft = make_release(releases, [register(XX21=1)], draft=True, say=quiet)
    assert releases.current() == first.stamp and set(releases.stamps()) == {first.stamp, draft.stamp}
    releases.make_current(draft.stamp)
    assert ("register", "XX21") in events(releases)


def test_a_release_is_taken_back(releases, village_seed):
    first = make_release(releases, say=quiet)
    second = make_release(releases, [register(XX21=1)], say=quiet)
    releases.make_current(first.stamp)
    assert releases.current() == first.stamp and ("register", "XX21") not in events(releases)
    assert events(releases, second.stamp)["register", "XX21"] == 1, "the other is kept"
    with pytest.raises(NoRelease, match="--list"):
        releases.make_current("20000101T000000000000Z")
    assert releases.current() == first.stamp


def test_a_reader_of_the_old_release_finishes_while_a_new_one_is_made(releases, village_seed):
    make_release(releases, say=quiet)
    engine = releases.open(releases.current())
    with engine.connect() as reader:
        question = text("SELECT area, events FROM birth ORDER BY 1")
        before = reader.execute(question).fetchall()
        village_seed(XX11=99, XX12=20)
        make_release(releases, say=quiet)
        assert reader.execute(question).fetchall() == before
    with engine.connect() as reader:
        assert reader.execute(question).fetchall() == before, "a session keeps to its release"
    engine.dispose()
    assert events(releases)["office", "XX11"] == 99


def test_a_reader_cannot_write(releases, village_seed):
    make_release(releases, say=quiet)
    engine = releases.open(releases.current())
    for statement in ("DELETE FROM birth", "CREATE TABLE mine (one INTEGER)"):
        with engine.connect() as reader, pytest.raises(Exception, match="read-only"):
            reader.execute(text(statement))
    engine.dispose()


def test_an_error_among_the_findings_stops_the_release(releases, village_seed):
    make_release(releases, say=quiet)
    wrong = Finding("a rule", "error", "birth", "Commune XX111 has more births than people.")
    with pytest.raises(LoadProblem, match="more births than people"):
        make_release(releases, [Reading(register(XX21=1).tables, (wrong,))], say=quiet)
    strange = Reading({"birth": village.births("nobody", XX21=1)})
    with pytest.raises(LoadProblem, match="unknown source nobody"):
        make_release(releases, [strange], say=quiet)
    assert len(releases.stamps()) == 1


def test_findings_that_do_not_stop_it_are_kept_with_it(releases, village_seed):
    odd = Finding("a rule", "warning", "birth", "Commune XX111 doubled its births.")
    made = make_release(releases, [Reading(register(XX21=1).tables, (odd, odd))], say=quiet)
    assert odd in made.findings
    assert asked(releases, "SELECT finding, sentence FROM finding") == [(odd.key, odd.sentence)]


def test_a_refused_row_leaves_the_current_release_and_no_other(releases, village_seed):
    first = make_release(releases, say=quiet)
    with pytest.raises(LoadProblem, match="negative"):
        make_release(releases, [register(XX21=-5)], say=quiet)
    assert releases.stamps() == (first.stamp,) and releases.current() == first.stamp
    make_release(releases, [register(XX21=5)], say=quiet)


def test_two_loads_at_a_time_are_one_too_many(releases, village_seed):
    make_release(releases, say=quiet)
    with releases.writing("b", None), pytest.raises(LoadProblem, match="Another load"):
        make_release(releases, say=quiet)
    make_release(releases, say=quiet)


def test_a_release_is_old_when_its_seed_is(releases, village_seed, monkeypatch):
    assert is_stale(releases)
    make_release(releases, say=quiet)
    make_release(releases, [register(XX21=1)], say=quiet)
    assert not is_stale(releases), "a file does not make the seed older"
    monkeypatch.setattr("data.ingest.load.inputs_hash", lambda _folder: "other")
    assert is_stale(releases)
