"""What was said: the last exchanges of a tenant, within bounds of number and memory."""

import itertools
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from mockserver.core.api.model import Exchange
from mockserver.sandbox.journal.entries import Entry
from mockserver.sandbox.journal.masking import MASK, mask_reason, mask_text
from mockserver.sandbox.journal.room import LARGEST, Room

__all__ = ["MASK", "Entry", "Journal", "mask_reason", "mask_text"]


class Journal:
    """The last `size` exchanges, and no more than `largest` bytes of them; each has a number that grows.

    `room` is the memory it shares with other journals of the server. `changes` grows with every change.
    """

    def __init__(self, size: int, room: Room | None = None, largest: int = LARGEST) -> None:
        self.held = 0
        self.changes = 0
        self._size = size
        self._largest = largest
        self._entries: deque[Entry] = deque()
        self._numbers = itertools.count(1)
        self._listeners: tuple[Callable[[], None], ...] = ()
        self._lock = threading.Lock()
        self._room = room or Room()
        self._room.join(self)

    def beside(self, size: int) -> "Journal":
        """Return an empty journal that shares the memory of this one."""
        return Journal(size, self._room, self._largest)

    def next_number(self) -> int:
        """Return the number of the next exchange."""
        return next(self._numbers)

    def add(self, exchange: Exchange, time: float, milliseconds: float) -> None:
        """Keep an exchange that has come to its end; the oldest make room for it."""
        if not self._size:
            return
        entry = Entry.of(exchange, time, milliseconds)
        with self._lock:
            self._entries.append(entry)
            self.held += entry.size
            while len(self._entries) > self._size or self.held > self._largest:
                self._drop_oldest()
            self.changes += 1
        self._room.grew(entry.size)
        for listener in self._listeners:
            listener()

    def __iter__(self) -> Iterator[Entry]:
        """Walk from the one that ended last to the one that ended first; numbers say in which order they began."""
        with self._lock:
            return iter([*reversed(self._entries)])

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, id: int) -> Entry | None:
        return next((entry for entry in self if entry.id == id), None)

    def clear(self) -> None:
        self.remove([*self])

    def remove(self, entries: list[Entry]) -> None:
        """Drop some of the exchanges."""
        dropped = {entry.id for entry in entries}
        with self._lock:
            self._entries = deque(entry for entry in self._entries if entry.id not in dropped)
            self.held = sum(entry.size for entry in self._entries)
            self.changes += 1

    def halve(self) -> None:
        """Drop the older half, at least one."""
        with self._lock:
            for _ in range((len(self._entries) + 1) // 2):
                self._drop_oldest()
            self.changes += 1

    @contextmanager
    def heard_by(self, listener: Callable[[], None]) -> Iterator[None]:
        """Tell a listener of each exchange that comes to its end, on whatever thread it does."""
        with self._lock:
            self._listeners = (*self._listeners, listener)
        try:
            yield
        finally:
            with self._lock:
                self._listeners = tuple(each for each in self._listeners if each is not listener)

    def _drop_oldest(self) -> None:
        self.held -= self._entries.popleft().size
