"""How alike areas are in structure, and what moved between two counts: comparisons of age distributions."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import Array


def dissimilarity(counts: ArrayLike) -> Array:
    """Index of dissimilarity between every two areas. (area, group) -> (area, area), from 0 (alike) to 1

    Half the sum of absolute differences of shares: the part of one area's people who would have to be in another
    group for its structure to be the other's. Duncan & Duncan (1955), American Sociological Review 20:210-217.
    """
    people = validation.floats("counts", counts)
    if (people < 0).any() or not (people.sum(-1) > 0).all():
        raise ValueError("an area without people, or with fewer than none, has no structure to compare")
    shares = people / people.sum(-1, keepdims=True)
    return np.asarray(np.abs(shares[:, np.newaxis] - shares[np.newaxis]).sum(-1) / 2)


def net_internal_migrants(before: ArrayLike, after: ArrayLike) -> Array:
    """Net internal migrants of each age at the end. (area, ..., age), (area, ..., age) -> (area, ..., age)

    The national census survival ratio method (United Nations 1970, Manual VI: Methods of Measuring Internal Migration,
    chapter II): everyone survives, and is counted, as the nation is; what an area has beyond that has moved. The areas
    sum to nil at every age. Ages are of one width, which is the time between the counts; the last one is open. The
    youngest were not born at the first count: nan.
    """
    first, second = (
        validation.floats("population before", before),
        validation.floats("population after", after),
    )
    nation = first.sum(0)
    closed = np.concatenate([nation[..., :-2], nation[..., -2:].sum(-1, keepdims=True)], axis=-1)
    own = np.concatenate([first[..., :-2], first[..., -2:].sum(-1, keepdims=True)], axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = second.sum(0)[..., 1:] / closed
    moved = second[..., 1:] - ratio * own
    return np.concatenate([np.full((*moved.shape[:-1], 1), np.nan), moved], axis=-1)
