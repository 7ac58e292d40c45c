"""A real Chromium opens every page as people do: in three languages, on a desk and on a phone, with no Internet."""

from __future__ import annotations

import re

import pytest

from dashboard.menu import PAGE_LIST
from dashboard.words import LANGUAGES, Words
from tests.browser import access
from tests.browser.conftest import PATIENCE, WIDTHS
from tests.data.seed_rows import value, where

pytestmark = pytest.mark.browser

#: page -> charts it draws, and whether one of them is a map
CHARTS = {
    "overview": (3, True),
    "fertility": (4, True),
    "families": ({"en": 4, "fa": 5, "vi": 3}, True),  # durations of divorces: Iran as a whole alone
    "ageing": (4, True),
    "migration": (
        {"en": 4, "fa": 3, "vi": 4},
        True,
    ),  # balance, map, ranks; ages in Iran's provinces, flows in Viet Nam
    "compare": (1, False),
    "projections": (1, False),
    "quality": ({"en": 0, "fa": 2, "vi": 1}, False),  # completeness and ages where the place has them
    "mortality": ({"en": 3, "fa": 3, "vi": 4}, True),
    "catalogue": (0, False),
    "load": (0, False),
    "about": (0, False),
}
#: A province each, and the nation of the other: what people open
PLACES = {"en": ("IR", "IR23"), "fa": ("IR", "IR"), "vi": ("VN", "VN79")}
TITLES = {name: title for name, title, _icon in PAGE_LIST}

DRAWN = """(count) => {
  const charts = [...document.querySelectorAll('.js-plotly-plot')];
  const drawn = charts.filter(chart => [...chart.querySelectorAll('svg.main-svg')].some(
    svg => svg.getBoundingClientRect().width > 100 && svg.querySelector('path, text')));
  return charts.length === count && drawn.length === count;
}"""
#: A map is drawn when its canvas has more than a few colours: provinces, not an empty ground
COLOURS = """async () => {
  const map = document.querySelector('.maplibregl-canvas, .mapboxgl-canvas');
  if (!map || !map.width) return 0;
  const found = new Set();
  await new Promise(requestAnimationFrame);
  const picture = document.createElement('canvas');
  picture.width = 120; picture.height = 120;
  const brush = picture.getContext('2d');
  brush.drawImage(map, 0, 0, 120, 120);
  const dots = brush.getImageData(0, 0, 120, 120).data;
  for (let at = 0; at < dots.length; at += 4) found.add(`${dots[at]},${dots[at + 1]},${dots[at + 2]},${dots[at + 3]}`);
  return found.size;
}"""
WIDER = """() => {
  const main = document.querySelector('[data-testid="stMain"]');
  return Math.max(document.documentElement.scrollWidth - document.documentElement.clientWidth,
    main.scrollWidth - main.clientWidth);
}"""


def text_of(page) -> str:
    """What the page says."""
    return page.locator(".stMainBlockContainer").inner_text()


def outcome(page) -> str:
    """The sentence that says where a projection leads."""
    return page.locator(
        ".stMarkdown p:has(strong)", has_text=re.compile("million people|thousand people")
    ).last.inner_text()


def test_every_page_of_the_menu_is_opened_here():
    assert set(CHARTS) == set(TITLES)


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CHARTS)
def test_a_page_stands_alone_and_whole(visitor, name, language, width):
    visit = visitor(width)
    country, area = PLACES[language]
    page = visit.open("" if name == "overview" else name, lang=language, country=country, area=area)
    charts, has_map = CHARTS[name]
    count = charts[language] if isinstance(charts, dict) else charts
    page.wait_for_function(DRAWN, arg=count, timeout=PATIENCE)

    words = Words(language)
    assert page.locator("h1").inner_text() == words(TITLES[name])
    said = page.evaluate("() => [document.documentElement.lang, document.documentElement.dir]")
    assert said == [language, words.direction]
    [row] = where(country, "areas", area=area)
    assert row[f"name_{language}"].split()[0] in text_of(page)

    if has_map:
        boundaries = f"{visit.address}/boundaries/{country}.geojson"
        page.wait_for_function("() => document.querySelector('.maplibregl-canvas, .mapboxgl-canvas')")
        until_coloured(page)
        assert visit.answered.get(boundaries) == 200

    if width == WIDTHS["desk"]:
        assert access.new_findings(page, name) == []
    assert access.left_in_english(page, language) == []
    assert visit.strangers() == []
    assert visit.failed == []
    assert visit.complaints == []
    assert page.locator("[data-testid='stException']").count() == 0
    assert not re.search(r"Traceback|KeyError|ValueError|Error:", text_of(page))
    assert page.evaluate(WIDER) <= 0, "the page can be pushed sideways"


