"""What Stripe's operations cost at 100 and at 20,000 stored customers, over the core.

`python -m benchmarks.stripe`. No socket, but all of what the core does for a request. The two sizes take turns batch by
batch; the collector is off while a batch is timed, because both live in one process.
"""

import gc
import itertools
import json
import statistics
import time
from collections.abc import Callable
from typing import Any

from benchmarks.table import show
from mockserver.assembly import assemble
from mockserver.core.api import Reply
from mockserver.core.exchange import Exchange, split_target
from mockserver.core.sandbox import drive
from mockserver.settings import Settings

SMALL, LARGE = 100, 20_000
ROUNDS, CALLS = 24, 40
MOST = 1.2
"""How much dearer an operation may become."""

_CUSTOMER = (
    "name=Ada+Lovelace&email={email}&phone=%2B44+20+7946+0000&address[city]=Bath&address[country]=GB"
    "&shipping[name]=Ada&shipping[address][line1]=1+Square&metadata[plan]=gold&metadata[seat]=12"
    "&preferred_locales[0]=en-GB&invoice_settings[footer]=Thank+you"
)
_STRIDE = 7919
"""From one record that is read to the next; a prime far apart, so that no cache is warm by accident."""


class Filled:
    """A sandbox with so many customers."""

    def __init__(self, customers: int) -> None:
        self._sandbox = assemble(Settings())
        self._numbers = itertools.count()
        self._turn = 0
        self._ids: list[str] = []
        self._ids = [self.created()["id"] for _ in range(customers)]

    def created(self) -> Any:
        """Create a customer under a key of its own."""
        number = next(self._numbers)
        body = _CUSTOMER.format(email=f"ada{number}@example.com").encode()
        return json.loads(self._call("POST", "/v1/customers", body, {"idempotency-key": f"key-{number}"}).content)

    def read(self) -> Any:
        return self._call("GET", f"/v1/customers/{self._some()}")

    def page(self) -> Any:
        return self._call("GET", f"/v1/customers?limit=10&starting_after={self._some()}")

    def found_by_email(self) -> Any:
        self._some()
        return self._call("GET", f"/v1/customers?email=ada{self._turn}@example.com")

    def changed(self) -> Any:
        body = f"metadata[seat]={next(self._numbers)}".encode()
        return self._call("POST", f"/v1/customers/{self._some()}", body)

    def card_attached(self) -> Any:
        body = f"customer={self._some()}".encode()
        return self._call("POST", "/v1/payment_methods/pm_card_visa/attach", body)

    def _some(self) -> str:
        self._turn = (self._turn + _STRIDE) % len(self._ids)
        return self._ids[self._turn]

    def _call(self, method: str, target: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Reply:
        path, query = split_target(target)
        exchange = Exchange(
            method=method,
            target=target,
            path=path,
            query_string=query,
            headers={
                "authorization": "Bearer sk_test_benchmark",
                "content-type": "application/x-www-form-urlencoded",
                **(headers or {}),
            },
            body=body,
            base_url="http://127.0.0.1:8080",
            match=self._sandbox.router.find(method, path),
        )
        reply = drive(self._sandbox.answer(exchange), time.sleep)
        if reply.status != 200:
            raise RuntimeError(f"{method} {target} was answered {reply.status}: {reply.content.decode()}")
        return reply


OPERATIONS: dict[str, Callable[[Filled], Any]] = {
    "create, with a key": Filled.created,
    "get": Filled.read,
    "page behind a cursor": Filled.page,
    "list by e-mail": Filled.found_by_email,
    "update": Filled.changed,
    "attach a card": Filled.card_attached,
}


def main() -> None:
    sizes = [Filled(SMALL), Filled(LARGE)]
    rows = []
    for name, operation in OPERATIONS.items():
        times = [[_batch(filled, operation) for filled in sizes] for _ in range(ROUNDS)]
        few, many = (statistics.median(column) * 1e6 for column in zip(*times, strict=True))
        ratio = statistics.median(large / small for small, large in times)
        rows.append([name, f"{few:,.0f}", f"{many:,.0f}", f"{ratio:.2f}", "yes" if ratio <= MOST else "no"])
    head = ["operation", f"µs at {SMALL:,}", f"µs at {LARGE:,}", "ratio", f"≤ {MOST}"]
    show(f"Stripe: one call, processor time, median of {ROUNDS} batches of {CALLS}", head, rows)


def _batch(filled: Filled, operation: Callable[[Filled], Any]) -> float:
    """Give the seconds of processor time of one call: what other processes take does not count."""
    gc.disable()
    began = time.process_time()
    for _ in range(CALLS):
        operation(filled)
    seconds = (time.process_time() - began) / CALLS
    gc.enable()
    return seconds


if __name__ == "__main__":
    main()
