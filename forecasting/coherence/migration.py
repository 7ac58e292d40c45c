"""Net migration of areas that adds to a wanted total in every cell, and leaves nobody fewer than none."""

from __future__ import annotations

import numpy as np

from forecasting import validation
from forecasting.axes import AgeGroups, Array
from forecasting.problems import ScenarioProblem

CELLS = ("sex", "age")


def adding_to(net: Array, total: Array, gross: Array, lowest: Array, ages: AgeGroups) -> Array:
    """Net migrants of areas that sum to ``total``, none below ``lowest``. (area, sex, age) -> same

    What is missing or too much is shared out in proportion to ``gross`` flows; where nobody moves, to those
    who could (``-lowest``). What an area cannot give is asked of the others, by what they can still spare.
    """
    room = -lowest.sum(0)
    short = total < -room * (1 + 1e-12) - 1e-9
    if short.any():
        cell = tuple(int(index) for index in np.argwhere(short)[0])
        raise ScenarioProblem(
            f"net migration of {validation.value_text(total[cell])} for {validation.place(cell, CELLS, ages)} is more than all "
            f"areas can spare together ({validation.value_text(room[cell])}): is the nation's migration in persons?"
        )
    weight = np.where(gross.sum(0) > 0, gross, -lowest)
    flows = np.maximum(net + (total - net.sum(0)) * _parts(weight), lowest)
    spare = flows - lowest
    excess = flows.sum(0) - total
    down = np.divide(np.maximum(excess, 0), spare.sum(0), out=np.zeros_like(excess), where=spare.sum(0) > 0)
    # Nobody to move and nobody moving: arrivals go to the areas alike.
    return np.asarray(flows - np.minimum(down, 1) * spare - np.minimum(excess, 0) * _parts(weight))


def _parts(weight: Array) -> Array:
    """Shares of areas in their sum, equal shares where that is 0."""
    total = weight.sum(0)
    equal = np.full_like(weight, 1 / len(weight))
    return np.divide(weight, total, out=equal, where=total > 0)
