"""Malformed bodies for every operation of every API: a provider's refusal is an answer, a 500 is none."""

import json
import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from benchmarks.attack.chance import Chance
from mockserver.assembly import assemble
from mockserver.core.api.model import ARGUMENT, Api, Route
from mockserver.core.logs import logger
from mockserver.sandbox.sandbox import Sandbox, drive
from mockserver.settings import Settings

TENANT = "org_attack"
ODD: Sequence[Any] = (
    None, True, False, 0, -1, 2**70, 1.5, -0.0, 1e308, "", " ", "x", "x" * 5000, "\ud800", "\0", "é", "2026-02-30",
    "0x10", "null", [], {}, [None], [[]], {"": ""}, {"id": {}}, [{"id": 1}], {"$ref": "#"}, ["a", "a"], "cus_1", "a/b",
)  # fmt: skip
NAMES = (
    "id", "email", "name", "first_name", "firstName", "metadata", "meta_data", "address", "primaryAddress", "emails",
    "tags", "customFields", "card", "payment_method", "type", "token", "source", "limit", "offset", "expand", "filter",
    "amount", "currency", "locale", "customer", "websiteId", "billing_address", "company", "where", "", "a[b]", "a.b",
)  # fmt: skip
BROKEN = (
    b"{", b"[", b'{"a":', b"\xff\xfe", b"nul", b"NaN", b'{"a":1e999}', b"[" * 5000, b'"\\ud800"', b"a[b=c", b"a[][b]=c",
    b"%zz=%", b"a=1&a=2&a[]=3&a[b]=4", b"&&&===", b"\0\0", b"--x\r\n\r\n--x--", b'{"a":1,"a":2}', b"\xef\xbb\xbf{}",
)  # fmt: skip
FORMS = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "")


def bodies(chance: Chance, many: int) -> dict[str, int]:
    """Send so many requests, spread over all operations; return what became of them."""
    failures = _Failures()
    logger().addHandler(failures)
    logger().propagate = False
    sandbox = assemble(Settings())
    operations = [(api, route) for api in sandbox.apis.values() for route in api.routes]
    found = Counter({"operations": len(operations), "bodies": many})
    for number in range(many):
        api, route = operations[number % len(operations)]
        found[f"{_sent(sandbox, api, route, chance) // 100}xx"] += 1
    sandbox.close()
    return {**dict(sorted(found.items())), "500": found["5xx"], "exceptions": failures.count}


class _Failures(logging.Handler):
    count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += record.levelno >= logging.ERROR


def _sent(sandbox: Sandbox, api: Api, route: Route, chance: Chance) -> int:
    access = api.access(TENANT) if api.access else None
    assert access is not None
    path = ARGUMENT.sub(lambda match: quote(chance.one(("x", "cus_1", "é", "a b", "0", "~"))), route.path)
    mount = access.path if route.mounts is None else (route.mounts[0] if route.mounts else "")
    mount = ARGUMENT.sub(TENANT, mount)
    query = (
        f"?{quote(chance.one(NAMES))}={quote(chance.one(('', '[', '1', 'a,b', '-1')))}" if chance.below(3) == 0 else ""
    )
    headers = {**access.headers, "Content-Type": chance.one(FORMS)}
    exchange = sandbox.exchange(route.method, mount + path + query, headers, _body(chance, headers))
    return drive(sandbox.answer(exchange), time.sleep).status


def _body(chance: Chance, headers: Mapping[str, str]) -> bytes:
    ways: Sequence[Callable[[], bytes]] = (
        lambda: chance.one(BROKEN),
        lambda: json.dumps(_odd(chance, 3)).encode(),
        lambda: chance.mutated(json.dumps(_odd(chance, 3)).encode()),
        lambda: "&".join(f"{chance.one(NAMES)}[{chance.one(NAMES)}]={chance.one(NAMES)}" for _ in range(4)).encode(),
    )
    return chance.one(ways)()


def _odd(chance: Chance, depth: int) -> Any:
    """Return an object whose members bear names that APIs know, and values they hardly expect."""
    members = {chance.one(NAMES): chance.one(ODD) for _ in range(1 + chance.below(4))}
    return members if not depth else {**members, chance.one(NAMES): _odd(chance, depth - 1)}
