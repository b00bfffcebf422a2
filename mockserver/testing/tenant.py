"""One tenant of a server: preparing it, looking at it, asking what happened to it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, Unpack

from mockserver.core.files import write_whole
from mockserver.core.text import printable_lines
from mockserver.testing.plane import ControlError, Plane, checked, part, read
from mockserver.testing.results import (
    Access,
    Clock,
    Delivery,
    Exchange,
    Limit,
    Rule,
    Scenario,
    Snapshot,
    transcript,
)
from mockserver.testing.wording import (
    LONGEST_WAIT,
    Duration,
    Failure,
    Wanted,
    document,
    duration,
    expectation,
    failure,
    members,
    moment,
    said,
)

if TYPE_CHECKING:
    from mockserver.testing.sessions import ApiSession

_RAW = {"raw": "true"}

_MOST = 10_000
"""Entries and records that one list holds at most."""


class Tenant:
    """Records, clock, limits, rules and journal of one test's own. Refusals of the server raise `ControlError`."""

    def __init__(self, plane: Plane, url: str, name: str) -> None:
        self.name = name
        self.url = url
        self._plane = plane
        self._access: dict[str, Access] = {}

    def __repr__(self) -> str:
        return f"<Tenant {self.name} of {self.url}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    # How clients come in

    def key(self, api: str) -> str:
        """Return the key that a client library of an API is handed."""
        return self._way(api).key

    def secret(self, api: str) -> str:
        """Return the secret that proves the key, such as ChargeOver's private key; empty without one."""
        return self._way(api).secret

    def credentials(self, api: str) -> dict[str, str]:
        """Return the headers that plain requests to an API carry."""
        return dict(self._way(api).headers)

    def address(self, api: str) -> str:
        """Return the address that plain requests to an API begin with."""
        return self.url + self._way(api).path

    def session(self, api: str) -> "ApiSession":
        """Return a session of the library requests that has address and credentials: `session.get("/customers")`."""
        from mockserver.testing.sessions import ApiSession

        return ApiSession(self.address(api), self._way(api).headers)

    # What goes wrong

    def fail(self, operation: str | Sequence[str], error: str | None = None, **more: Unpack[Failure]) -> Rule:
        """Make an operation fail with an error, a status or a fault; once, unless `times` or `when` is given."""
        return self.rule(failure(operation, error, more))

    def rule(self, rule: Mapping[str, Any]) -> Rule:
        """Add a rule, as a scenario file has them."""
        return Rule.read(self._call("POST", "/rules", rule))

    def rules(self) -> list[Rule]:
        """Return the rules that were added one by one, with how often they matched and fired."""
        return [Rule.read(one) for one in self._call("GET", "/rules")["rules"]]

    def remove_rule(self, id: str) -> None:
        """Remove a rule that was added."""
        self._call("DELETE", f"/rules/{part(id)}")

    def scenario(self, *scenarios: str | Path | Mapping[str, Any]) -> list[Scenario]:
        """Follow scenarios in place of those before: some by their names, or one that is a file or a whole document.

        A file is read here, so it can include scenarios of the server by their names, and no files. Without any
        argument the tenant follows none.
        """
        if not scenarios:
            self._call("DELETE", "/scenario")
            return []
        told = self._call("PUT", "/scenario", _chosen(scenarios))
        return [Scenario.read(one) for one in told["scenarios"]]

    def scenarios(self) -> list[Scenario]:
        """Return the scenarios that the tenant follows, with how often their rules matched and fired."""
        return [Scenario.read(one) for one in self._call("GET", "/scenario")["scenarios"]]

    # Time

    @property
    def clock(self) -> Clock:
        """Return the tenant's time."""
        return Clock.read(self._call("GET", "/clock"))

    def freeze(self, at: str | datetime | None = None) -> Clock:
        """Freeze the clock, at a moment or at the present."""
        return Clock.read(self._call("POST", "/clock/freeze", {} if at is None else {"at": moment(at)}))

    def advance(
        self, by: Duration | None = None, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0
    ) -> Clock:
        """Move the clock forward."""
        if by is None:
            by = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        return Clock.read(self._call("POST", "/clock/advance", {"by": duration(by)}))

    def resume(self) -> Clock:
        """Run the clock from its present time."""
        return Clock.read(self._call("POST", "/clock/resume"))

    # Limits and settings

    def limits(self, api: str | None = None) -> list[Limit]:
        """Return the rate limits, of one API or of all."""
        query = None if api is None else {"api": api}
        return [Limit.read(one) for one in self._call("GET", "/limits", query=query)["limits"]]

    def limit(self, id: str, remaining: int) -> Limit:
        """Leave so many requests of a limit."""
        return Limit.read(self._call("PUT", f"/limits/{part(id)}", {"remaining": remaining}))

    def exhaust(self, id: str) -> Limit:
        """Leave none."""
        return Limit.read(self._call("POST", f"/limits/{part(id)}/exhaust"))

    def refill(self, id: str) -> Limit:
        """Leave all of them."""
        return Limit.read(self._call("POST", f"/limits/{part(id)}/refill"))

    def settings(self, api: str, **settings: Any) -> dict[str, Any]:
        """Switch settings of an API, if any are given, and return all of them."""
        method, body = ("PUT", settings) if settings else ("GET", None)
        told: dict[str, Any] = self._call(method, f"/settings/{part(api)}", body)
        return told

    # Records

    def seed(self, records: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, int]]:
        """Create records by API and collection, with the API's checks; return how many.

        Those of one API are all created, or none.
        """
        return {api: self._call("POST", f"/data/{part(api)}", given)["created"] for api, given in records.items()}

    def data(self, api: str, collection: str) -> list[dict[str, Any]]:
        """Return the records of a collection as they are stored, the oldest first; the newest 10,000 at most."""
        told = self._call("GET", f"/data/{part(api)}/{part(collection)}", query={"limit": _MOST})
        return [*reversed(told["records"])]

    def record(self, api: str, collection: str, id: str) -> dict[str, Any]:
        """Return a record as it is stored."""
        told: dict[str, Any] = self._call("GET", f"/data/{part(api)}/{part(collection)}/{part(id)}")
        return told

    def change_record(
        self, api: str, collection: str, id: str, changes: Mapping[str, Any], *, raw: bool = False
    ) -> dict[str, Any]:
        """Lay a merge patch (RFC 7396) over a record, without the API's checks; with `raw`, whatever its shape."""
        path = f"/data/{part(api)}/{part(collection)}/{part(id)}"
        told: dict[str, Any] = self._call("PATCH", path, changes, query=_RAW if raw else None)
        return told

    def remove_record(self, api: str, collection: str, id: str) -> None:
        """Delete a record."""
        self._call("DELETE", f"/data/{part(api)}/{part(collection)}/{part(id)}")

    # What happened

    def requests(
        self,
        operation: str | None = None,
        *,
        api: str | None = None,
        method: str | None = None,
        path: str | None = None,
        status: int | str | None = None,
        rule: str | None = None,
        match: Mapping[str, Mapping[str, Any]] | None = None,
        count: int | None = None,
        within: Duration | None = None,
    ) -> list[Exchange]:
        """Return the matching exchanges of the journal, the oldest first.

        `within` waits for the first of them, or for `count`; there may be fewer in the end.
        """
        like = said(operation=operation, api=api, method=method, path=path, status=status, rule=rule)
        wait = said(count=count, within=None if within is None else duration(within))
        query = {**like, **members(match or {}), **wait, "limit": _MOST}
        response = self._plane.send("GET", self._path("/requests"), query=query, patience=LONGEST_WAIT if wait else 0)
        return [Exchange.read(one) for one in reversed(read(response)["requests"])]

    def curl(self, id: int) -> str:
        """Return a request of the journal as a command, without its secrets."""
        return checked(self._plane.send("GET", self._path(f"/requests/{id}/curl"))).text

    def forget_requests(self) -> None:
        """Empty the journal."""
        self._call("DELETE", "/requests")

    def transcript(self) -> str:
        """Return the journal as text for people."""
        return transcript(self.requests())

    def deliveries(self) -> list[Delivery]:
        """Return what was sent to webhooks, the oldest first."""
        told = self._call("GET", "/deliveries", query={"limit": 1_000})
        return [Delivery.read(one) for one in reversed(told["deliveries"])]

    def verify(
        self,
        wanted: Wanted | None = None,
        *,
        match: Mapping[str, Any] | None = None,
        status: int | str | None = None,
        calls: int | str | None = None,
        at_least: int | None = None,
        at_most: int | None = None,
        order: Sequence[Wanted] | None = None,
        within: Duration | None = None,
    ) -> None:
        """Raise `AssertionError` unless so many requests match, or came in this order.

        `wanted` is an operation's name, or the conditions of a rule. Without a number, one request is enough. `within`
        waits for them.
        """
        __tracebackhide__ = True
        like, bounds = said(match=match, status=status), said(at_least=at_least, at_most=at_most)
        body = expectation(wanted, like, calls, bounds, order, within)
        response = self._plane.send("POST", self._path("/verify"), body, patience=LONGEST_WAIT if within else 0)
        if response.status_code == 406:
            told = response.json()
            raise AssertionError(printable_lines(f"{told['detail']}\n{told['diff']}"))
        read(response)

    # The whole of it

    def snapshot(self, name: str | None = None) -> Snapshot:
        """Remember how all of the tenant is now, under a name of one's own or the server's."""
        return Snapshot.read(self._call("POST", "/snapshots", said(name=name)))

    def snapshots(self) -> list[Snapshot]:
        """Return the snapshots of the tenant."""
        return [Snapshot.read(one) for one in self._call("GET", "/snapshots")["snapshots"]]

    def restore(self, snapshot: str | Snapshot) -> Snapshot:
        """Put the tenant back to how it was then."""
        path = f"{_of_snapshot(snapshot)}/restore"
        return Snapshot.read(self._call("POST", path)["restored"])

    def remove_snapshot(self, snapshot: str | Snapshot) -> None:
        """Forget a snapshot."""
        self._call("DELETE", _of_snapshot(snapshot))

    def save_snapshot(self, snapshot: str | Snapshot, path: Path) -> None:
        """Write a snapshot to a file: of YAML, or of JSON where its name ends so."""
        response = self._plane.send("GET", self._path(_of_snapshot(snapshot)), headers={"Accept": _form(path)})
        write_whole(path, checked(response).content)

    def load_snapshot(self, path: Path, name: str | None = None, *, raw: bool = False) -> Snapshot:
        """Take a snapshot from a file, under its name without ending or another one; `restore` puts it back.

        With `raw`, records in it may be what their API cannot read.
        """
        form, text = {"Content-Type": _form(path)}, path.read_text(encoding="utf-8")
        target = self._path(_of_snapshot(name or path.stem))
        query = _RAW if raw else None
        return Snapshot.read(read(self._plane.send("PUT", target, text=text, headers=form, query=query)))

    def reset(self, *only: str) -> dict[str, int]:
        """Put the tenant, or some parts of it, back to how a new one is; return how much of each part was dropped."""
        query = {"only": ",".join(only)} if only else None
        dropped: dict[str, int] = self._call("POST", "/reset", query=query)["dropped"]
        return dropped

    def close(self) -> None:
        """Forget the tenant and its records; one that is gone already stays so."""
        try:
            self._plane.call("DELETE", f"/tenants/{part(self.name)}")
        except ControlError as error:
            if error.status != 404:
                raise

    def _way(self, api: str) -> Access:
        if api not in self._access:
            self._access[api] = Access.read(self._call("GET", f"/access/{part(api)}"))
        return self._access[api]

    def _call(self, method: str, path: str, body: Any = None, *, query: Mapping[str, Any] | None = None) -> Any:
        return self._plane.call(method, self._path(path), body, query=query)

    def _path(self, path: str) -> str:
        return f"/tenants/{part(self.name)}{path}"


def _of_snapshot(snapshot: str | Snapshot) -> str:
    return f"/snapshots/{part(snapshot.name if isinstance(snapshot, Snapshot) else snapshot)}"


def _form(path: Path) -> str:
    return "application/json" if path.suffix == ".json" else "application/yaml"


def _chosen(scenarios: Sequence[str | Path | Mapping[str, Any]]) -> Any:
    """Return which scenarios are meant, as the control plane reads it."""
    names = [one for one in scenarios if isinstance(one, str)]
    if len(names) == len(scenarios):
        return {"names": names}
    if len(scenarios) > 1:
        raise TypeError("a scenario that is a file or a document comes alone; it can include others by name")
    [only] = scenarios
    return document(only) if isinstance(only, Path) else only
