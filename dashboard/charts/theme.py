"""How every chart looks: the colours, the letters, the shared template and the direction of reading.

Colours are told apart with the common colour-vision deficiencies; text reaches 4.5:1 on white and marks that
must be seen reach 3:1. All text comes through `words`, all digits through `dashboard.format`.
Draw the figures with `theme=None`, or Streamlit replaces the template by its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from dashboard.words import Words

INK = "#1b2a3a"
MUTED = "#55626f"
GRID = "#e3e8ec"
PEER = "#c3cbd3"
PAPER = "#ffffff"
ACCENT = "#0b6e75"
NATION = "#1b2a3a"
WOMEN = "#0f7c86"
MEN = "#c77700"
SCENARIOS = (ACCENT, "#b35900", "#6a4c93", "#9b2c4d", MUTED)
NO_DATA = "#c8c8c4"
SUPPRESSED = "#8a8a86"
NOT_APPLICABLE = "#f1f1ef"

FONTS = "'Be Vietnam Pro', 'Vazirmatn', sans-serif"
PERSIAN_FONTS = "'Vazirmatn', 'Be Vietnam Pro', sans-serif"

# What `st.plotly_chart` is to be given beside theme=None: Plotly's own buttons speak English only.
CONFIG: dict[str, Any] = {"displayModeBar": False, "responsive": True}
MAP_CONFIG = CONFIG | {"scrollZoom": True}

# A phone leaves about this many letters in a line of the header; see `wrapped`.
HEADER_LETTERS = 46
HOVER_LETTERS = 38

_AXIS = {
    "automargin": True,
    "fixedrange": True,  # a swipe on a phone scrolls the page, not the axis
    "gridcolor": GRID,
    "linecolor": PEER,
    "zeroline": False,
    "tickfont": {"size": 12, "color": MUTED},
    "title": {"font": {"size": 12, "color": MUTED}, "standoff": 8},
}

TEMPLATE: dict[str, Any] = {
    "layout": {
        "font": {"family": FONTS, "size": 13, "color": INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "hoverlabel": {"bgcolor": PAPER, "bordercolor": MUTED, "font": {"size": 13, "color": INK}},
        "title": {"font": {"size": 15, "color": INK}, "yref": "container", "y": 1, "yanchor": "top"},
        "xaxis": _AXIS,
        "yaxis": _AXIS,
    }
}


#: One series of a figure, as Plotly's JSON has it
Trace = dict[str, Any]
#: Whether Plotly checks every value of a figure. Our charts are checked in the tests (tests/conftest.py): for a reader it is
#: most of the time that a figure takes.
VALIDATION = False


def trace(kind: str, **properties: Any) -> Trace:  # noqa: ANN401 - plotly's own
    """A series of this kind: scatter, bar, heatmap, choroplethmap, scattermap."""
    return {"type": kind, **properties}


def right_to_left(words: Words) -> bool:
    """Whether the reader's lines begin at the right."""
    return words.direction == "rtl"


def isolated(text: str, words: Words) -> str:
    """The text with each line set in the reader's direction, whatever surrounds it.

    An SVG text runs left to right unless told otherwise: without the isolate (U+2067 ... U+2069) the brackets
    and numbers of a Persian line change places. Chromium ties the place of a text to its first letter and
    tears in two a number that stands first before Persian words, hence the unseen mark (U+200F) in front.
    """
    if not right_to_left(words):
        return text
    return "<br>".join(f"\u2067\u200f{line}\u2069" for line in text.split("<br>"))


@lru_cache(maxsize=16384)  # names, sources and states are the same on every point of a chart
def wrapped(text: str, letters: int = HEADER_LETTERS) -> str:
    """The text broken between words into lines of at most `letters`, joined by <br>."""
    return "<br>".join("<br>".join(wrap(line, letters)) for line in text.split("<br>"))


def span(text: str, *, colour: str = MUTED, size: int = 12) -> str:
    """The text in another colour and size, line by line."""
    style = f'style="color:{colour};font-size:{size}px"'
    return "<br>".join(f"<span {style}>{line}</span>" for line in text.split("<br>"))


