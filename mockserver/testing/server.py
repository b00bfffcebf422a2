"""A server for tests: one of its own on a free port for as long as a `with` block lasts, or one that runs already."""

import itertools
import secrets
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from mockserver.testing.plane import Plane, part
from mockserver.testing.results import Exchange
from mockserver.testing.tenant import Tenant

if TYPE_CHECKING:
    from mockserver.edges.run import Running
    from mockserver.sandbox.sandbox import Sandbox
    from mockserver.settings import Settings


class MockServer:
    """A server on a free port, on a thread of this process; with `at`, the same of one that runs elsewhere.

    `settings` are those of `mockserver serve`, and nothing is read from the environment.
    """

    def __init__(self, settings: "Settings | None" = None) -> None:
        self._settings = settings
        self.running: Running | None = None
        self._numbers = itertools.count(1)
        self._reach("")

    @classmethod
    def at(cls, url: str, *, token: str = "", ca_file: Path | None = None) -> "MockServer":
        """Return a server that runs already, wherever it does; it goes on when a `with` block ends."""
        server = cls()
        server._reach(url, token, ca_file)
        return server

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> Self:
        """Do as the beginning of a `with` block does, where there is none; `close` does as its end."""
        if not self.url:
            self._run()
        return self

    def close(self) -> None:
        """End the server that this object started, and close connections."""
        self._plane.close()
        if self.running:
            self.running.stop()
            self.running = None
            self._reach("")

    def tenant(self, name: str | None = None) -> Tenant:
        """Return a tenant, created if unknown; without a name an unused one."""
        name = self._unused_name() if name is None else name
        self._plane.call("PUT", f"/tenants/{part(name)}")
        return Tenant(self._plane, self.url, name)

    def tenants(self) -> list[str]:
        """Return the names of the tenants in use."""
        names: list[str] = self._plane.call("GET", "/tenants")["tenants"]
        return names

    def health(self) -> Mapping[str, Any]:
        """Return the server's version and APIs; raise `ControlError` where none answers."""
        told: Mapping[str, Any] = self._plane.call("GET", "/health")
        return told

    def accept(self, api: str, *credentials: Mapping[str, Any]) -> None:
        """Let an API accept these credentials alone, for every tenant; without any, all well-formed ones again."""
        self._plane.call("PUT", f"/auth/{part(api)}", {"credentials": credentials})

    def without_tenant(self) -> list[Exchange]:
        """Return the exchanges of no tenant, the oldest first: refused before one was known, or public."""
        told = self._plane.call("GET", "/requests/without-tenant", query={"limit": 10_000})
        return [Exchange.read(one) for one in reversed(told["requests"])]

    @property
    def sandbox(self) -> "Sandbox":
        """Return the state behind a server of one's own."""
        if self.running is None:
            raise RuntimeError("the server does not run in this process")
        return self.running.sandbox

    def _run(self) -> None:
        from mockserver.edges.run import Running  # and with it all that a server is made of
        from mockserver.settings import Settings

        self.running = Running((self._settings or Settings(port=0)).guarded())
        taken = self.running.settings
        self._reach(replace(taken, base_url="").url, taken.admin_token, taken.ca_file or taken.tls_cert)
        self.url = taken.url

    def _reach(self, url: str, token: str = "", ca_file: Path | None = None) -> None:
        self.url = url.rstrip("/")
        self._plane = Plane(self.url, token, ca_file)

    def _unused_name(self) -> str:
        """Return the same names in every run where the server is one's own, as ids and chance follow from them."""
        if self.running is None:
            return f"tenant-{secrets.token_hex(8)}"
        sandbox = self.running.sandbox
        names = (f"tenant-{number}" for number in self._numbers)
        return next(name for name in names if not (sandbox.tenants.known(name) or sandbox.store.owns(name)))
