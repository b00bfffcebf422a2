"""Snapshots: named states of a tenant, all of it but the journal.

Records are kept by reference, because a stored one never changes: a snapshot copies its lists of ids and no record.
Journal, deliveries and the slots of running requests are no part of a state, and are not restored.
"""

from mockserver.core.store import Store
from mockserver.sandbox.tenancy.state import Snapshot
from mockserver.sandbox.tenancy.tenant import Tenant

MOST_SNAPSHOTS = 100
"""Snapshots a tenant has at once."""

MOST_RECORDS = 1_000_000
"""Records that all snapshots of a tenant hold together, each counted in every snapshot that holds it."""


class NoRoom(Exception):
    """A tenant has as many snapshots as it may, or as many records in them."""


def take(tenant: Tenant, store: Store, name: str) -> Snapshot:
    """Keep the state and the records of a tenant, in place of an older snapshot of the name; raise `NoRoom`."""
    with tenant.lock:
        snapshot = Snapshot(name, tenant.clock.timestamp(), store.contents(tenant.name), tenant.state())
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
    """Restore a tenant's state and records. Running requests go on with the restored ones."""
    with tenant.lock:
        store.restore(tenant.name, snapshot.contents)
        tenant.put_back(snapshot.state)
