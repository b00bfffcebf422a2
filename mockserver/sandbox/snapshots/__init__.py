"""Named states of a tenant: all that a test can see or set, but for what was said.

Records are kept by reference, because nobody changes a stored one: a snapshot copies its lists of ids and no record.
Journal, deliveries and the slots of requests under way belong to what happens, and go on when a state is put back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mockserver.core.clock import Clock
from mockserver.core.limits.limiter import LimitKey, Shares
from mockserver.core.store import Contents, Store
from mockserver.sandbox.tenants import OneOff, Tenant
from mockserver.scenarios.rules.engine import Followed
from mockserver.scenarios.rules.tallies import Tallies

MOST_SNAPSHOTS = 100
"""Snapshots a tenant has at once."""

MOST_RECORDS = 1_000_000
"""Records that all snapshots of a tenant hold together, each counted in every snapshot that holds it."""


class NoRoom(Exception):
    """A tenant has as many snapshots as it may, or as many records in them."""


@dataclass(frozen=True, slots=True)
class State:
    """What a tenant is beside its records. `requests` is how many it sent, `began` the epoch second of its first."""

    clock: Clock
    requests: int
    began: float
    settings: Mapping[str, Mapping[str, Any]]
    followed: tuple[Followed, ...]
    rules: Mapping[str, OneOff]
    tallies: Tallies
    limits: Mapping[LimitKey, Shares]

    @classmethod
    def of(cls, tenant: Tenant) -> "State":
        """Copy the state of a tenant, whose lock is held."""
        return cls(
            clock=tenant.clock.copy(),
            requests=tenant.requests,
            began=tenant.began,
            settings={api: dict(values) for api, values in tenant.settings.items()},
            followed=tenant.followed,
            rules=dict(tenant.rules),
            tallies=tenant.tallies.copy(),
            limits=tenant.limiter.keep(),
        )

    def put_back(self, tenant: Tenant) -> None:
        """Bring a tenant, whose lock is held, into this state."""
        tenant.clock = self.clock.copy()
        tenant.requests = self.requests
        tenant.began = self.began
        tenant.settings = {api: dict(values) for api, values in self.settings.items()}
        tenant.followed = self.followed
        tenant.rules = dict(self.rules)
        tenant.tallies = self.tallies.copy()
        tenant.limiter.put_back(self.limits)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a tenant was and owned under a name; `taken` is the epoch second, on its clock, at which it did."""

    name: str
    taken: float
    contents: Contents
    state: State


def take(tenant: Tenant, store: Store, name: str) -> Snapshot:
    """Keep what a tenant is and owns at this moment, in place of what it kept under the name; raise `NoRoom`."""
    with tenant.lock:
        snapshot = Snapshot(name, tenant.clock.timestamp(), store.contents(tenant.name), State.of(tenant))
        keep(tenant, snapshot)
    return snapshot


def keep(tenant: Tenant, snapshot: Snapshot) -> None:
    """Keep a snapshot in place of the one of its name; raise `NoRoom`."""
    with tenant.lock:
        others = [each for name, each in tenant.snapshots.items() if name != snapshot.name]
        if len(others) >= MOST_SNAPSHOTS:
            raise NoRoom(f"A tenant has at most {MOST_SNAPSHOTS} snapshots; delete one.")
        if sum(each.contents.size for each in others) + snapshot.contents.size > MOST_RECORDS:
            raise NoRoom(f"The snapshots of a tenant hold at most {MOST_RECORDS} records; delete one.")
        tenant.snapshots[snapshot.name] = snapshot


def restore(tenant: Tenant, store: Store, snapshot: Snapshot) -> None:
    """Let a tenant be and own what it did. What is under way goes on, with what it finds."""
    with tenant.lock:
        store.restore(tenant.name, snapshot.contents)
        snapshot.state.put_back(tenant)
