"""64 workers at once on one server see nothing of each other, told apart by their credentials alone.

Every worker drives all four APIs with a scenario, a clock, settings, limits and keys of its own, and many share what
they can: ids they choose, idempotency keys, names of rules, e-mail addresses, the receiver of their webhooks. What it
is told is then compared, answer by answer and in everything its tenant owns, with what it is told alone on a server.
"""

import json
import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest

from mockserver.app import create_app
from mockserver.settings import Settings
from mockserver.testing.server import MockServer
from tests.clients import Answer, Caller, Chargebee, ChargeOver, InProcess, OverHttp, Rebilly, Stripe
from tests.receivers import Receiver, receiving

WORKERS = 64

SAYS = ("retry-after", "request-id", "idempotent-replayed", "x-mock-rule", "ratelimit", "rate-limit", "chargebee-")
"""How headers begin that tell of a tenant's state."""

BEGAN = re.compile(rb'"began": "[^"]+"')


@dataclass
class Worker:
    """One test, as somebody wrote it who knows of no other: a tenant, and all that it was told."""

    number: int
    caller: Caller
    receiver: Receiver
    told: list[Any] = field(default_factory=list)

    @property
    def tenant(self) -> str:
        return f"worker{self.number}"

    def run(self) -> "Worker":
        self.prepare()
        for part in (self.drive_rebilly, self.drive_stripe, self.drive_chargebee, self.drive_chargeover):
            part()
        self.put_back()
        self.tell_all()
        return self

    def hears(self, answer: Answer) -> Answer:
        headers = {name: value for name, value in answer.headers.items() if name.startswith(SAYS)}
        self.told.append((answer.status, headers, self._comparable(answer.content)))
        return answer

    def admin(self, method: str, path: str, body: Any = None) -> Answer:
        data = None if body is None else json.dumps(body).encode()
        return self.hears(self.caller.send(method, f"/__admin/tenants/{self.tenant}{path}", {}, data))

    def prepare(self) -> None:
        """See that a new tenant is one, and take a clock, settings, a scenario and a rule that few others take."""
        number = self.number
        self.admin("POST", "/clock/freeze", {"at": f"20{26 + number % 8}-01-15T10:{number % 60:02}:00Z"})
        for path in ("/scenario", "/rules", "/settings/chargeover", "/snapshots"):
            self.admin("GET", path)
        self.admin("PUT", "/settings/rebilly", {"put": ["replace", "merge"][number % 2]})
        self.admin("PUT", "/settings/chargeover", {"envelope": ["v3", "legacy"][number // 2 % 2]})
        self.admin(
            "PUT",
            "/scenario",
            {
                "version": 1,
                "name": "shared",
                "rate_limits": [{"id": "few", "api": "stripe", "limit": f"{3 + number % 3}/1h"}],
                "rules": [
                    {"id": "chance", "api": "chargebee", "when": {"probability": 0.5}, "respond": {"error": "locked"}},
                    {
                        "id": "nth",
                        "api": "chargeover",
                        "when": {"calls": 1 + number % 3},
                        "respond": {"error": "conflict"},
                    },
                    {"id": "held", "api": "stripe", "operation": "customers.create", "delay": "20ms"},
                    {"id": "slow", "api": "rebilly", "operation": "customers.list", "delay": f"{number % 4 * 5}ms"},
                ],
            },
        )
        self.admin(
            "PUT", "/rules/one", {"api": "rebilly", "when": {"calls": 2 + number % 2}, "respond": {"error": "gone"}}
        )

    def drive_rebilly(self) -> None:
        client = Rebilly(self.caller, self.tenant)
        hook = {"method": "POST", "url": f"{self.receiver.url}/{self.tenant}", "credentialHash": "none"}
        for answer in (
            client.put("/webhooks/mine", hook),
            client.put("/customers/ada", {"locale": "en", "customFields": {"of": self.tenant}}),
            client.put("/customers/ada", {"primaryAddress": {"firstName": self.tenant}}),
            client.post("/customers", {"customFields": {"of": self.tenant}}),
            client.get("/customers"),
        ):
            self.hears(answer)

    def drive_stripe(self) -> None:
        client = Stripe(self.caller, self.tenant)
        for _ in range(2):
            self.hears(client.send("POST", "/customers", {"name": self.tenant}, {"Idempotency-Key": "shared"}))
        for _ in range(3):
            self.hears(client.get("/customers"))

    def drive_chargebee(self) -> None:
        client = Chargebee(self.caller, self.tenant)
        for _ in range(4):
            self.hears(client.post("/customers", email="shared@example.com", first_name=self.tenant))
        self.hears(client.get("/customers"))

    def drive_chargeover(self) -> None:
        client = ChargeOver(self.caller, self.tenant, f"private-key-{self.number}")
        for _ in range(3):
            self.hears(client.post("/customer", {"company": self.tenant, "external_key": "shared"}))
        self.hears(client.get("/customer"))

    def put_back(self) -> None:
        """Take a snapshot under a name that all take, do something, and put it back."""
        self.admin("POST", "/snapshots", {"name": "shared"})
        client = Rebilly(self.caller, self.tenant)
        self.hears(client.post("/customers", {"customFields": {"of": self.tenant}}))
        self.admin("POST", "/clock/advance", {"by": f"{1 + self.number}m"})
        self.admin("POST", "/snapshots/shared/restore")
        self.hears(client.post("/customers", {"customFields": {"of": self.tenant}}))

    def tell_all(self) -> None:
        """Tell all that the tenant owns: a snapshot of it, what is left of limits, the journal, the deliveries."""
        self.admin("GET", "/snapshots/shared")
        self.admin("GET", "/limits?api=stripe")
        self.told += [self.journal(), self.deliveries()]
        self.admin("POST", "/reset")
        self.hears(Rebilly(self.caller, self.tenant).get("/customers"))

    def journal(self) -> list[Any]:
        """Give what the journal tells of each exchange, without durations and ports."""
        answer = self.caller.send("GET", f"/__admin/tenants/{self.tenant}/requests?limit=1000", {}, None)
        return [
            (
                each["id"],
                each["time"],
                each["operation"],
                each["request"]["target"],
                each["response"]["status"],
                each["rule"],
            )
            for each in answer.json["requests"]
        ]

    def deliveries(self) -> list[Any]:
        """Give the events of the deliveries, once all are made: for each change of a customer one."""
        path, expected = f"/__admin/tenants/{self.tenant}/deliveries", self._events()
        deadline = time.monotonic() + 10
        while (found := self.caller.send("GET", path, {}, None).json)["meta"]["total"] < expected:
            assert time.monotonic() < deadline, (expected, found)
            time.sleep(0.005)
        return [
            (each["event"], each["status"], each["request"]["url"].rpartition("/")[2]) for each in found["deliveries"]
        ]

    def _events(self) -> int:
        """Count the changes of customers that the receiver has to hear of."""
        answer = self.caller.send("GET", f"/__admin/tenants/{self.tenant}/requests?api=rebilly&limit=1000", {}, None)
        return sum(
            each["operation"] in ("customers.create", "customers.upsert") and each["response"]["status"] in (200, 201)
            for each in answer.json["requests"]
        )

    def _comparable(self, content: bytes) -> bytes:
        """Leave out where server and receiver listen and when the run began, which no two runs have in common."""
        url = getattr(self.caller, "url", "http://localhost")
        content = BEGAN.sub(b"", content)
        return content.replace(self.receiver.url.encode(), b"receiver:").replace(url.encode(), b"server:")


class Alone(InProcess):
    """A server for one worker, in this process."""

    url = "http://localhost"

    def __init__(self) -> None:
        super().__init__(create_app(Settings()))


class Shared(OverHttp):
    """A client of the server that all share."""

    def __init__(self, url: str) -> None:
        super().__init__(url, timeout=60)
        self.url = url


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


def at_once(workers: list[Worker]) -> list[Worker]:
    """Let workers begin at the same moment, each on a thread."""
    ready = threading.Barrier(len(workers))

    def run(worker: Worker) -> Worker:
        ready.wait(30)
        return worker.run()

    with ThreadPoolExecutor(len(workers)) as pool:
        return [*pool.map(run, workers)]


@pytest.fixture(scope="module")
def crowd(receiver: Receiver) -> Iterator[list[Worker]]:
    """The workers after they ran together, on a server that nobody had used before, and one who comes last."""
    with MockServer(Settings(port=0)) as server:
        *together, last = [Worker(number, Shared(server.url), receiver) for number in range(WORKERS + 1)]
        yield [*at_once(together), last.run()]


def test_a_worker_is_told_in_a_crowd_what_it_is_told_alone(crowd: list[Worker], receiver: Receiver) -> None:
    """Answer by answer: statuses, ids, times, counts of limits and rules, replays, journal, deliveries, snapshots."""
    for worker in crowd:
        alone = Worker(worker.number, Alone(), receiver).run()
        for number, (in_crowd, by_itself) in enumerate(zip(worker.told, alone.told, strict=True)):
            assert in_crowd == by_itself, f"{worker.tenant}, what it was told as number {number}"


def test_no_worker_hears_of_another(crowd: list[Worker]) -> None:
    """Whatever it is told names no tenant but its own."""
    for worker in crowd:
        told = repr(worker.told)
        strangers = {other.tenant for other in crowd} - {worker.tenant}
        assert [name for name in strangers if f"{name}'" in told or f'{name}"' in told] == []
        assert told.count(worker.tenant) > 10


def test_the_workers_differ(crowd: list[Worker]) -> None:
    """Else it would prove little that each is told its own."""
    assert len({repr(worker.told) for worker in crowd}) == WORKERS + 1
    assert {worker.told[0][0] for worker in crowd} == {200}
    assert len({tuple(heard[0] for heard in worker.told if isinstance(heard, tuple)) for worker in crowd}) > 10


def test_each_receiver_is_told_of_its_own(crowd: list[Worker], receiver: Receiver) -> None:
    """A webhook's address is the worker's, and so are the customers that it is told of."""
    of_workers = [received for received in receiver.wait(WORKERS) if received.path.startswith("/worker")]
    for received in of_workers:
        fields = received.json.get("customer", {}).get("customFields") or {}
        assert fields.get("of", received.path[1:]) == received.path[1:]


@pytest.mark.parametrize("again", range(3))
def test_tenants_can_go_while_others_work(live: MockServer, receiver: Receiver, organization: str, again: int) -> None:
    """Resets, restores and ends of tenants beside a worker change nothing of what it is told."""
    done = threading.Event()

    def disturb(number: int) -> None:
        client = Rebilly(OverHttp(live.url), f"{organization}x{number}")
        while not done.is_set():
            client.put("/customers/ada", {})
            client.admin("POST", "/snapshots", {"name": "shared"})
            for method, path in (("POST", "/reset"), ("POST", "/snapshots/shared/restore"), ("DELETE", "")):
                client.admin(method, path)

    # A worker's name follows from its number, which no other test of this process has.
    worker = Worker(1_000 + again, Shared(live.url), receiver)
    alone = Worker(1_000 + again, Alone(), receiver).run()
    others = [threading.Thread(target=disturb, args=(number,)) for number in range(4)]
    for other in others:
        other.start()
    try:
        assert worker.run().told == alone.told
    finally:
        done.set()
        for other in others:
            other.join()
