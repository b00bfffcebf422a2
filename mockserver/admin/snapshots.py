"""Named states of a tenant: taken, looked at, kept in files, put back."""

import itertools
from collections.abc import Mapping
from typing import Any

from flask import Response, request
from marshmallow import fields, validate

from mockserver.admin.call import RAW, Call, Strict, document, raw
from mockserver.admin.operations import document_of, operation
from mockserver.admin.problems import AdminProblem
from mockserver.core.documents import LARGEST, Document, parse
from mockserver.core.http.bodies import MOST_OF_DOCUMENT
from mockserver.core.text import suggestion
from mockserver.sandbox import snapshots
from mockserver.sandbox.snapshots import NoRoom
from mockserver.sandbox.snapshots.writing import as_json, as_yaml, described, moment
from mockserver.sandbox.tenancy.state import Snapshot
from mockserver.sandbox.tenancy.tenant import Tenant

JSON, YAML = "application/json", "application/yaml"
_SNAPSHOT = ("name", "taken", "records")
_YAMLS = (YAML, "application/x-yaml", "text/yaml", "text/x-yaml")

_NAME = validate.Regexp(
    r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z",
    error="Must have 1 to 100 letters, digits, '.', '_' or '-', and begin with a letter or digit.",
)


class SnapshotSchema(Strict):
    """What a snapshot is to be called; without a name it gets one."""

    name = fields.String(validate=_NAME)


@operation("GET", "/snapshots", answer=("snapshots",))
def list_snapshots(call: Call) -> Mapping[str, Any]:
    """List the snapshots."""
    return {"snapshots": [_shown(snapshot) for snapshot in [*_owner(call).snapshots.values()]]}


@operation("POST", "/snapshots", body=SnapshotSchema, required=False, answer=_SNAPSHOT, status=201)
def take_snapshot(call: Call) -> Mapping[str, Any]:
    """Take a snapshot."""
    tenant = _owner(call)
    wish = call.body().get("name")
    with tenant.lock:
        if wish in tenant.snapshots:
            raise AdminProblem(409, f"There is a snapshot {wish!r} already.")
        free = (name for n in itertools.count(1) if (name := f"snapshot-{n}") not in tenant.snapshots)
        try:
            return _shown(snapshots.take(tenant, call.sandbox.store, wish or next(free)))
        except NoRoom as full:
            raise AdminProblem(409, str(full)) from None


@operation("GET", "/snapshots/<name>", contents=(JSON, YAML))
def get_snapshot(call: Call, name: str) -> Response:
    """Write a snapshot."""
    written = described(_existing(_owner(call), name))
    if request.accept_mimetypes.best_match([JSON, *_YAMLS], JSON) == JSON:
        return Response(as_json(written), content_type=JSON)
    return Response(as_yaml(written), content_type=YAML)


@operation("PUT", "/snapshots/<name>", body=document_of("A snapshot."), answer=_SNAPSHOT, query=RAW)
def put_snapshot(call: Call, name: str) -> Mapping[str, Any]:
    """Keep a snapshot that was written before."""
    if wrong := SnapshotSchema().validate({"name": name}):
        raise AdminProblem(422, f"name: {wrong['name'][0]}")
    if not (call.named or call.known_tenants()):
        raise _nobody()
    snapshot = _read(call, name)
    try:
        snapshots.keep(call.tenant(), snapshot)
    except NoRoom as full:
        raise AdminProblem(409, str(full)) from None
    return _shown(snapshot)


@operation("POST", "/snapshots/<name>/restore", answer=("tenant", "restored"))
def restore_snapshot(call: Call, name: str) -> Mapping[str, Any]:
    """Put the tenant back to a snapshot."""
    tenant = _owner(call)
    snapshot = _existing(tenant, name)
    snapshots.restore(tenant, call.sandbox.store, snapshot)
    return {"tenant": tenant.name, "restored": _shown(snapshot)}


@operation("DELETE", "/snapshots/<name>", status=204)
def delete_snapshot(call: Call, name: str) -> None:
    """Forget a snapshot."""
    tenant = _owner(call)
    with tenant.lock:
        del tenant.snapshots[_existing(tenant, name).name]


def _owner(call: Call) -> Tenant:
    """Return the tenant that a request is about, which has to be there."""
    tenant = call.tenant(make=False)
    if tenant is call.sandbox.defaults:
        raise _nobody()
    return tenant


def _nobody() -> AdminProblem:
    return AdminProblem(404, "There is no tenant yet: name one with X-Mock-Tenant or in the path.")


def _existing(tenant: Tenant, name: str) -> Snapshot:
    snapshot = tenant.snapshots.get(name)
    if snapshot is None:
        raise AdminProblem(404, f"There is no snapshot {name!r}{suggestion(name, tenant.snapshots) or '.'}")
    return snapshot


def _read(call: Call, name: str) -> Snapshot:
    from mockserver.sandbox.snapshots.reading import Surroundings, read_snapshot  # scenarios' schemas

    sandbox = call.sandbox
    around = Surroundings(sandbox.apis, sandbox.library, sandbox.defaults.scenarios, sandbox.defaults.clock.source)
    return read_snapshot(_given(), name, around, raw=raw())


def _given() -> Document:
    """Read the body: YAML where it says that it is, and else JSON."""
    if request.mimetype not in _YAMLS:
        return document(MOST_OF_DOCUMENT)
    text = request.get_data()
    if len(text) > LARGEST:
        raise AdminProblem(413, f"A document of YAML may have {LARGEST} bytes; JSON may have more.")
    return parse(text, "body")


def _shown(snapshot: Snapshot) -> dict[str, Any]:
    return {"name": snapshot.name, "taken": moment(snapshot.taken), "records": snapshot.contents.size}
