"""What axe-core finds on a page, and what a page says that is not in the reader's language."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from dashboard.words import LANGUAGES, catalogues
from dashboard.words.extraction import messages_in
from tests.conftest import ROOT

#: page ("" for every page) -> rules of axe-core that it still breaks: each is explained in docs/accessibility.md
REMAINING: dict[str, tuple[str, ...]] = {}

#: Everything a reader or a screen reader is told: texts but the icons' names and what is marked as English, names of
#: controls, letters in drawings
SAID = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const at = walk.currentNode.parentElement;
    if (at.closest('script, style, noscript, template, [data-testid="stIconMaterial"], [data-testid="stAlertDynamicIcon"], [lang="en"]:not(html), [data-testid="stSidebar"] [role="listbox"]')) continue;
    found.push(walk.currentNode.textContent);
  }
  for (const attribute of ['aria-label', 'title', 'placeholder', 'alt'])
    for (const at of document.querySelectorAll(`[${attribute}]`)) found.push(at.getAttribute(attribute));
  return found.filter(text => text && text.trim());
}"""

#: Names, licences, formats and addresses: Latin in every language
NAMES = {
    *("ODbL", "CC", "BY", "IGO", "OCHA", "CSV", "PNG", "SVG", "Data", "Package", "zip", "Rasad"),
    *("Parquet", "ODS", "PxWeb", "JSON", "stat", "Excel", "MB", "MIT", "WHO", "TOPALS", "SDG", "ARIMA"),
    *("SPSS", "Stata", "SAS", "dBASE", "PX", "SDMX", "ZIP"),
    *(
        "Das",
        "Gupta",
        "Kitagawa",
        "Gonzaga",
        "Schmertmann",
        "Marshall",
        "Arriaga",
        "Brass",
        "SRB",
        "TFR",
        "GRR",
    ),
    *("OpenStreetMap", "geoBoundaries", "English", "Tiếng", "Việt"),
}


#: Fingerprints, stamps of releases, sizes and endings of files, what is typed at a command line: codes, in no language
CODES = r"\b[0-9a-f]{12}\b|\b\d{8}T\d+Z?\b|\b\d+(\.\d+)?[KM]?B\b|\.csv\.gz\b|\bpython -m data\.ingest FILE\b"


@cache
def axe() -> str:
    """The axe-core script, as the package carries it."""
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def findings(page) -> list[tuple[str, str]]:
    """(rule, where) of every breach that axe-core finds"""
    page.evaluate(axe())
    seen = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [(each["id"], str(node["target"])) for each in seen["violations"] for node in each["nodes"]]


def new_findings(page, name: str) -> list[tuple[str, str]]:
    """What axe-core finds and docs/accessibility.md does not explain."""
    known = {*REMAINING.get("", ()), *REMAINING.get(name, ())}
    return [each for each in findings(page) if each[0] not in known]


def left_in_english(page, language: str) -> list[str]:
    """Texts of the page that hold English: Latin words in Persian, English words in Vietnamese."""
    if language == "en":
        return []
    return [text for text in page.evaluate(SAID) if english_in(text, language)]


def english_in(text: str, language: str) -> set[str]:
    """The words of a text that are English and not names."""
    text = re.sub(CODES, "", text)
    if language == "fa":
        return set(re.findall(r"[A-Za-z]{2,}", text)) - NAMES
    return set(re.findall(r"[^\W\d_]{3,}", text)) & english_words() - NAMES


@cache
def english_words() -> frozenset[str]:
    """Words of our English texts that no Vietnamese translation uses and no name holds."""
    asked = messages_in(ROOT)
    ours = {
        word for message in asked for word in re.findall(r"[A-Za-z]{3,}", re.sub(r"{\w+}", "", str(message)))
    }
    theirs = " ".join(str(said) for said in catalogues.translations("vi").values())
    return frozenset(
        ours - set(re.findall(r"[^\W\d_]{3,}", theirs)) - set(" ".join(LANGUAGES.values()).split())
    )
