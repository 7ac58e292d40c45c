"""What a reader does with a chart in a real Chromium: takes it away, goes into an area, lets the years run."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest
from PIL import Image

from dashboard.words import Words
from tests.browser.conftest import PATIENCE
from tests.browser.test_browser import until_coloured

pytestmark = pytest.mark.browser


def taken(visit, click) -> tuple[str, bytes]:
    """The name and the bytes of what a click downloads."""
    with visit.page.expect_download(timeout=PATIENCE) as download:
        click()
    return download.value.suggested_filename, download.value.path().read_bytes()


def test_a_chart_is_taken_away_as_picture_drawing_data_and_link_with_no_network(visitor):
    visit = visitor()
    page = visit.open("fertility", lang="fa", country="IR", area="IR23", year="1400")
    trend = page.locator(".st-key-chart-trend-total_fertility_rate")
    trend.locator("[data-take=png]").scroll_into_view_if_needed()

    name, picture = taken(visit, trend.locator("[data-take=png]").click)
    image = Image.open(io.BytesIO(picture))
    assert name == "ir-total-fertility-rate.png"
    assert image.width > 1000 and len(image.convert("RGB").resize((200, 100)).getcolors(20_000)) > 20

    name, drawing = taken(visit, trend.locator("[data-take=svg]").click)
    said = drawing.decode()
    assert name.endswith(".svg") and said.startswith("<svg")
    words = Words("fa")
    assert words("{measure} over the years", measure=words("Total fertility rate")) in said  # its title
    assert "مرکز آمار ایران" in said  # who says so
    assert (
        said.count("@font-face") == 8 and said.count('url("data:') == 8
    )  # its letters, wherever it is opened

    name, packed = taken(visit, trend.locator("[data-testid=stDownloadButton] button").first.click)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        about = json.loads(archive.read("datapackage.json"))
        assert "IR23" in archive.read("ir-total-fertility-rate.csv").decode()
    assert about["link"] == page.url
    assert (visit.strangers(), visit.failed, visit.complaints) == ([], [], [])


def test_the_table_of_a_chart_is_there_when_it_is_asked_for(visitor):
    visit = visitor()
    page = visit.open("ageing", lang="en", country="VN", area="VN01", measure="median_age")
    trend = page.locator(".st-key-chart-trend-median_age")
    assert trend.locator("table").count() == 0
    trend.get_by_text("Table", exact=True).click()
    trend.locator("table").wait_for()
    said = trend.locator("table").inner_text()
    assert "Ha Noi" in said.replace("\N{NO-BREAK SPACE}", " ") and "estimated" in said
    assert visit.complaints == []


def test_a_click_on_the_map_goes_into_the_area_and_the_breadcrumb_comes_back(visitor):
    visit = visitor()
    page = visit.open("fertility", lang="en", country="IR")
    until_coloured(page)
    box = page.locator(".maplibregl-canvas").first.bounding_box()
    for _ in range(2):  # the same area a second time: a choice that was made once can be made again
        middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.move(*middle)
        page.mouse.click(*middle)
        page.wait_for_url(re.compile("area=IR10"), timeout=PATIENCE)
        visit.settle()
        assert "Isfahan" in page.locator(".st-key-breadcrumb").inner_text()
        page.locator(".st-key-breadcrumb").get_by_role("button", name="Iran").click()
        page.wait_for_url(re.compile("area=IR($|&)"), timeout=PATIENCE)
        visit.settle()
        until_coloured(page)
    assert (visit.failed, visit.complaints) == ([], [])


def test_the_years_run_to_the_last_and_stand_there(visitor):
    visit = visitor()
    page = visit.open("fertility", lang="en", country="IR", year="1399")
    until_coloured(page)
    page.get_by_role("button", name="Play").first.click()
    page.get_by_role("button", name="Pause").first.wait_for(timeout=PATIENCE)
    page.get_by_role("button", name="Play").first.wait_for(timeout=PATIENCE)
    page.wait_for_url(re.compile("year=1400"), timeout=PATIENCE)
    visit.settle()
    assert "1400 (2021/22)" in page.locator(".stMainBlockContainer").inner_text()
    assert (visit.failed, visit.complaints) == ([], [])


#: Pages whose controls are of their own kinds, each in one language; the others are made of the same as fertility
WALKED = {
    "fertility": "fa",
    "compare": "vi",
    "projections": "en",
    "quality": "en",
    "catalogue": "vi",
    "load": "fa",
}
MOST_STEPS = 160


@pytest.mark.parametrize("name", WALKED)
def test_every_control_of_a_page_is_reached_by_the_keyboard_and_shows_it(visitor, name):
    visit = visitor()
    page = visit.open(name, lang=WALKED[name], country="IR", area="IR23")
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    reached, unseen = set(), []
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if at is None or (at["mark"] in reached and at["first"]):
            break
        reached.add(at["mark"])
        if not at["shown"]:
            unseen.append(at["mark"])
    wanted = set(page.evaluate(CONTROLS))
    assert wanted - reached == set()
    assert unseen == []


#: Where the focus is, and whether anything shows it: an outline, a shadow or a border in another colour
FOCUSED = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (!at || at === document.body) return null;
  const ring = (element) => {
    const style = getComputedStyle(element);
    if (element instanceof SVGElement) return style.stroke === 'rgb(179, 89, 0)' && parseFloat(style.strokeWidth) >= 3;
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
  };
  const around = [at, at.querySelector('.reach'), at.parentElement, at.parentElement?.parentElement, at.previousElementSibling, at.nextElementSibling,
    at.closest('label')?.querySelector('div, span'), at.closest('[data-baseweb], [role=group], [class*=stSelectbox] > div')].filter(Boolean);
  window.rasadOrder ??= new Map();
  if (!window.rasadOrder.has(at)) window.rasadOrder.set(at, window.rasadOrder.size);
  return { mark: %s, first: window.rasadOrder.get(at) === 0, shown: around.some(ring) };
}"""
MARK = "(e => `${e.tagName}:${(e.getAttribute('aria-label') || e.innerText || e.dataset.take || e.getAttribute('role') || e.closest('label')?.innerText || '').trim().slice(0, 40)}`)"
FOCUSED = FOCUSED % f"{MARK}(at)"
#: Everything that can be worked: buttons, links, lists, sliders and switches; in a row of choices the chosen one, from
#: which the arrow keys go on
CONTROLS = f"""() => [...document.querySelectorAll(
  '[data-testid=stApp] :is(button, a[href], input, [role=slider], [role=combobox])')]
  .filter(e => e.offsetParent !== null && !e.disabled && e.tabIndex >= 0 && getComputedStyle(e).visibility !== 'hidden' && e.checkVisibility())
  .filter(e => !(e.getAttribute('role') === 'radio' && e.getAttribute('aria-checked') !== 'true'))
  .map({MARK})"""
