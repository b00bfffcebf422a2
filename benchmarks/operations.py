"""What the operations of Stripe, Chargebee and ChargeOver cost at 100 and at 20,000 stored customers, over the core.

`python -m benchmarks.operations`. No socket, but all of what the core does for a request. The two sizes take turns
batch by batch; the collector is off while a batch is timed, because both live in one process.
"""

import gc
import itertools
import json
import statistics
import time
from abc import abstractmethod
from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import Any

from benchmarks.table import show
from mockserver.assembly import assemble
from mockserver.core.api.model import Exchange
from mockserver.core.http.reply import Reply
from mockserver.core.http.request import split_target
from mockserver.sandbox.sandbox import drive
from mockserver.settings import Settings

SMALL, LARGE = 100, 20_000
ROUNDS, CALLS = 24, 40
MOST = 1.2
"""How much dearer an operation may become."""

_STRIDE = 7919
"""From one record that is read to the next; a prime far apart, so that no cache is warm by accident."""


class Filled:
    """A sandbox with so many customers of one API."""

    headers: Mapping[str, str]
    form = "application/x-www-form-urlencoded"

    def __init__(self, customers: int) -> None:
        self._sandbox = assemble(Settings())
        self.numbers = itertools.count()
        self.turn = 0
        self._ids: list[str] = []
        self._ids = [self.created()["id"] for _ in range(customers)]

    @abstractmethod
    def created(self) -> Any:
        """Create a customer under a key of its own, and return it."""

    def some(self) -> str:
        """Return the id of another customer each time."""
        self.turn = (self.turn + _STRIDE) % len(self._ids)
        return self._ids[self.turn]

    def call(self, method: str, target: str, body: str = "", headers: Mapping[str, str] | None = None) -> Reply:
        """Run one exchange, which must succeed."""
        path, query = split_target(target)
        exchange = Exchange(
            method=method,
            target=target,
            path=path,
            query_string=query,
            headers={"content-type": self.form, **self.headers, **(headers or {})},
            body=body.encode(),
            base_url="http://127.0.0.1:8080",
            match=self._sandbox.router.find(method, path),
        )
        reply = drive(self._sandbox.answer(exchange), time.sleep)
        if reply.status >= 300:
            raise RuntimeError(f"{method} {target} was answered {reply.status}: {reply.content.decode()}")
        return reply


class Stripe(Filled):
    """Stripe's customers."""

    headers = {"authorization": "Bearer sk_test_benchmark"}

    def created(self) -> Any:
        number = next(self.numbers)
        body = (
            f"name=Ada+Lovelace&email=ada{number}@example.com&phone=%2B44+20+7946+0000&address[city]=Bath"
            "&address[country]=GB&shipping[name]=Ada&shipping[address][line1]=1+Square&metadata[plan]=gold"
            "&metadata[seat]=12&preferred_locales[0]=en-GB&invoice_settings[footer]=Thank+you"
        )
        return json.loads(self.call("POST", "/v1/customers", body, {"idempotency-key": f"key-{number}"}).content)

    def read(self) -> Any:
        return self.call("GET", f"/v1/customers/{self.some()}")

    def page(self) -> Any:
        return self.call("GET", f"/v1/customers?limit=10&starting_after={self.some()}")

    def found_by_email(self) -> Any:
        self.some()
        return self.call("GET", f"/v1/customers?email=ada{self.turn}@example.com")

    def changed(self) -> Any:
        return self.call("POST", f"/v1/customers/{self.some()}", f"metadata[seat]={next(self.numbers)}")

    def card_attached(self) -> Any:
        return self.call("POST", "/v1/payment_methods/pm_card_visa/attach", f"customer={self.some()}")


