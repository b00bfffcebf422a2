"""A tenant's records, as they are stored and without the vendor's checks; and fixtures, with them."""

from itertools import islice
from typing import Any

from flask import Blueprint

from mockserver.admin.plane import Plane, body, document, raw, whole
from mockserver.admin.problems import AdminProblem
from mockserver.core.api.model import Api
from mockserver.core.api.records import Records
from mockserver.core.documents import dotted
from mockserver.core.http.bodies import MOST_OF_DOCUMENT
from mockserver.core.store import Record
from mockserver.core.text import suggestion
from mockserver.sandbox.fixtures import load


def register(blueprint: Blueprint, plane: Plane) -> None:
    """Add `data` (POST a fixture document) and `data/{api}/{collection}/{id}`."""

    @blueprint.post("/data")
    def seed() -> dict[str, Any]:
        return {"created": load(plane.sandbox, document(MOST_OF_DOCUMENT))}

    @blueprint.get("/data/<api>/<collection>")
    def list_records(api: str, collection: str) -> dict[str, Any]:
        _check(plane, api, collection)
        limit, offset = whole("limit", 100, 10_000), whole("offset", 0, 10_000_000)
        with plane.sandbox.store.transaction(plane.tenant().name) as transaction:
            records = Records(transaction, api)
            page = list(islice(records.newest_first(collection), offset, offset + limit))
            return {"records": page, "meta": {"total": records.count(collection)}}

    @blueprint.get("/data/<api>/<collection>/<path:id>")
    def get_record(api: str, collection: str, id: str) -> dict[str, Any]:
        _check(plane, api, collection)
        with plane.sandbox.store.transaction(plane.tenant().name) as transaction:
            return _existing(Records(transaction, api), collection, id)

    @blueprint.patch("/data/<api>/<collection>/<path:id>")
    def patch_record(api: str, collection: str, id: str) -> dict[str, Any]:
        _check(plane, api, collection)
        patch = body()
        if not isinstance(patch, dict):
            raise AdminProblem(422, "The body must be an object: a JSON merge patch (RFC 7396).")
        with plane.sandbox.store.transaction(plane.tenant().name) as transaction:
            records = Records(transaction, api)
            before = _existing(records, collection, id)
            changed: dict[str, Any] = merged(before, patch)
            if not raw():
                _refuse_misshapen(plane.api(api), collection, before, changed)
            records.put(collection, id, changed)
            return changed

    @blueprint.delete("/data/<api>/<collection>/<path:id>")
    def delete_record(api: str, collection: str, id: str) -> tuple[str, int]:
        _check(plane, api, collection)
        with plane.sandbox.store.transaction(plane.tenant().name) as transaction:
            records = Records(transaction, api)
            _existing(records, collection, id)
            records.delete(collection, id)
        return "", 204


def _refuse_misshapen(api: Api, collection: str, before: Record, changed: Record) -> None:
    """Refuse what the API could not read of a record; what was wrong with it before is let be."""
    known = {*api.mistakes_in(collection, before)}
    wrong = [mistake for mistake in api.mistakes_in(collection, changed) if mistake not in known]
    if wrong:
        told = [{"path": list(path), "message": message} for path, message in wrong]
        path, message = wrong[0]
        detail = f"{dotted(path)} {message}, or {api.title} could not use the record; with ?raw=true it is stored."
        raise AdminProblem(422, detail, {"errors": told})


def merged(value: Any, patch: Any) -> Any:
    """Apply a JSON merge patch (RFC 7396).

    >>> merged({"a": 1, "b": {"c": 2, "d": 3}}, {"a": None, "b": {"c": 4}})
    {'b': {'c': 4, 'd': 3}}
    """
    if not isinstance(patch, dict):
        return patch
    result = dict(value) if isinstance(value, dict) else {}
    for name, wish in patch.items():
        if wish is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), wish)
    return result


def _check(plane: Plane, api: str, collection: str) -> None:
    known = [declared.name for declared in plane.api(api).collections]
    if collection not in known:
        raise AdminProblem(404, f"{api} has no collection {collection!r}{suggestion(collection, known) or '.'}")


def _existing(records: Records, collection: str, id: str) -> dict[str, Any]:
    record = records.get(collection, id)
    if record is None:
        raise AdminProblem(404, f"There is no {id!r} among the {collection}.")
    return dict(record)
