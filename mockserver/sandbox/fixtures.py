"""Records to start with: a file of them goes through the same operations, and the same checks, as a client's calls."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mockserver.core.api.model import ARGUMENT, Api, Exchange, Match, Route, Seeding
from mockserver.core.documents import Document, Path_, read
from mockserver.core.http.bodies import encode_json
from mockserver.core.problems import Duplicate, Invalid, Misconfigured, Problem
from mockserver.core.store import Transaction
from mockserver.core.text import suggestion
from mockserver.sandbox.sandbox import Sandbox
from mockserver.sandbox.tenancy.tenant import Tenant
from mockserver.scenarios.format.loader import check_settings
from mockserver.scenarios.rules.model import Scenario

SETTINGS = "settings"
"""The key among a tenant's collections that is none: its settings."""

ANY = "*"
"""The name of the loading tenant in the data of a scenario."""

ENDINGS = (".yaml", ".yml", ".json")

Loaded = dict[str, dict[str, dict[str, int]]]
"""How many records were created, by API, tenant and collection."""


def load_path(sandbox: Sandbox, path: Path) -> Loaded:
    """Load a file, or every fixture file of a folder by name.

    Tenants that own records already get settings, which no data folder keeps, and no records.
    """
    files = sorted(file for file in path.iterdir() if file.suffix in ENDINGS) if path.is_dir() else [path]
    loaded: Loaded = {}
    kept = frozenset(sandbox.store.tenants())  # from an earlier run, in a data folder
    for file in files:
        for api, tenants in load(sandbox, read(file), kept=kept).items():
            loaded.setdefault(api, {}).update(tenants)
    return loaded


def follow(sandbox: Sandbox, tenant: Tenant, scenarios: Sequence[Scenario]) -> None:
    """Load scenarios and their records for a tenant; where a record is refused, it keeps its previous scenarios."""
    with tenant.lock:
        followed, clock = tenant.followed, tenant.clock.copy()
        settings = {api: dict(values) for api, values in tenant.settings.items()}
    sandbox.use(tenant, scenarios)
    try:
        for scenario in scenarios:
            if scenario.data:
                load_data(sandbox, scenario.data, scenario.name, tenant.name or None)
    except Misconfigured:
        with tenant.lock:
            tenant.followed, tenant.clock, tenant.settings = followed, clock, settings
        raise


def load_data(sandbox: Sandbox, data: Mapping[str, Any], name: str, tenant: str | None = None) -> Loaded:
    """Create the records under `data` of a scenario; `*` among its tenants stands for the one that loads it."""
    value: dict[str, Any] = {"version": 1}
    for api, part in data.items():
        known = sandbox.apis.get(api)
        tenants = part.get(known.tenants_word) if known and isinstance(part, dict) else None
        if known and isinstance(tenants, dict) and ANY in tenants:
            named = {name: collections for name, collections in tenants.items() if name != ANY}
            value[api] = {**part, known.tenants_word: {**named, **({tenant: tenants[ANY]} if tenant else {})}}
        else:
            value[api] = part
    return load(sandbox, Document(f"scenario {name}", value))


def load(sandbox: Sandbox, document: Document, kept: frozenset[str] = frozenset()) -> Loaded:
    """Create what a document lists; a tenant's records are all created or, with a `Misconfigured`, none."""
    value = document.value
    if not isinstance(value, dict) or value.get("version") != 1:
        raise document.refuse([(("version",), "a fixture file starts with version: 1")])
    loaded: Loaded = {}
    for name, part in value.items():
        if name == "version":
            continue
        api = sandbox.apis.get(name)
        if api is None:
            raise document.refuse([((name,), f"there is no such API{suggestion(name, sandbox.apis)}")])
        tenants = _mapping(document, part, (name,), [api.tenants_word]).get(api.tenants_word, {})
        for tenant, collections in _mapping(document, tenants, (name, api.tenants_word), None).items():
            path = (name, api.tenants_word, tenant)
            parts = _mapping(document, collections, path, [SETTINGS, *api.fixtures])
            owner = sandbox.tenant(tenant)
            _set(owner, api, parts.get(SETTINGS, {}), document, (*path, SETTINGS))
            if tenant not in kept:
                loaded.setdefault(name, {})[tenant] = _load_tenant(sandbox, api, owner, document, parts, path)
    return loaded


def _load_tenant(
    sandbox: Sandbox, api: Api, tenant: Tenant, document: Document, collections: Mapping[str, Any], path: Path_
) -> dict[str, int]:
    with sandbox.store.transaction(tenant.name) as transaction:
        counts = {}
        for name, seeding in api.fixtures.items():
            records = collections.get(name, [])
            if not isinstance(records, list):
                raise document.refuse([((*path, name), "must be a list of records")])
            for index, record in enumerate(records):
                _create(sandbox, api, tenant, seeding, record, transaction, document, (*path, name, index))
            if records:
                counts[name] = len(records)
        return counts


def _set(tenant: Tenant, api: Api, settings: Any, document: Document, path: Path_) -> None:
    """Set the settings that the records of a tenant may need."""
    values = _mapping(document, settings, path, None)
    wrong = check_settings(api, values)
    if wrong:
        raise document.refuse(((*path, name), text) for name, text in wrong)
    with tenant.lock:
        tenant.settings.setdefault(api.name, {}).update(values)


def _create(
    sandbox: Sandbox, api: Api, tenant: Tenant, seeding: Seeding, record: Any, transaction: Transaction,
    document: Document, path: Path_,
) -> None:  # fmt: skip
    if not isinstance(record, dict):
        raise document.refuse([(path, "must be a record: a mapping of members to values")])
    id = record.get("id")
    operation = seeding.create_with_id if id is not None and seeding.create_with_id else seeding.create
    route = api.route(operation)
    if route is None:
        raise LookupError(operation)  # the API was checked when it was declared
    arguments = _arguments(route, record)
    missing = [name for name in ARGUMENT.findall(route.path) if name not in arguments]
    if missing:
        raise document.refuse((path, f"{name} is missing") for name in missing)
    exchange = Exchange(
        method=route.method,
        target=route.path,
        path=route.path,
        query_string="",
        headers={},
        body=encode_json(record),
        base_url="",
        match=Match(api, route, arguments),
        given=record,
        settings=tenant.setting(api),
    )
    try:
        sandbox.execution.run(route, exchange, tenant.name, transaction, tenant.clock.now())
    except Duplicate:
        return  # a file may be loaded again: what is there stays
    except Problem as problem:
        errors = problem.errors if isinstance(problem, Invalid) else ()  # none where the record as a whole is wrong
        found = [(_path(path, error.field), error.message) for error in errors]
        raise document.refuse(found or [(path, str(problem))]) from None


def _arguments(route: Route, record: Mapping[str, Any]) -> dict[str, str]:
    """Take the arguments of the operation's path out of the record: an id, the name of its owner."""
    return {name: str(record[name]) for name in ARGUMENT.findall(route.path) if name in record}


def _mapping(document: Document, value: Any, path: Path_, known: list[str] | None) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise document.refuse([(path, "must be a mapping of keys to values")])
    unknown = [name for name in value if known is not None and name not in known]
    if unknown and known is not None:
        raise document.refuse(((*path, name), f"unknown key{suggestion(name, known)}") for name in unknown)
    return value


def _path(path: Path_, field: str) -> Path_:
    return (*path, *(int(part) if part.isdecimal() else part for part in field.split(".")))
