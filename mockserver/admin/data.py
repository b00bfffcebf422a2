"""A tenant's records, as they are stored and without the vendor's checks; and fixtures, with them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Any

from mockserver.admin.call import LIMIT, RAW, Call, document, json, raw, whole
from mockserver.admin.operations import document_of, operation
from mockserver.admin.problems import AdminProblem, mistakes
from mockserver.core.api.model import Api
from mockserver.core.api.records import Records
from mockserver.core.documents import Document, dotted
from mockserver.core.http.bodies import MOST_OF_DOCUMENT
from mockserver.core.store import Record
from mockserver.core.text import suggestion
from mockserver.sandbox.fixtures import load

_CREATED = ("created",)


@operation("POST", "/data", body=document_of("A fixture document."), answer=_CREATED)
def seed(call: Call) -> Mapping[str, Any]:
    """Create the records of a fixture document."""
    return {"created": load(call.sandbox, document(MOST_OF_DOCUMENT))}


@operation("POST", "/data/<api>", body=document_of("What stands below a tenant in a fixture."), answer=_CREATED)
def seed_tenant(call: Call, api: str) -> Mapping[str, Any]:
    """Create records of the tenant in one API."""
    vendor, tenant = call.api(api), call.tenant()
    if not tenant.name:
        raise AdminProblem(400, "There is no tenant yet: name one with X-Mock-Tenant or in the path.")
    value = {"version": 1, api: {vendor.tenants_word: {tenant.name: json(MOST_OF_DOCUMENT)}}}
    created = load(call.sandbox, Document("body", value))
    return {"created": created[api][tenant.name]}


@operation(
    "GET", "/data/<api>/<collection>", answer=("records", "meta"),
    query={**LIMIT, "offset": "How many of the newest to leave out."},
)  # fmt: skip
def list_records(call: Call, api: str, collection: str) -> Mapping[str, Any]:
    """List records as they are stored."""
    _check(call, api, collection)
    limit, offset = whole("limit", 100, 10_000), whole("offset", 0, 10_000_000)
    with _records(call, api) as records:
        page = list(islice(records.newest_first(collection), offset, offset + limit))
        return {"records": page, "meta": {"total": records.count(collection)}}


@operation("GET", "/data/<api>/<collection>/<path:id>")
def get_record(call: Call, api: str, collection: str, id: str) -> Mapping[str, Any]:
    """Return a record."""
    _check(call, api, collection)
    with _records(call, api) as records:
        return _existing(records, collection, id)


@operation("PATCH", "/data/<api>/<collection>/<path:id>", body=document_of("A JSON merge patch (RFC 7396)."), query=RAW)
def patch_record(call: Call, api: str, collection: str, id: str) -> Mapping[str, Any]:
    """Change a record."""
    _check(call, api, collection)
    patch = json()
    if not isinstance(patch, dict):
        raise AdminProblem(422, "The body must be an object: a JSON merge patch (RFC 7396).")
    with _records(call, api) as records:
        before = _existing(records, collection, id)
        changed: dict[str, Any] = merged(before, patch)
        if not raw():
            _refuse_misshapen(call.api(api), collection, before, changed)
        records.put(collection, id, changed)
        return changed


@operation("DELETE", "/data/<api>/<collection>/<path:id>", status=204)
def delete_record(call: Call, api: str, collection: str, id: str) -> None:
    """Delete a record."""
    _check(call, api, collection)
    with _records(call, api) as records:
        _existing(records, collection, id)
        records.delete(collection, id)


@contextmanager
def _records(call: Call, api: str) -> Iterator[Records]:
    """Yield the tenant's records in one API, in a transaction."""
    with call.sandbox.store.transaction(call.tenant().name) as transaction:
        yield Records(transaction, api)


def _refuse_misshapen(api: Api, collection: str, before: Record, changed: Record) -> None:
    """Refuse what the API could not read of a record; what was wrong with it before is let be."""
    known = {*api.mistakes_in(collection, before)}
    wrong = [mistake for mistake in api.mistakes_in(collection, changed) if mistake not in known]
    if wrong:
        path, message = wrong[0]
        detail = f"{dotted(path)} {message}, or {api.title} could not use the record; with ?raw=true it is stored."
        raise AdminProblem(422, detail, mistakes(wrong))


def merged(value: Any, patch: Any) -> Any:
    """Return a value with a JSON merge patch (RFC 7396) laid over it.

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


def _check(call: Call, api: str, collection: str) -> None:
    known = [declared.name for declared in call.api(api).collections]
    if collection not in known:
        raise AdminProblem(404, f"{api} has no collection {collection!r}{suggestion(collection, known) or '.'}")


def _existing(records: Records, collection: str, id: str) -> dict[str, Any]:
    record = records.get(collection, id)
    if record is None:
        raise AdminProblem(404, f"There is no {id!r} among the {collection}.")
    return dict(record)
