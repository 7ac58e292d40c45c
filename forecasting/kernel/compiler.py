"""How the compiled kernels are made: one decorator, and the shapes of the arrays they take.

Signatures are fixed, so importing a compiled module is all there is to wait for. Functions give up Python's
lock and never raise: what they are given was checked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import float64, njit, types

Function = TypeVar("Function", bound=Callable[..., Any])

LANES = (
    64  # trajectories side by side: enough to hide the processor's delays, few enough for its nearer caches
)

LINE, TABLE, CUBE, FOUR = float64[::1], float64[:, ::1], float64[:, :, ::1], float64[:, :, :, ::1]
# What is only read may be frozen; the compiler wants to be told.
READ_LINE, READ_TABLE, READ_CUBE, READ_FOUR = (
    types.Array(float64, dimensions, "C", readonly=True) for dimensions in (1, 2, 3, 4)
)


def compiled(signature: object, *, fused: bool = False) -> Callable[[Function], Function]:
    """Compile for one signature, kept on disk.

    Without ``fused`` arithmetic is rounded as Python rounds it; with it a product and a sum may be one
    operation, which is faster and differs in the last bit.
    """
    fast = {"contract"} if fused else False
    decorator = njit(cast(Any, signature), nogil=True, cache=True, error_model="numpy", fastmath=fast)
    return cast(Callable[[Function], Function], decorator)