def until_coloured(page) -> None:
    """Wait until the provinces are on the map."""
    page.locator(".maplibregl-canvas, .mapboxgl-canvas").first.scroll_into_view_if_needed()
    for _ in range(100):
        # A WebGL canvas is empty once shown, so a picture of the screen is asked instead.
        if colours(page) > 12:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"the map has {colours(page)} colours: are the provinces drawn?")


def colours(page) -> int:
    """How many different colours the map shows."""
    import io

    from PIL import Image

    shot = page.locator(".maplibregl-canvas, .mapboxgl-canvas").first.screenshot()
    return len(Image.open(io.BytesIO(shot)).convert("RGB").resize((160, 160)).quantize(64).getcolors())


def test_a_page_says_the_figure_of_the_seed(visitor):
    visit = visitor()
    page = visit.open(lang="en", country="IR", area="IR23", year="1400")
    printed = value("IR", "rates", area="IR23", measure="total_fertility_rate", year=1400)
    card = page.locator("[data-testid='stMetric']", has_text="Total fertility rate")
    assert card.locator("[data-testid='stMetricValue']").inner_text() == f"{printed:.2f}"


def test_a_governor_goes_from_the_overview_to_a_projection_and_drags_a_point(visitor):
    visit = visitor()
    page = visit.open(lang="en", country="IR", area="IR23")
    page.get_by_role("link", name="Projections").click()
    page.wait_for_url("**/projections?**")
    page.get_by_role("heading", name="Projections").wait_for()
    page.locator(".handle").first.wait_for()
    visit.settle()
    assert "Tehran" in text_of(page)
    before, point = outcome(page), page.locator(".handle").last
    dot = point.locator(".dot").bounding_box()
    x, y = dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 8):
        page.mouse.move(x, y - 8 * step)
    dragging = float(point.get_attribute("aria-valuenow"))
    another(page, before)  # the figures follow while the button is still held
    page.mouse.up()
    visit.settle()
    dragged = outcome(page)
    assert people_in(dragged) > people_in(before)
    page.wait_for_url("**scenario=**", timeout=PATIENCE)
    page.locator(".handle").last.focus()
    for _ in range(6):
        page.keyboard.press("ArrowDown")
    another(page, dragged)
    visit.settle()
    assert float(page.locator(".handle").last.get_attribute("aria-valuenow")) == pytest.approx(dragging - 0.3)
    assert people_in(outcome(page)) <= people_in(dragged)
    assert (visit.failed, visit.complaints, visit.strangers()) == ([], [], [])


def another(page, before):
    """The outcome is another than it was."""
    page.wait_for_function(
        "(before) => ![...document.querySelectorAll('.stMarkdown p')].some(p => p.innerText === before)",
        arg=before,
        timeout=PATIENCE,
    )


def people_in(said: str) -> float:
    """Persons in "In 1434 (2055/56): 15.2 million people"."""
    amount, scale = re.search(r": ([\d.,]+) (million|thousand) people", said).groups()
    return float(amount.replace(",", "")) * {"million": 1e6, "thousand": 1e3}[scale]


def test_another_language_turns_the_page_and_the_address_and_keeps_the_view(visitor):
    visit = visitor()
    page = visit.open("ageing", lang="en", country="VN", area="VN79", measure="median_age")
    now = "en"
    for then in ("fa", "en", "vi", "en"):  # there and back: a browser remembers what its lists showed
        page.get_by_label(Words(now)("Language")).click()
        page.get_by_role("option", name=LANGUAGES[then]).click()
        page.wait_for_url(re.compile(f"lang={then}"))
        page.get_by_role("heading", name=Words(then)("Ageing"), level=1, exact=True).wait_for()
        visit.settle()
        said = page.evaluate("() => [document.documentElement.lang, document.documentElement.dir]")
        assert said == [then, Words(then).direction]
        turned = page.evaluate("() => getComputedStyle(document.querySelector('.stApp')).direction")
        assert turned == Words(then).direction
        assert "country=VN&area=VN79&measure=median_age" in page.url
        [row] = where("VN", "areas", area="VN79")
        assert row[f"name_{then}"].split()[0] in text_of(page)
        now = then
    assert (visit.failed, visit.complaints) == ([], [])


