"""The memory that the journals of a server share."""

import threading
from typing import TYPE_CHECKING
from weakref import WeakSet

if TYPE_CHECKING:
    from mockserver.sandbox.journal import Journal

LARGEST = 16 * 1024 * 1024
"""Bytes that one journal holds."""

MOST = 256 * 1024 * 1024
"""Bytes that all journals of a server hold together."""


class Room:
    """Where the journals together hold more than `most` bytes, the fullest drops its older half.

    A tenant that says much loses its own entries so, and not those of others.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._held = 0
        self._journals: WeakSet[Journal] = WeakSet()
        self._lock = threading.Lock()

    def join(self, journal: "Journal") -> None:
        """Count a journal, for as long as there is one."""
        with self._lock:
            self._journals.add(journal)

    def grew(self, size: int) -> None:
        """Hear that a journal took this many bytes."""
        with self._lock:
            self._held += size
            if self._held <= self._most:
                return
            # What journals dropped is only subtracted here: most servers never come so far.
            journals = [*self._journals]
            self._held = sum(journal.held for journal in journals)
            while self._held > self._most:
                fullest = max(journals, key=lambda journal: journal.held)
                before = fullest.held
                fullest.halve()
                self._held -= before - fullest.held
