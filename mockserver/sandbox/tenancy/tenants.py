"""The tenants that a server knows."""

import threading
from collections import OrderedDict
from collections.abc import Callable

from mockserver.sandbox.tenancy.tenant import Tenant


class Tenants:
    """The tenants in use. Beyond `most`, the longest idle one is dropped from memory; one that is served is not idle.

    `on_forget` is called with such a tenant, `on_drop` with one whose records are deleted, too.
    """

    def __init__(
        self, defaults: Tenant, most: int, on_forget: Callable[[str], object], on_drop: Callable[[str], object]
    ) -> None:
        self.defaults = defaults
        self._most = most
        self._on_forget = on_forget
        self._on_drop = on_drop
        self._tenants: OrderedDict[str, Tenant] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, name: str) -> Tenant:
        """Return a tenant; a new one starts with the server's current defaults."""
        with self._lock:
            return self._of(name)

    def enter(self, name: str) -> Tenant:
        """Return a tenant that has an exchange under way from now on; it has to leave."""
        with self._lock:
            tenant = self._of(name)
            tenant.under_way += 1
            return tenant

    def leave(self, tenant: Tenant) -> None:
        """End an exchange. Its changes are dropped, too, if its tenant was dropped meanwhile."""
        if tenant is self.defaults:
            return
        with self._lock:
            tenant.under_way -= 1
            if not tenant.under_way and tenant.name not in self._tenants:
                self._on_drop(tenant.name)

    def _of(self, name: str) -> Tenant:
        tenant = self._tenants.get(name)
        if tenant is None:
            self._make_room()
            tenant = self._tenants[name] = self.defaults.child(name)
        else:
            self._tenants.move_to_end(name)
        return tenant

    def _make_room(self) -> None:
        """Drop the longest idle tenants, until there is room for one more or all are busy."""
        while len(self._tenants) >= self._most:
            idle = next((name for name, tenant in self._tenants.items() if not tenant.under_way), None)
            if idle is None:
                return
            del self._tenants[idle]
            self._on_forget(idle)

    def known(self, name: str) -> Tenant | None:
        return self._tenants.get(name)

    def names(self) -> list[str]:
        with self._lock:
            return sorted(self._tenants)

    def all(self) -> list[Tenant]:
        with self._lock:
            return [*self._tenants.values()]

    def drop(self, name: str) -> None:
        """Let a tenant go with all it has."""
        with self._lock:
            self._on_drop(name)
            self._tenants.pop(name, None)
