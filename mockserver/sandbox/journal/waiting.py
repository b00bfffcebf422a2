"""Waiting in real time for entries of the journal, without holding a thread where possible."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from mockserver.core.clock import monotonic
from mockserver.sandbox.journal import Journal

WAIT = "mockserver.wait"
"""The key of a WSGI environment under which an edge that can wait by itself lays a `Wait`."""


class Wait:
    """One request that is repeated whenever the journal changes, until it is answered or its time is over.

    The operation reports with `goes_on` that its answer is not final; the edge waits for news and repeats the request.
    """

    def __init__(self) -> None:
        self.waits = False
        self._ends: float | None = None
        self._over = False
        self._journal: Journal | None = None
        self._seen = 0
        self._longest = 0.0

    def goes_on(self, journal: Journal, seen: int, within: float, longest: float) -> bool:
        """Return whether to wait for a change of the journal after the `seen` ones, `longest` seconds at most."""
        if self._ends is None:
            self._ends = monotonic() + within
        self._journal, self._seen, self._longest = journal, seen, longest
        self.waits = not self._over and self.left > 0
        return self.waits

    @property
    def left(self) -> float:
        """Seconds until the request is put again, whatever happens."""
        return 0.0 if self._ends is None else min(self._ends - monotonic(), self._longest)

    @property
    def has_news(self) -> bool:
        return self._journal is not None and self._journal.changes != self._seen

    def put_again(self, *, last: bool) -> None:
        """Begin again; the `last` answer is final."""
        self.waits, self._over = False, self._over or last

    @contextmanager
    def heard_by(self, listener: Callable[[], None]) -> Iterator[None]:
        """Call a listener when there is news."""
        if self._journal is None:
            yield
            return
        with self._journal.heard_by(listener):
            yield


def block(wait: Wait) -> None:
    """Hold this thread until there is news, or it is time to look again."""
    news = threading.Event()
    with wait.heard_by(news.set):
        if not wait.has_news:
            news.wait(max(wait.left, 0.0))
