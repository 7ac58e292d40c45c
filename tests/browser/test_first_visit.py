"""A reader who was never here: what is fetched is light, and nothing that is read moves. No clock is looked at."""

from __future__ import annotations

import pytest

from benchmarks.first_visit import AIM_BYTES, AIM_SHIFT, visit

pytestmark = pytest.mark.browser


def test_a_first_visit_is_light_and_nothing_that_is_read_moves(browser, server):
    result = visit(browser, f"{server}/?lang=en&country=IR&area=IR23", slow=False)
    assert result.size < AIM_BYTES
    assert result.shift < AIM_SHIFT, result.moved


def test_a_first_visit_in_persian_is_as_light(browser, server):
    assert visit(browser, f"{server}/ageing?lang=fa&country=VN&area=VN", slow=False).size < AIM_BYTES
