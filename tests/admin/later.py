"""Calls that come while somebody waits for them."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def soon(call: Callable[[], object], seconds: float = 0.2) -> Iterator[None]:
    """Make a call on another thread a little later, and see it end."""
    timer = threading.Timer(seconds, call)
    timer.start()
    try:
        yield
    finally:
        timer.join()
