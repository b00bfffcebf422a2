"""Tenants that are forgotten or dropped while somebody is served, and the lists that are shared meanwhile."""

import json
import threading
from collections.abc import Sequence
from typing import Any

import pytest

from mockserver.core.api.receivers import Delivery
from mockserver.core.store import Collection
from mockserver.core.store.folder import Folder
from mockserver.core.store.tinydb import TinyStore
from mockserver.sandbox.sandbox import Answer, Sandbox, drive
from mockserver.sandbox.tenancy.tenant import Tenant
from tests.core.toy import exchange, sandbox


def ask(box: Sandbox, method: str, path: str, tenant: str) -> Answer:
    return box.answer(exchange(box, method, path, headers={"tenant": tenant}))


def finish(answer: Answer) -> tuple[int, Any]:
    reply = drive(answer, lambda seconds: None)
    return reply.status, json.loads(reply.content)


def create(box: Sandbox, tenant: str) -> tuple[int, Any]:
    return finish(ask(box, "POST", "/toys", tenant))


def toys(box: Sandbox, tenant: str) -> Any:
    return finish(ask(box, "GET", "/toys/count", tenant))[1]


def begin(box: Sandbox, tenant: str) -> Answer:
    """Begin a creation that waits before it is carried out."""
    answer = box.answer(exchange(box, "POST", "/toys", headers={"tenant": tenant, "x-mock-delay": "5s"}))
    assert next(answer) == 5.0
    return answer


def test_a_tenant_that_is_served_is_not_idle() -> None:
    """Who was idle longest is forgotten instead, and what was under way is there when it ends."""
    box = sandbox(most_tenants=2)
    waiting = begin(box, "busy")
    for tenant in ("a", "b", "c"):
        create(box, tenant)
    assert (box.tenants.names(), box.store.tenants()) == (["busy", "c"], ["c"])
    assert finish(waiting)[0] == 201
    assert toys(box, "busy") == 1


def test_when_all_are_served_there_are_more_for_a_while() -> None:
    box = sandbox(most_tenants=2)
    waiting = [begin(box, tenant) for tenant in ("a", "b", "c")]
    assert box.tenants.names() == ["a", "b", "c"]
    assert [finish(answer)[0] for answer in waiting] == [201] * 3
    create(box, "d")
    assert box.tenants.names() == ["c", "d"]
    assert box.store.tenants() == ["c", "d"]


@pytest.mark.parametrize("ending", ["finish", "close"])
def test_an_exchange_that_ends_makes_its_tenant_idle(ending: str) -> None:
    """However it ends."""
    box = sandbox(most_tenants=1)
    waiting = begin(box, "a")
    finish(waiting) if ending == "finish" else waiting.close()
    create(box, "b")
    assert box.tenants.names() == ["b"]


def test_who_is_refused_makes_nobody_busy() -> None:
    """A tenant comes into being with an accepted request only, and is idle after a refused one."""
    box = sandbox(most_tenants=1)
    finish(box.answer(exchange(box, "POST", "/toys", {"invalid": True}, {"tenant": "a"})))
    finish(box.answer(exchange(box, "POST", "/toys", b"{", {"tenant": "a"})))
    finish(box.answer(exchange(box, "POST", "/nowhere", headers={"tenant": "a"})))
    create(box, "b")
    assert box.tenants.names() == ["b"]


def test_a_dropped_tenant_leaves_nothing_of_what_was_under_way() -> None:
    box = sandbox()
    create(box, "a")
    waiting = begin(box, "a")
    box.tenants.drop("a")
    assert (box.tenants.names(), box.store.tenants()) == ([], [])
    assert finish(waiting)[0] == 201
    assert (box.tenants.names(), box.store.tenants()) == ([], [])


def test_a_dropped_tenant_that_came_again_keeps_what_it_has() -> None:
    """Then what was under way is one of its requests, which took long."""
    box = sandbox()
    waiting = begin(box, "a")
    box.tenants.drop("a")
    create(box, "a")
    finish(waiting)
    assert toys(box, "a") == 2


def test_a_forgotten_tenant_has_its_records_in_a_folder(tmp_path: Any) -> None:
    store = TinyStore(Folder(tmp_path))
    box = sandbox(store, most_tenants=1)
    first = create(box, "a")
    create(box, "b")
    assert (box.tenants.names(), store.tenants()) == (["b"], ["a", "b"])
    assert toys(box, "a") == 1
    assert create(box, "a")[1]["id"] > first[1]["id"]
    box.close()


def test_a_tenant_that_makes_room_waits_for_nobody_who_loads() -> None:
    """Whoever holds a tenant's records asks for no list of tenants, so that both go on."""
    box = sandbox(most_tenants=1)
    box.store.declare("toy", [Collection("toys")])
    create(box, "a")
    forgotten = threading.Thread(target=create, args=(box, "b"))
    with box.store.transaction("a") as transaction:
        forgotten.start()
        transaction.put("toy.toys", "late", {"id": "late"})
    forgotten.join(timeout=10)
    assert not forgotten.is_alive()
    assert (box.tenants.names(), box.store.tenants()) == (["b"], ["b"])


class Post:
    """Holds deliveries back, and hears of tenants whose messages are to be dropped."""

    def __init__(self) -> None:
        self.waiting: list[tuple[str, Delivery]] = []

    def __call__(self, tenant: Tenant, deliveries: Sequence[Delivery]) -> None:
        self.waiting += [(tenant.name, delivery) for delivery in deliveries]

    def drop(self, tenant: str) -> int:
        before = len(self.waiting)
        self.waiting = [each for each in self.waiting if each[0] != tenant]
        return before - len(self.waiting)

    def close(self) -> None:
        self.waiting.clear()


def test_messages_that_wait_are_dropped_with_their_tenant() -> None:
    """By a reset of webhooks, and by the end of the tenant; another's stay."""
    post = Post()
    box = sandbox(deliver=post)
    for tenant in ("a", "a", "b", "c"):
        create(box, tenant)
    assert box.reset(box.tenant("a"), ["webhooks"]) == {"webhooks": 2}
    box.tenants.drop("b")
    assert [tenant for tenant, _ in post.waiting] == ["c"]