def hover(name: str, *lines: str, words: Words) -> str:
    """What the reader sees on pointing: the name, then what is known of the value."""
    return f"<b>{isolated(name, words)}</b>" + hover_lines(*lines, words=words)


def hover_lines(*lines: str, words: Words) -> str:
    """Further lines under what is said already."""
    return "".join(f"<br>{isolated(wrapped(line, HOVER_LETTERS), words)}" for line in lines if line)


def status_text(status: str, words: Words, *, provisional: bool = False) -> str:
    """How the number came to be, in the reader's words."""
    texts = {
        "published": words("Published"),
        "derived": words("Derived from published figures"),
        "estimated": words("Estimated"),
        "projected": words("Projected"),
    }
    if status not in texts:
        return missing_text(status, words)
    return words("Provisional") if provisional else texts[status]


def missing_text(status: str, words: Words) -> str:
    """Why there is no number; an unknown reason is no data."""
    if status == "suppressed":
        return words("Suppressed")
    if status == "unreliable":
        return words("Unreliable: few events")
    return words("Not applicable") if status == "not_applicable" else words("No data")


def header(
    title: str | None, label: str | None, key: Sequence[tuple[str, str]], notes: Sequence[str], words: Words
) -> dict[str, Any]:
    """layout.title: the finding, the measure with its unit, what the marks mean; where reading begins.

    `key`: names of lines with their colours, where the lines cannot be named on the spot.
    """
    lines = [f"<b>{line}</b>" for line in wrapped(title, 40).split("<br>")] if title else []
    lines += [span(line) for line in wrapped(label or "").split("<br>") if line]
    lines += _key_lines(key)
    lines += [span(line) for note in notes for line in wrapped(note).split("<br>")]
    start = {"x": 1, "xanchor": "right"} if right_to_left(words) else {"x": 0, "xanchor": "left"}
    text = "<br>".join(isolated(line, words) for line in lines)
    # Plotly hangs one line from its top, and several from the foot of the first.
    top = 8 if len(lines) < 2 else 20
    return {"text": text, "xref": "container", "pad": {"t": top, "l": 8, "r": 8}} | start


def _key_lines(key: Sequence[tuple[str, str]]) -> list[str]:
    """Coloured names, as many to a line as a phone has room for."""
    lines: list[list[tuple[str, str]]] = []
    for name, colour in key:
        if lines and sum(len(text) + 6 for text, _ in lines[-1]) + len(name) <= HEADER_LETTERS:
            lines[-1].append((name, colour))
        else:
            lines.append([(name, colour)])
    return [
        "\u2003\u2003".join(span(f"<b>{name}</b>", colour=colour) for name, colour in line) for line in lines
    ]


def figure(
    traces: Sequence[Trace],
    *,
    words: Words,
    alt: str,
    height: int,
    title: str | None = None,
    label: str | None = None,
    key: Sequence[tuple[str, str]] = (),
    notes: Sequence[str] = (),
    over: int = 0,
    margin: dict[str, int] | None = None,
    **layout: Any,  # noqa: ANN401 - plotly's own
) -> go.Figure:
    """The traces on the shared template, with header and reading direction.

    `alt` is the sentence for those who cannot see the figure, kept as `figure.layout.meta["alt"]`.
    `over` are pixels between the header and the drawing.
    """
    head = header(title, label, key, notes, words)
    lines = head["text"].count("<br>") + 1 if head["text"] else 0
    room = {"t": 12 + 19 * lines + over, "b": 36, "l": 8, "r": 8} | (margin or {})
    family = PERSIAN_FONTS if right_to_left(words) else FONTS
    align = "right" if right_to_left(words) else "left"
    shared = {
        "template": TEMPLATE,
        "title": head,
        "margin": room,
        "height": height,
        "meta": {"alt": alt},
        "font": {"family": family},
        "hoverlabel": {"align": align, "font": {"family": family}},
    }
    return go.Figure(data=list(traces), layout=shared | layout, _validate=VALIDATION)


def value_axis(values: Sequence[float], texts: Sequence[str], words: Words) -> dict[str, Any]:
    """Ticks of an axis, written in the reader's digits."""
    return {
        "tickmode": "array",
        "tickvals": list(values),
        "ticktext": [isolated(text, words) for text in texts],
    }
