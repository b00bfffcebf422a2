"""A server that runs somewhere, as its control plane shows it."""

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mockserver.testing.plane import Plane, part
from mockserver.testing.results import Exchange
from mockserver.testing.tenant import Tenant


class Server:
    """A running server: its address, its tenants, and what all of them share."""

    def __init__(self, url: str, *, token: str = "", ca_file: Path | None = None) -> None:
        self.url = url.rstrip("/")
        self._plane = Plane(self.url, token, ca_file)

    def tenant(self, name: str | None = None) -> Tenant:
        """Return a tenant, made where it is unknown; without a name one that nobody else uses."""
        name = self._unused_name() if name is None else name
        self._plane.call("PUT", f"/tenants/{part(name)}")
        return Tenant(self._plane, self.url, name)

    def tenants(self) -> list[str]:
        """Name the tenants in use."""
        names: list[str] = self._plane.call("GET", "/tenants")["tenants"]
        return names

    def health(self) -> Mapping[str, Any]:
        """Tell the server's version and APIs; raises `ControlError` where none answers."""
        told: Mapping[str, Any] = self._plane.call("GET", "/health")
        return told

    def accept(self, api: str, *credentials: Mapping[str, Any]) -> None:
        """Let an API accept these credentials alone, for every tenant; without any, all well-formed ones again."""
        self._plane.call("PUT", f"/auth/{part(api)}", {"credentials": credentials})

    def without_tenant(self) -> list[Exchange]:
        """Return the exchanges of no tenant, the oldest first: refused before one was known, or public."""
        told = self._plane.call("GET", "/requests/without-tenant", query={"limit": 10_000})
        return [Exchange.read(one) for one in reversed(told["requests"])]

    def close(self) -> None:
        """Let go of connections to the control plane; the next call makes new ones."""
        self._plane.close()

    def _unused_name(self) -> str:
        return f"tenant-{secrets.token_hex(8)}"