def test_a_copied_address_opens_the_same_view_elsewhere(visitor):
    first = visitor()
    page = first.open("fertility", lang="en", country="IR")
    page.get_by_label("Area", exact=True).click()
    page.get_by_role("option", name="Gilan").click()
    page.wait_for_url(re.compile("area=IR01"), wait_until="commit")
    first.settle()
    first.move(page.get_by_role("slider", name="Year").first, "ArrowLeft")
    page.wait_for_url(re.compile("year=1399"), wait_until="commit")
    first.settle()
    page.wait_for_function(DRAWN, arg=4, timeout=PATIENCE)
    other = visitor()
    copied = other.go(page.url)
    copied.wait_for_function(DRAWN, arg=4, timeout=PATIENCE)
    assert text_of(copied) == text_of(page)
    assert "Gilan" in text_of(copied) and "1399 (2020/21)" in text_of(copied)
    assert copied.url == page.url


def test_a_wrong_address_opens_with_a_sentence(visitor):
    visit = visitor()
    page = visit.open("fertility", lang="en", country="IR", area="IR99")
    page.get_by_text("The link asks for the area “IR99”").wait_for()
    assert "Iran" in text_of(page)
    assert (visit.failed, visit.complaints) == ([], [])


def test_back_leads_back(visitor):
    visit = visitor()
    page = visit.open(lang="en", country="VN", area="VN01")
    page.get_by_role("link", name="Ageing").click()
    page.get_by_role("heading", name="Ageing", level=1).wait_for()
    visit.settle()
    page.go_back()
    page.get_by_role("heading", name="Overview", level=1).wait_for()
    visit.settle()
    assert "Ha Noi" in text_of(page).replace("\N{NO-BREAK SPACE}", " ")
    assert visit.complaints == []


def test_an_address_that_comes_in_two_messages_is_one_step(visitor):
    """A slow server sends the page first and what is chosen on it later."""
    page = visitor().open(lang="en", country="VN", area="VN01")
    steps = page.evaluate("""() => {
      const before = history.length;
      history.pushState({}, "", "./ageing");
      history.pushState({}, "", "./ageing?lang=en&country=VN&area=VN01");
      const one = history.length;
      history.pushState({}, "", "./ageing?lang=en&country=VN&area=VN79");
      return [one - before, history.length - one, location.search];
    }""")
    assert steps == [1, 1, "?lang=en&country=VN&area=VN79"]


SIDEBAR = """() => {
  const box = document.querySelector('[data-testid="stSidebar"]').getBoundingClientRect();
  return [box.left, box.right];
}"""


@pytest.mark.parametrize("language", ["fa", "en"])
def test_on_a_phone_the_sidebar_is_away_until_it_is_asked_for(visitor, language):
    visit = visitor(WIDTHS["phone"])
    page = visit.open("about", lang=language, country="IR", area="IR")
    away = f"() => {{ const [left, right] = ({SIDEBAR})(); return right <= 1 || left >= innerWidth - 1; }}"
    there = f"() => {{ const [left, right] = ({SIDEBAR})(); return left >= -1 && right <= innerWidth + 1 && right - left > 200; }}"
    page.wait_for_function(away, timeout=PATIENCE)
    page.get_by_test_id("stExpandSidebarButton").click()
    page.wait_for_function(there, timeout=PATIENCE)
    assert page.get_by_label(Words(language)("Language")).is_visible()
    page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    page.wait_for_function(away, timeout=PATIENCE)
    assert page.evaluate(WIDER) <= 0


def test_the_program_checks_itself_and_serves_boundaries_that_may_be_kept(server):
    import json
    import urllib.request

    for country, provinces in (("IR", 31), ("VN", 63)):
        with urllib.request.urlopen(f"{server}/boundaries/{country}.geojson", timeout=30) as answer:
            body = answer.read()
            assert "max-age" in answer.headers["cache-control"]
        assert len(json.loads(body)["features"]) == provinces
        assert len(body) < 200_000, "a phone loads it in a second"


@pytest.mark.parametrize(
    "path", ["boundaries/XX.geojson", "boundaries/../../conftest.py", "boundaries/%2e%2e/iran/areas.csv"]
)
def test_nothing_but_boundaries_is_served_beside_the_pages(server, path):
    import urllib.error
    import urllib.request

    try:
        with urllib.request.urlopen(f"{server}/{path}", timeout=30) as answer:
            assert b"office_code" not in answer.read()
    except urllib.error.HTTPError as error:
        assert error.code in (400, 404)
