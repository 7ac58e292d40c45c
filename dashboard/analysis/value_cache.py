"""Values made once and shared by all threads."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock, RLock
from typing import Any, TypeVar, cast

Value = TypeVar("Value")


class ValueCache:
    """What was made under a key: the same object for all who ask, which nobody changes.

    While one thread makes a value, others that ask for it wait for it and for nothing else. What fails is made again
    by the next who asks. Of more than ``entries`` values the one not asked for the longest goes.
    """

    def __init__(self, entries: int | None = None) -> None:
        self._entries = entries
        self._slots: OrderedDict[Hashable, _Slot] = OrderedDict()
        self._lock = Lock()

    def value(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value under the key, made now if it is not there."""
        return cast(Value, self._slot(key).filled(make))

    def clear(self) -> None:
        """Forget all values."""
        with self._lock:
            self._slots.clear()

    def _slot(self, key: Hashable) -> _Slot:
        with self._lock:
            slot = self._slots.setdefault(key, _Slot())
            self._slots.move_to_end(key)
            while self._entries is not None and len(self._slots) > self._entries:
                self._slots.popitem(last=False)
        return slot


class _Slot:
    """Room for one value, with a lock of its own: making a value asks for others."""

    __slots__ = ("_full", "_lock", "_value")

    def __init__(self) -> None:
        self._lock = RLock()
        self._full = False
        self._value: Any = None

    def filled(self, make: Callable[[], Any]) -> Any:  # noqa: ANN401 - of the type that `make` gives
        with self._lock:
            if not self._full:
                self._value = make()
                self._full = True
            return self._value
