"""Named states of a tenant: taken, looked at, kept in files, put back."""

import itertools
from typing import Any

from flask import Blueprint, Response, request
from marshmallow import fields, validate

from mockserver.admin.plane import Plane, Strict, document, object_body, raw
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

_YAMLS = (YAML, "application/x-yaml", "text/yaml", "text/x-yaml")

_NAME = validate.Regexp(
    r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z",
    error="Must have 1 to 100 letters, digits, '.', '_' or '-', and begin with a letter or digit.",
)


class SnapshotSchema(Strict):
    """What a snapshot is to be called; without a name it gets one."""

    name = fields.String(validate=_NAME)


def register(blueprint: Blueprint, plane: Plane) -> None:
    """Add `snapshots`, `snapshots/{name}` and `snapshots/{name}/restore`."""

    @blueprint.get("/snapshots")
    def list_snapshots() -> dict[str, Any]:
        return {"snapshots": [_shown(snapshot) for snapshot in [*_owner(plane).snapshots.values()]]}

    @blueprint.post("/snapshots")
    def take_snapshot() -> tuple[dict[str, Any], int]:
        tenant = _owner(plane)
        wish = object_body(SnapshotSchema()).get("name")
        with tenant.lock:
            if wish in tenant.snapshots:
                raise AdminProblem(409, f"There is a snapshot {wish!r} already.")
            free = (name for n in itertools.count(1) if (name := f"snapshot-{n}") not in tenant.snapshots)
            try:
                return _shown(snapshots.take(tenant, plane.sandbox.store, wish or next(free))), 201
            except NoRoom as full:
                raise AdminProblem(409, str(full)) from None

    @blueprint.get("/snapshots/<name>")
    def get_snapshot(name: str) -> Response:
        written = described(_existing(_owner(plane), name))
        if request.accept_mimetypes.best_match([JSON, *_YAMLS], JSON) == JSON:
            return Response(as_json(written), content_type=JSON)
        return Response(as_yaml(written), content_type=YAML)

    @blueprint.put("/snapshots/<name>")
    def put_snapshot(name: str) -> dict[str, Any]:
        if wrong := SnapshotSchema().validate({"name": name}):
            raise AdminProblem(422, f"name: {wrong['name'][0]}")
        if not (plane.named() or plane.known_tenants()):
            raise _nobody()
        snapshot = _read(plane, name)
        try:
            snapshots.keep(plane.tenant(), snapshot)
        except NoRoom as full:
            raise AdminProblem(409, str(full)) from None
        return _shown(snapshot)

    @blueprint.post("/snapshots/<name>/restore")
    def restore_snapshot(name: str) -> dict[str, Any]:
        tenant = _owner(plane)
        snapshot = _existing(tenant, name)
        snapshots.restore(tenant, plane.sandbox.store, snapshot)
        return {"tenant": tenant.name, "restored": _shown(snapshot)}

    @blueprint.delete("/snapshots/<name>")
    def delete_snapshot(name: str) -> tuple[str, int]:
        tenant = _owner(plane)
        with tenant.lock:
            del tenant.snapshots[_existing(tenant, name).name]
        return "", 204


def _owner(plane: Plane) -> Tenant:
    """Return the tenant that a request is about, which has to be there."""
    tenant = plane.tenant(make=False)
    if tenant is plane.sandbox.defaults:
        raise _nobody()
    return tenant


def _nobody() -> AdminProblem:
    return AdminProblem(404, "There is no tenant yet: name one with X-Mock-Tenant or in the path.")


def _existing(tenant: Tenant, name: str) -> Snapshot:
    snapshot = tenant.snapshots.get(name)
    if snapshot is None:
        raise AdminProblem(404, f"There is no snapshot {name!r}{suggestion(name, tenant.snapshots) or '.'}")
    return snapshot


def _read(plane: Plane, name: str) -> Snapshot:
    from mockserver.sandbox.snapshots.reading import Surroundings, read_snapshot  # scenarios' schemas

    sandbox = plane.sandbox
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
