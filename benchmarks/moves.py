"""How far one request walks through the house: calls, and the files they lead into and back to.

`python -m benchmarks.moves`. Counts, and measures no time: the figures are the same on every machine. With `--where`
the pairs of files that are moved between most are printed, too.
"""

import sys
import time
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import mockserver
from benchmarks.request import BODY, BROKEN_BODY, HEADERS, PATH
from benchmarks.table import show
from mockserver.assembly import assemble
from mockserver.core.api.model import Exchange
from mockserver.core.http.request import split_target
from mockserver.sandbox.sandbox import Sandbox, drive
from mockserver.settings import Settings

HOUSE = f"{Path(mockserver.__file__).parent}/"

MOST_PAIRS = 25
"""Pairs of files that `--where` prints."""


@dataclass
class Walk:
    """The files of the house that calls lead into, one after the other.

    A move is a step from a file into another, whether a call or a return takes it; a return leads into a file that
    was left before. What libraries do between two steps counts for nothing.
    """

    calls: int = 0
    files: Counter[str] = field(default_factory=Counter)
    moves: Counter[tuple[str, str]] = field(default_factory=Counter)
    at: str = ""

    def follow(self, frame: FrameType, event: str, argument: Any) -> None:
        """Count an event of `sys.setprofile`."""
        if event == "call":
            file = frame.f_code.co_filename
            if file.startswith(HOUSE):
                self.calls += 1
                self._enter(file)
        elif event == "return" and frame.f_back:
            file = frame.f_back.f_code.co_filename
            if file.startswith(HOUSE):
                self._enter(file)

    def _enter(self, file: str) -> None:
        if file == self.at:
            return
        if self.at:
            self.moves[self.at.removeprefix(HOUSE), file.removeprefix(HOUSE)] += 1
        self.files[file] += 1
        self.at = file

    @property
    def returns(self) -> int:
        """How many moves led into a file that had been left before."""
        return sum(self.files.values()) - len(self.files)


@dataclass(frozen=True)
class Subject:
    """A request that is followed."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    status: int
    """What it is answered with, or would be where the answer is lost."""


FORM = {"content-type": "application/x-www-form-urlencoded"}
JSON = {"content-type": "application/json"}
STRIPE = {"authorization": "Bearer sk_test_benchmark", **FORM}
CUSTOMER_FORM = b"name=Ada+Lovelace&email=ada@example.com&address[city]=Bath&metadata[plan]=gold"


def _basic(credential: str) -> dict[str, str]:
    return {"authorization": f"Basic {b64encode(credential.encode()).decode()}"}


SUBJECTS: Mapping[str, Subject] = {
    "Stripe, a create with a key whose answer is lost": Subject(
        "POST",
        "/v1/customers",
        {**STRIPE, "idempotency-key": "key-1", "x-mock-fault": "connection_reset; effect=commit"},
        CUSTOMER_FORM,
        200,
    ),
    "Stripe, a create with a key": Subject(
        "POST", "/v1/customers", {**STRIPE, "idempotency-key": "key-2"}, CUSTOMER_FORM, 200
    ),
    "Stripe, a create": Subject("POST", "/v1/customers", STRIPE, CUSTOMER_FORM, 200),
    "Chargebee, a create": Subject(
        "POST",
        "/api/v2/customers",
        {**_basic("test_benchmark:"), **FORM},
        b"first_name=Ada&last_name=Lovelace&email=ada@example.com&billing_address[city]=Bath",
        200,
    ),
    "ChargeOver, a create": Subject(
        "POST",
        "/api/v3/customer",
        {**_basic("benchmark:private"), **JSON},
        b'{"company": "Example", "superuser_name": "Ada Lovelace", "bill_city": "Bath"}',
        201,
    ),
    "Rebilly, a create": Subject("POST", PATH, {name.lower(): value for name, value in HEADERS.items()}, BODY, 201),
    "Rebilly, a body that is refused": Subject(
        "POST", PATH, {name.lower(): value for name, value in HEADERS.items()}, BROKEN_BODY, 422
    ),
}


def main() -> None:
    sandbox = assemble(Settings())
    rows = []
    walks = {}
    for name, subject in SUBJECTS.items():
        _send(sandbox, subject, "warm-up")  # loads the API, and what else is made once
        walk = walks[name] = Walk()
        _send(sandbox, subject, "measured", walk.follow)
        moves = sum(walk.moves.values())
        rows.append([name, *(f"{count:,}" for count in (walk.calls, len(walk.files), moves, walk.returns))])
    show("One request each, in process", ["request", "calls", "files", "moves", "back to a file"], rows)
    if "--where" in sys.argv:
        for name, walk in walks.items():
            pairs = [
                [f"{left} > {entered}", str(count)] for (left, entered), count in walk.moves.most_common(MOST_PAIRS)
            ]
            show(name, ["move", "count"], pairs)


def _send(
    sandbox: Sandbox, subject: Subject, key: str, follow: Callable[[FrameType, str, Any], None] | None = None
) -> None:
    """Run one exchange, under a key of its own where it carries one; let its steps be followed."""
    path, query = split_target(subject.target)
    headers = dict(subject.headers)
    if "idempotency-key" in headers:
        headers["idempotency-key"] += key
    sys.setprofile(follow)
    try:
        exchange = Exchange(
            method=subject.method,
            target=subject.target,
            path=path,
            query_string=query,
            headers=headers,
            body=subject.body,
            base_url="http://127.0.0.1:8080",
            match=sandbox.router.find(subject.method, path),
        )
        reply = drive(sandbox.answer(exchange), time.sleep)
    finally:
        sys.setprofile(None)
    if reply.status != subject.status:
        raise RuntimeError(f"{subject.method} {subject.target} was answered {reply.status}: {reply.content.decode()}")


if __name__ == "__main__":
    main()