class Chargebee(Filled):
    """Chargebee's customers."""

    headers = {"authorization": f"Basic {b64encode(b'test_benchmark:').decode()}"}

    def created(self) -> Any:
        number = next(self.numbers)
        body = (
            f"first_name=Ada&last_name=Lovelace&email=ada{number}@example.com&phone=%2B44+20+7946+0000"
            "&company=Example&billing_address[city]=Bath&billing_address[country]=GB&billing_address[zip]=BA1"
            "&meta_data=%7B%22plan%22%3A%22gold%22%7D&locale=en-GB&cf_seat=12"
        )
        key = {"chargebee-idempotency-key": f"key-{number}"}
        return json.loads(self.call("POST", "/api/v2/customers", body, key).content)["customer"]

    def read(self) -> Any:
        return self.call("GET", f"/api/v2/customers/{self.some()}")

    def page(self) -> Any:
        return self.call("GET", "/api/v2/customers?limit=10")

    def found_by_email(self) -> Any:
        self.some()
        return self.call("GET", f"/api/v2/customers?email[is]=ada{self.turn}@example.com")

    def changed(self) -> Any:
        return self.call("POST", f"/api/v2/customers/{self.some()}", f"cf_seat={next(self.numbers)}")

    def card_added(self) -> Any:
        card = "card[number]=4111111111111111&card[expiry_month]=12&card[expiry_year]=2099&card[cvv]=100"
        return self.call("POST", "/api/v2/payment_sources/create_card", f"customer_id={self.some()}&{card}")


class ChargeOver(Filled):
    """ChargeOver's customers, each with a contact."""

    headers = {"authorization": f"Basic {b64encode(b'benchmark:private').decode()}"}
    form = "application/json"

    def created(self) -> Any:
        number = next(self.numbers)
        body = {
            "company": "Example", "external_key": f"key-{number}", "superuser_name": "Ada Lovelace",
            "superuser_email": f"ada{number}@example.com", "bill_addr1": "1 High Street", "bill_city": "Bath",
            "bill_country": "GB", "bill_postcode": "BA1", "custom_1": "gold", "terms_id": 2, "no_taxes": True,
        }  # fmt: skip
        return json.loads(self.call("POST", "/api/v3/customer", json.dumps(body)).content)["response"]

    def read(self) -> Any:
        return self.call("GET", f"/api/v3/customer/{self.some()}")

    def page(self) -> Any:
        return self.call("GET", f"/api/v3/customer?limit=10&offset={self.some()}")

    def found_by_key(self) -> Any:
        self.some()
        return self.call("GET", f"/api/v3/customer?where=external_key:EQUALS:key-{self.turn}")

    def changed(self) -> Any:
        return self.call("PUT", f"/api/v3/customer/{self.some()}", json.dumps({"custom_1": str(next(self.numbers))}))


SUBJECTS: dict[type[Filled], dict[str, Callable[[Any], Any]]] = {
    Stripe: {
        "create, with a key": Stripe.created,
        "get": Stripe.read,
        "page behind a cursor": Stripe.page,
        "list by e-mail": Stripe.found_by_email,
        "update": Stripe.changed,
        "attach a card": Stripe.card_attached,
    },
    Chargebee: {
        "create, with a key": Chargebee.created,
        "get": Chargebee.read,
        "first page": Chargebee.page,
        "list by e-mail": Chargebee.found_by_email,
        "update": Chargebee.changed,
        "add a card": Chargebee.card_added,
    },
    ChargeOver: {
        "create, with a contact": ChargeOver.created,
        "get": ChargeOver.read,
        "page at an offset": ChargeOver.page,
        "list by external key": ChargeOver.found_by_key,
        "update": ChargeOver.changed,
    },
}


def main() -> None:
    for subject, operations in SUBJECTS.items():
        sizes = [subject(SMALL), subject(LARGE)]
        rows = []
        for name, operation in operations.items():
            times = [[_batch(filled, operation) for filled in sizes] for _ in range(ROUNDS)]
            few, many = (statistics.median(column) * 1e6 for column in zip(*times, strict=True))
            ratio = statistics.median(large / small for small, large in times)
            rows.append([name, f"{few:,.0f}", f"{many:,.0f}", f"{ratio:.2f}", "yes" if ratio <= MOST else "no"])
        head = ["operation", f"µs at {SMALL:,}", f"µs at {LARGE:,}", "ratio", f"≤ {MOST}"]
        show(f"{subject.__name__}: one call, processor time, median of {ROUNDS} batches of {CALLS}", head, rows)


def _batch(filled: Filled, operation: Callable[[Any], Any]) -> float:
    """Return the seconds of processor time of one call: what other processes take does not count."""
    gc.disable()
    began = time.process_time()
    for _ in range(CALLS):
        operation(filled)
    seconds = (time.process_time() - began) / CALLS
    gc.enable()
    return seconds


if __name__ == "__main__":
    main()
