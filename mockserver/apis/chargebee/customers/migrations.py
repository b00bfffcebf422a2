"""Moving a customer here from another site: noted as at Chargebee, and failed in the end.

A site is a tenant, and no request can see more than its own: nothing is moved. A client can try how it follows such a
migration, to its failure.
"""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields

from mockserver.apis.chargebee import times
from mockserver.apis.chargebee.answers import answer
from mockserver.apis.chargebee.auth import ANY_KEY
from mockserver.apis.chargebee.dialect import Parameters
from mockserver.apis.chargebee.documented import READ, WRITE, queries
from mockserver.apis.chargebee.due_work import do_later
from mockserver.apis.chargebee.requests import read
from mockserver.apis.chargebee.shapes import Shape, constant, envelope
from mockserver.core.api.model import Call, Response, Route
from mockserver.core.fields.kinds import Choice, Text
from mockserver.core.http.reply import Reply
from mockserver.core.problems import NotFound
from mockserver.core.store import Collection

MIGRATIONS = "resource_migrations"
MIGRATION = "customers.move"

CUSTOMER = "customer"


class MoveParameters(Parameters):
    """Which customer of which site."""

    id_at_from_site = Text(100, required=True)
    from_site = Text(50, required=True)


class LatestParameters(Parameters):
    """Which migration is looked for."""

    from_site = Text(50, required=True)
    entity_type = Choice((CUSTOMER,), required=True)
    entity_id = Text(100, required=True)


class ResourceMigrationSchema(Shape):
    """What came of a migration."""

    from_site = fields.String(required=True)
    entity_type = constant(CUSTOMER)
    entity_id = fields.String(required=True)
    status = fields.String(required=True)
    errors = fields.String()
    created_at = fields.Integer(required=True)
    updated_at = fields.Integer(required=True)
    object = constant("resource_migration")


MOVE, LATEST = MoveParameters(), LatestParameters()


def move_customer(call: Call) -> Reply:
    """Note a customer to be moved here."""
    values = read(call, MOVE)
    migration = {
        "from_site": values["from_site"],
        "entity_type": CUSTOMER,
        "entity_id": values["id_at_from_site"],
        "status": "scheduled",
        "created_at": times.now(call),
        "updated_at": times.now(call),
        "object": "resource_migration",
    }
    id = _id(migration)
    call.records.put(MIGRATIONS, id, migration)
    do_later(call, MIGRATION, migration=id)
    return answer(resource_migration=migration)


def retrieve_latest(call: Call) -> Reply:
    """Return the latest migration of a customer."""
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
        failed = {**migration, "status": "failed", "errors": errors, "updated_at": times.now(call)}
        call.records.put(MIGRATIONS, noted["migration"], failed)


works = {MIGRATION: _fail}

collections = (Collection(MIGRATIONS),)

_ANSWER = {200: Response(envelope((("resource_migration", ResourceMigrationSchema),)))}

routes = (
    Route(
        "POST", "/customers/move", "customers.move", "move_a_customer", move_customer,
        "Move a customer here from another site", {**_ANSWER, **WRITE}, ANY_KEY, MoveParameters,
    ),
    Route(
        "GET", "/resource_migrations/retrieve_latest", "resource_migrations.get", "retrieve_latest_resource_migration",
        retrieve_latest, "Retrieve the latest migration of a customer", {**_ANSWER, **READ}, ANY_KEY,
        query=queries(LATEST),
    ),
)  # fmt: skip
