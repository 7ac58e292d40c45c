"""The data quality page: what the rules found, decisions that are kept, tests of ages, completeness."""

from __future__ import annotations

import pytest

from dashboard.words import LANGUAGES
from data import decisions, queries
from data.quality import from_frame
from tests.pages.reading import texts

REASON = "The first year of the pandemic: deaths were counted right."


@pytest.fixture()
def workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("RASAD_WORKSPACE", str(tmp_path / "workspace"))
    return tmp_path / "workspace"


@pytest.fixture()
def page(open_page, workspace):
    return lambda **link: open_page("quality", **link)


def _choose(app, key, value):
    control = next(group for group in app.get("button_group") if group.key == key)
    control.set_value(value)
    return app.run()


def rows_of(app):
    return "\n".join(table.value.reset_index().to_csv() for table in app.table)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("country", ["IR", "VN"])
@pytest.mark.parametrize("name", ["findings", "ages", "registration"])
def test_every_section_opens_in_every_language(page, language, country, name):
    app = _choose(page(lang=language, country=country), "quality-section", name)
    assert not app.exception, app.exception
    assert not app.error
    if language != "en":
        assert "{" not in texts(app)


@pytest.mark.parametrize(
    ("language", "country", "said"),
    [
        (
            "en",
            "VN",
            "63 areas as reported, 34 on the newest map, that of 1 July 2025. 101,343,756 people on both",
        ),
        ("vi", "VN", "63 khu vực như đã công bố, 34 khu vực theo bản đồ mới nhất"),
        ("fa", "IR", "۳۱ منطقه چنان‌که گزارش شده، ۳۱ منطقه بر تازه‌ترین نقشه"),
    ],
)
def test_people_are_read_as_reported_and_on_the_newest_map(page, language, country, said):
    app = _choose(page(lang=language, country=country), "quality-section", "boundaries")
    assert not app.exception, app.exception
    assert said in texts(app)
    assert "{" not in texts(app)
    if language == "en":
        newest = app.table[0].value  # Ho Chi Minh City with Binh Duong and Ba Ria - Vung Tau
        assert newest.loc["Ho Chi Minh City"].tolist() == ["13,608,889", "derived, provisional"]
        assert len(newest) == 34 and "Binh Duong" not in newest.index
        assert len(_choose(app, "quality-maps-reading", "reported").table[0].value) == 63


def test_findings_of_the_country_are_counted_and_said(page):
    app = page(lang="en", country="IR")
    assert "Open: 0 errors, 25 warnings, 1 note." in texts(app)
    assert "Bushehr in 1390 has 119 males per 100 females" in rows_of(app)
    assert "Ha Noi" not in rows_of(app)


def test_an_area_has_its_own_findings(page):
    app = page(lang="fa", country="IR", area="IR18")
    assert "بوشهر" in rows_of(app) and "۱۳۹۰" in rows_of(app)
    assert "مازندران" not in rows_of(app)


def test_an_area_without_findings_says_so(page):
    app = page(lang="en", country="IR", area="IR01")
    assert "the tables of this release are in order" in texts(app)


def test_a_finding_is_accepted_with_a_reason_and_opened_again(page, connection):
    app = page(lang="en", country="IR")
    found = from_frame(queries.findings(connection))
    note = next(one.key for one in found if (one.rule, one.area, one.year) == ("event_jump", "IR", 1399))
    app.selectbox(key="quality-finding").set_value(note).run()
    assert "395,319 in 1398 to 511,881 in 1399" in texts(app)

    _submit(app)  # without a reason
    assert app.warning and decisions.accepted_findings().empty

    _decide(app, note, 0, "Sara *Ahmadi*", REASON)
    assert not app.exception
    kept = decisions.accepted_findings()
    assert kept[["finding", "reason", "who"]].to_numpy().tolist() == [[note, REASON, "Sara *Ahmadi*"]]
    assert kept["release"][0] == str(queries.release(connection)["release"].iloc[0])
    assert "1 is accepted with a reason." in texts(app)
    assert "Deaths registered of Iran" not in rows_of(app), "the list shows what is open"

    _choose(app, "quality-state", "accepted")
    assert REASON[:20] in texts(app) and "\\*Ahmadi\\*" in texts(app)
    _decide(app, note, 1, "Mai", "A later count is 3 % higher.")
    assert decisions.accepted_findings().empty
    assert decisions.history(note)["decision"].tolist() == ["accept", "reopen"]
    assert "1 is accepted" not in texts(app)


def _submit(app):
    app.button[-1].click().run()


def _decide(app, key, number, who, why):
    app.text_input(key=f"who-{key}-{number}").input(who)
    app.text_input(key=f"why-{key}-{number}").input(why)
    _submit(app)


def test_the_census_is_scored_and_classed_in_words(page):
    app = _choose(page(lang="en", country="IR", year="1395"), "quality-section", "ages")
    # joint score of the nation in the census of 1395, from its seventeen five-year groups
    assert "Age-sex accuracy (joint score) 16.0" in texts(app)
    assert "accurate (under 20)" in texts(app)
    assert "highly inaccurate" not in rows_of(app) and "inaccurate (20–40)" in rows_of(app)


def test_what_cannot_be_tested_is_said(page):
    assert "single years of age" in texts(_choose(page(lang="en", country="IR"), "quality-section", "ages"))
    assert "cannot be tested" in texts(_choose(page(lang="en", country="VN"), "quality-section", "ages"))
    assert "cannot be computed" in texts(
        _choose(page(lang="en", country="VN"), "quality-section", "registration")
    )


def test_more_than_expected_is_a_warning_and_not_cut_off(page):
    app = _choose(page(lang="en", country="IR", year="1400"), "quality-section", "registration")
    assert any("More registered than expected" in warning.value for warning in app.warning)
    app = _choose(app, "quality-event", "deaths")
    assert "138.2" in rows_of(app)
