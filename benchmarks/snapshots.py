"""What it costs to take a snapshot of a tenant, to put it back and to reset, at 100, 1,000 and 10,000 records.

`python -m benchmarks.snapshots`. Over HTTP against a server in this process, as a test would ask, on one connection;
`nothing` is the same request for a part that is empty. Records are Rebilly's customers and their timelines. In a folder
a restore writes what the tenant has not any more: nothing after few changes, and everything after a reset.
"""

import statistics
import tempfile
import time
from pathlib import Path

import requests

from benchmarks.table import show
from mockserver.settings import Settings
from mockserver.testing.server import MockServer

SIZES = (100, 1_000, 10_000)
ROUNDS = 15
KEY = {"REB-APIKEY": "sk_sandbox_benchmark"}

MOST = {"take": 20.0, "restore after few changes": 20.0, "reset": 5.0, "restore after a reset": 20.0}
"""Milliseconds that each may take at 1,000 records."""


class Subject:
    """One tenant of a server, with so many records."""

    def __init__(self, server: MockServer, size: int) -> None:
        self._session = requests.Session()
        self._customers = f"{server.url}/organizations/org_{size}/customers"
        self._admin = f"{server.url}/__admin/tenants/org_{size}"
        for number in range(size // 2):  # each with an entry of its timeline
            self.create(f"ada{number}@example.com")

    def create(self, email: str) -> None:
        body = {"primaryAddress": {"firstName": "Ada", "emails": [{"label": "main", "value": email}]}}
        answer = self._session.post(self._customers, json=body, headers=KEY, timeout=60)
        assert answer.status_code == 201, answer.text

    def time(self, method: str, path: str) -> float:
        """Return the milliseconds that a call of the control plane takes."""
        began = time.perf_counter()
        answer = self._session.request(method, self._admin + path, timeout=60)
        taken = (time.perf_counter() - began) * 1e3
        assert answer.ok, answer.text
        return taken

    def measure(self) -> dict[str, list[float]]:
        """Take turns with everything there is to measure."""
        self.time("PUT", "")
        self._session.post(f"{self._admin}/snapshots", json={"name": "full"}, timeout=60)
        times: dict[str, list[float]] = {name: [] for name in ("nothing", *MOST)}
        for number in range(ROUNDS):
            times["nothing"].append(self.time("POST", "/reset?only=webhooks"))
            times["take"].append(self.time("POST", "/snapshots"))
            self.time("DELETE", "/snapshots/snapshot-1")
            for change in range(5):
                self.create(f"grace{number}.{change}@example.com")
            times["restore after few changes"].append(self.time("POST", "/snapshots/full/restore"))
            times["reset"].append(self.time("POST", "/reset"))
            times["restore after a reset"].append(self.time("POST", "/snapshots/full/restore"))
        return times


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        _show("in memory", Settings(port=0))
        _show("in a folder", Settings(port=0, data=Path(folder)))


def _show(where: str, settings: Settings) -> None:
    with MockServer(settings) as server:
        found = {size: Subject(server, size).measure() for size in SIZES}
    rows = []
    for name in found[SIZES[0]]:
        medians = [statistics.median(found[size][name]) for size in SIZES]
        bound = MOST.get(name)
        kept = "" if bound is None else "yes" if medians[SIZES.index(1_000)] <= bound else "no"
        rows.append([name, *[f"{median:,.2f}" for median in medians], f"{bound:g}" if bound else "", kept])
    head = [where, *[f"ms at {size:,}" for size in SIZES], "most at 1,000", "kept"]
    show(f"Snapshots {where}, medians of {ROUNDS}", head, rows)


if __name__ == "__main__":
    main()
