"""Calls that come while somebody waits for them, and what comes to hold in a while."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE = 20.0
"""Seconds until nobody waits any longer."""


@contextmanager
def soon(call: Callable[[], object], seconds: float = 0.2) -> Iterator[None]:
    """Make a call on another thread a little later, and see it end."""
    timer = threading.Timer(seconds, call)
    timer.start()
    try:
        yield
    finally:
        timer.join()


def eventually(holds: Callable[[], bool]) -> bool:
    """Say whether something comes to hold in a while."""
    deadline = time.monotonic() + PATIENCE
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.01)
    return holds()
