"""Work shared out to the machine's cores in pieces that do not depend on how many cores there are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Piece = TypeVar("Piece")
Result = TypeVar("Result")


def cores() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def each(
    work: Callable[[Piece], Result], pieces: Sequence[Piece], threads: int | None = None
) -> Iterator[Result]:
    """``work`` done on every piece, results in the order of the pieces, at most one more piece than threads
    held at a time.

    Compiled kernels and numpy's sort release Python's lock, so threads are enough. numba's own parallel loops
    are not used: their default scheduler may not be entered by two readers at once.
    """
    workers = threads or cores()
    if workers == 1 or len(pieces) == 1:
        yield from map(work, pieces)
        return
    with ThreadPoolExecutor(workers) as pool:
        waiting = [pool.submit(work, piece) for piece in pieces[: workers + 1]]
        for coming in range(workers + 1, len(pieces) + workers + 1):
            yield waiting.pop(0).result()
            if coming < len(pieces):
                waiting.append(pool.submit(work, pieces[coming]))
            if not waiting:
                return


def slices(count: int, size: int) -> list[slice]:
    """``count`` things cut into runs of ``size``, the last one shorter."""
    return [slice(first, min(first + size, count)) for first in range(0, count, size)]
