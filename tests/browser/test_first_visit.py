"""A reader who was never here: what is fetched is light, and nothing that is read moves. No clock is looked at."""

from __future__ import annotations

import pytest

from benchmarks.first_visit import AIM_BYTES, AIM_SHIFT, visit

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("link", ["?lang=en&country=IR&area=IR23", "ageing?lang=fa&country=VN&area=VN"])
def test_a_first_visit_is_light_and_nothing_that_is_read_moves(browser, server, link):
    result = visit(browser, f"{server}/{link}", slow=False)
    assert result.size < AIM_BYTES
    assert result.shift < AIM_SHIFT, result.moved
