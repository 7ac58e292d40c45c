"""Iran's counties on two maps: the census of 1390 as reported and on the map of 1395, nobody made or lost."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from sqlalchemy import text

from data import queries
from data.boundary_ledger import check_ledger
from data.ingest import commands, readers, release_plan
from data.ingest.load import make_release
from data.two_maps import two_maps
from tests.data.readers.shapes import archive, census_sheet, workbook

CENSUS_1390, CENSUS_1395 = date(2011, 10, 24), date(2016, 9, 24)
#: Semnan: five counties in 1390, eight in 1395
BEFORE = ("سمنان", "دامغان", "شاهرود", "گرمسار", "مهدي شهر")
SINCE = {"2006": "آرادان", "2007": "میامی", "2008": "سرخه"}
OF_BEFORE = {"2001": "دامغان", "2002": "سمنان", "2003": "شاهرود", "2004": "گرمسار", "2005": "مهدي شهر"}


@pytest.fixture()
def bare_seed(monkeypatch, seed):
    """The seed's areas, ledger and sources without their figures: a release in a moment."""
    kept = {name: seed[name] for name in ("area", "area_link", "source")}
    monkeypatch.setattr(
        release_plan.seed, "read_seed", lambda _folder: {k: v.copy() for k, v in kept.items()}
    )
    monkeypatch.setattr(release_plan, "with_estimates", lambda made, _say: made)


@pytest.fixture()
def both_censuses(tmp_path):
    """Two archives in the office's forms: names alone in 1390, codes in 1395."""
    old = {name: census_sheet(f"جدول 1- جمعيت ( {name} )", corner=0, unknown=True) for name in BEFORE}
    coded = {**OF_BEFORE, **SINCE}
    new = {f"{name}{code}": census_sheet(f"جدول 1- جمعيت ({code}:{name})") for code, name in coded.items()}
    return [
        archive(tmp_path / f"{year}.zip", {name: workbook(tmp_path / name, sheets).read_bytes()})
        for year, name, sheets in (("population2011", "p20.xlsx", old), ("population2016", "c20.xlsx", new))
    ]


def asked(releases, question):
    engine = releases.open(releases.current())
    with engine.connect() as connection:
        answer = question(connection)
    engine.dispose()
    return answer


def at(frame, day):
    return frame[frame["period_start"] == day].set_index("area")


def test_a_county_that_was_divided_is_read_on_both_maps(releases, bare_seed, both_censuses):
    make_release(releases, [readers.read(path) for path in both_censuses], say=lambda _line: None)
    read = asked(releases, lambda connection: two_maps(connection, "IR", "county"))
    reported, newest = at(read.reported, CENSUS_1390), at(read.newest, CENSUS_1390)
    assert len(reported) == 5 and len(newest) == 8
    assert newest["persons"].sum() == pytest.approx(reported["persons"].sum())
    assert (newest["parts"] == newest["expected"]).all()
    # Sorkheh took 14,853 of Semnan's 182,260 of 1390 with it; Damghan went on whole
    whole = reported.loc["IR2002", "persons"]
    assert newest.loc["IR2008", "persons"] == pytest.approx(whole * 14_853 / 182_260, rel=1e-5)
    assert newest.loc[["IR2008", "IR2002", "IR2001"], "status"].tolist() == [
        "estimated",
        "estimated",
        "derived",
    ]
    # The census of 1395 was taken on the newest map: both readings are the same
    pd.testing.assert_frame_equal(
        at(read.newest, CENSUS_1395), at(read.reported, CENSUS_1395), check_dtype=False
    )
    assert read.days() == [CENSUS_1390]
    assert any(
        "IR county, counted on 2011-10-24: 5 areas as reported, 8 on the map since 2013-06-19" in line
        for line in commands.release_lines(releases, releases.current())
    )
    # The province is summed where every county that stood on the day has a figure: five in 1390, eight in 1395
    summed = text(
        "SELECT source, max(parts) FROM population WHERE area = 'IR20' AND parts > 0 GROUP BY source"
    )
    rows = asked(releases, lambda connection: connection.execute(summed).all())
    assert {(source, parts) for source, parts in rows} == {("sci_census_1390", 5), ("sci_census_1395", 8)}


def test_the_ledger_holds_and_every_new_county_is_in_it(seed):
    areas, links = seed["area"], seed["area_link"]
    check_ledger(links, areas)
    born = areas[(areas["level"] == "county") & areas["valid_from"].notna()]
    took = links[links["from_area"] != links["to_area"]].groupby("to_area")["on_date"].min()
    assert len(born) == 33 and (born.set_index("area")["valid_from"] == took.loc[born["area"]]).all()
    counties = links[links["from_area"].str.len() == 6]
    counties = counties[counties["from_area"].str.startswith("IR")]
    assert counties["on_date"].between(date(2011, 10, 25), CENSUS_1395).all()
    # Tabas went to another province, its people with it
    moved = links[(links["from_area"] == "IR2110") | (links["from_area"] == "IR21")]
    assert set(moved["kind"]) == {"transfer"} and set(moved["to_area"]) == {"IR2911", "IR21", "IR29"}


def test_a_share_of_people_is_called_a_share_and_a_whole_a_whole(seed):
    links = seed["area_link"]
    links = links[links["from_area"].str.startswith("IR")]
    assert ((links["weight"] == 1) == (links["basis"] == "whole")).all()
    assert set(links["basis"]) == {"whole", "people_1390", "people_1395", "people_1390_1395"}


@pytest.fixture(scope="module")
def offices_own(originals):
    """Both censuses as the office published them."""
    return [
        readers.read(originals / "iran" / name)
        for name in ("population2011census.zip", "population2016census.zip")
    ]


def test_397_counties_of_1390_are_429_on_the_map_of_1395(offices_own, releases, bare_seed, seed):
    make_release(releases, offices_own, say=lambda _line: None)
    read = asked(releases, lambda connection: two_maps(connection, "IR", "county"))
    reported, newest = at(read.reported, CENSUS_1390), at(read.newest, CENSUS_1390)
    assert (len(reported), len(newest)) == (397, 429)
    assert reported["persons"].sum() == 75_149_669
    assert round(newest["persons"].sum(), 3) == 75_149_669
    assert (newest["parts"] == newest["expected"]).all()
    # 29 counties gave a part, 32 were made of them; all else is as the office counted it
    assert newest["status"].value_counts().to_dict() == {"derived": 368, "estimated": 61}
    after = at(read.reported, CENSUS_1395)["persons"]
    assert len(after) == 429 and after.sum() == 79_926_270
    # Had a parent been guessed wrong, a new county and its province would not have grown alike
    province = pd.Series(newest.index.str[:4], index=newest.index)
    usual = (
        (after.groupby(province).sum() / newest["persons"].groupby(province).sum())
        .reindex(province)
        .to_numpy()
    )
    touched = newest.index[newest["status"] == "estimated"]
    grew = (after / newest["persons"] / usual)[touched]
    assert grew.between(0.83, 1.24).all(), grew.sort_values()
    provinces_are_those_of_the_seed(releases, seed)


def provinces_are_those_of_the_seed(releases, seed):
    """Rolled up from the workbooks; Tabas is in Yazd in 1390."""
    rolled = asked(releases, lambda connection: queries.population_by_age(connection, "IR"))
    for source in ("sci_census_1390", "sci_census_1395"):
        told, made = (
            rows[(rows["source"] == source) & (rows["sex"] != "both")].groupby("area")["persons"].sum()
            for rows in (seed["population"], rolled)
        )
        assert len(told) == 32 and made.to_dict() == told.to_dict()
