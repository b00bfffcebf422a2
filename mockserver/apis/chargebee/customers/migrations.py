"""Moving a customer here from another site: noted as at Chargebee, and failed in the end.

A site is a tenant, and no request can see more than its own: nothing is moved. A client can try how it follows such a
migration, to its failure.
"""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargebee import stamps
from mockserver.apis.chargebee.answers import answer, envelope, route
from mockserver.apis.chargebee.dialect import Constant, Parameters
from mockserver.apis.chargebee.due_work import do_later
from mockserver.apis.chargebee.requests import read
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import shape_of
from mockserver.core.fields.kinds import Choice, Text, Whole
from mockserver.core.http.reply import Reply
from mockserver.core.problems import NotFound
from mockserver.core.store import Collection

MIGRATIONS = "resource_migrations"
MIGRATION = "customers.move"

CUSTOMER = "customer"


class Move(Parameters):
    """Which customer of which site."""

    id_at_from_site = Text(100, required=True)
    from_site = Text(50, required=True)


class Latest(Parameters):
    """Which migration is looked for."""

    from_site = Text(50, required=True)
    entity_type = Choice((CUSTOMER,), required=True)
    entity_id = Text(100, required=True)


class ResourceMigration(Parameters):
    """What came of a migration."""

    always = True

    from_site = Text()
    entity_type = Constant(CUSTOMER)
    entity_id = Text()
    status = Text()
    errors = Text(always=False)
    created_at = Whole()
    updated_at = Whole()
    object = Constant("resource_migration")


MOVE, LATEST = Move(), Latest()

_ANSWER = envelope(resource_migration=shape_of(ResourceMigration))


@route("POST /customers/move", "customers.move", "move_a_customer", _ANSWER, body=MOVE)
def move_customer(call: Call) -> Reply:
    """Move a customer here from another site. It is only noted."""
    values = read(call, MOVE)
    migration = {
        "from_site": values["from_site"],
        "entity_type": CUSTOMER,
        "entity_id": values["id_at_from_site"],
        "status": "scheduled",
        "created_at": stamps.now(call),
        "updated_at": stamps.now(call),
        "object": "resource_migration",
    }
    id = _id(migration)
    call.records.put(MIGRATIONS, id, migration)
    do_later(call, MIGRATION, migration=id)
    return answer(resource_migration=migration)


@route(
    "GET /resource_migrations/retrieve_latest", "resource_migrations.get", "retrieve_latest_resource_migration",
    _ANSWER, query=LATEST,
)  # fmt: skip
def retrieve_latest(call: Call) -> Reply:
    """Retrieve the latest migration of a customer."""
    migration = call.records.get(MIGRATIONS, _id(read(call, LATEST)))
    if migration is None:
        raise NotFound
    return answer(resource_migration=migration)


def _id(values: Mapping[str, Any]) -> str:
    return f"{values['from_site']}/{values['entity_id']}"


def _fail(call: Call, noted: Mapping[str, Any]) -> None:
    migration = call.records.get(MIGRATIONS, noted["migration"])
    if migration is not None:
        errors = f"The site {migration['from_site']} cannot be reached from this sandbox."
        failed = {**migration, "status": "failed", "errors": errors, "updated_at": stamps.now(call)}
        call.records.put(MIGRATIONS, noted["migration"], failed)


works = {MIGRATION: _fail}

collections = (Collection(MIGRATIONS),)
