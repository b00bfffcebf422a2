"""What create, get and a page of a list cost at 100 and at 100,000 stored customers, in memory and in a folder.

`python -m benchmarks.growth`. The two sizes take turns batch by batch, each in its own process, over the core: no
socket, but all of what the core does for a request.
"""

import statistics
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks.filled import BATCHES, Answer, Remote, elsewhere
from benchmarks.table import show

SMALL, LARGE = 100, 100_000
ROUNDS = 24
MOST = 1.2
"""How much dearer an operation may become."""


def main() -> None:
    with ExitStack() as stack:
        filled: list[list[str]] = []
        sizes = {}
        for customers in (SMALL, LARGE):
            sizes[customers] = stack.enter_context(elsewhere())
            filled.append(_described(f"{customers:,} in memory", sizes[customers].ask("fill", customers)))
        _compare("In memory", sizes[SMALL], sizes[LARGE])
    with ExitStack() as stack:
        folders = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        loaded: list[list[str]] = []
        for customers in (SMALL, LARGE):
            folder = folders / str(customers)
            with elsewhere(folder) as writer:
                filled.append(_described(f"{customers:,} in a folder", writer.ask("fill", customers)))
            with elsewhere(folder, collector=False) as reader:
                loaded.append(_described(f"{customers:,}, collector off", reader.ask("opened")))
            sizes[customers] = stack.enter_context(elsewhere(folder))
            loaded.append(_described(f"{customers:,}, collector on", sizes[customers].ask("opened")))
        _compare("In a folder", sizes[SMALL], sizes[LARGE])
    head = ["customers", "seconds", "full collections", "ms of one now", "resident MB"]
    show("Creating them one by one", head, filled)
    show("Loading a folder at the start", head, loaded)


def _compare(title: str, small: Remote, large: Remote) -> None:
    rows = []
    for collector in (True, False):
        for operation in BATCHES:
            times = [_pair(small, large, operation, collector=collector) for _ in range(ROUNDS)]
            few, many = (statistics.median(column) * 1e6 for column in zip(*times, strict=True))
            ratio = statistics.median(many / few for few, many in times)
            judged = "yes" if ratio <= MOST else "no"
            rows.append([
                f"{operation}, collector {'on' if collector else 'off'}",
                f"{few:,.0f}",
                f"{many:,.0f}",
                f"{ratio:.2f}",
                judged,
            ])  # fmt: skip
    head = ["operation", f"µs at {SMALL:,}", f"µs at {LARGE:,}", "ratio", f"≤ {MOST}"]
    show(f"{title}: one call, processor time, median of {ROUNDS} batches", head, rows)


def _pair(small: Remote, large: Remote, operation: str, *, collector: bool) -> tuple[float, float]:
    first, second = (remote.ask("time", operation, collector=collector)["seconds"] for remote in (small, large))
    return first, second


def _described(name: str, took: Answer) -> list[str]:
    return [
        name,
        f"{took['seconds']:.2f}",
        f"{took['full collections']:.0f}",
        f"{took['pause'] * 1000:.0f}",
        f"{took['MB']:.0f}",
    ]


if __name__ == "__main__":
    main()
