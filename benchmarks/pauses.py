"""How long the worst answers take while 50,000 customers are created one by one, and what memory each takes.

`python -m benchmarks.pauses [CUSTOMERS]`. One client, one connection, a server of its own, in memory and in a folder.
"""

import http.client
import statistics
import sys
import tempfile
import time

from benchmarks.request import BODY, HEADERS, PATH
from benchmarks.servers import MOCKSERVER, Server, with_port_file
from benchmarks.table import show

CUSTOMERS = 50_000
WARM_UP = 500
SLOW = 0.02
"""Seconds from which on an answer counts as slow."""


def main() -> None:
    customers = int(sys.argv[1]) if len(sys.argv) > 1 else CUSTOMERS
    rows = []
    with with_port_file(MOCKSERVER) as server:
        rows.append(["memory", *_created(server, customers)])
    with tempfile.TemporaryDirectory() as folder:
        *command, port_file = MOCKSERVER
        with with_port_file([*command, "--data", f"{folder}/data", port_file]) as server:
            rows.append(["folder", *_created(server, customers)])
    head = ["kept in", "p50 ms", "p99 ms", "p99.9 ms", "worst ms", f"over {SLOW * 1000:g} ms", "kB a customer"]
    show(f"{customers:,} creates, one after the other", head, rows)


def _created(server: Server, customers: int) -> list[str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    _post(connection, WARM_UP)
    before = server.memory()
    seconds = _post(connection, customers)
    grown = server.memory() - before
    cuts = statistics.quantiles(seconds, n=1000)
    return [
        *(f"{cuts[at] * 1000:.2f}" for at in (499, 989, 998)),
        f"{max(seconds) * 1000:.1f}",
        str(sum(one > SLOW for one in seconds)),
        f"{grown * 1024 / customers:.1f}",
    ]


def _post(connection: http.client.HTTPConnection, many: int) -> list[float]:
    seconds = []
    for _ in range(many):
        began = time.perf_counter()
        connection.request("POST", PATH, BODY, dict(HEADERS))
        response = connection.getresponse()
        response.read()
        seconds.append(time.perf_counter() - began)
        if response.status != 201:
            raise RuntimeError(f"a create was answered {response.status}")
    return seconds


if __name__ == "__main__":
    main()
