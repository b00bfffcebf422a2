"""The account hierarchy around a customer."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields

from mockserver.apis.chargebee.answers import reply
from mockserver.apis.chargebee.auth import ANY_KEY
from mockserver.apis.chargebee.customers.customer_record import named_customer
from mockserver.apis.chargebee.customers.kin import PARENT, children, path_to_root, subordinates
from mockserver.apis.chargebee.dialect import Parameters
from mockserver.apis.chargebee.documented import READ, queries
from mockserver.apis.chargebee.listing import PageParameters, page_of
from mockserver.apis.chargebee.requests import read
from mockserver.apis.chargebee.shapes import Shape, constant, envelope, list_of
from mockserver.core.api.model import Call, Response, Route
from mockserver.core.fields.kinds import Choice
from mockserver.core.http.reply import Reply
from mockserver.core.store import Record

COMPLETE, SUBORDINATES, PATH = "complete_hierarchy", "subordinates", "path_to_root"


class HierarchyParameters(Parameters):
    """Which part of a hierarchy is meant."""

    hierarchy_operation_type = Choice((COMPLETE, SUBORDINATES, PATH), required=True)


class HierarchyPageParameters(HierarchyParameters, PageParameters):
    """Which part of a hierarchy is meant, a page at a time."""


class HierarchySchema(Shape):
    """A customer's place in a hierarchy."""

    customer_id = fields.String(required=True)
    parent_id = fields.String()
    payment_owner_id = fields.String(required=True)
    invoice_owner_id = fields.String(required=True)
    has_children = fields.Boolean(required=True)
    children_ids = fields.List(fields.String())
    object = constant("hierarchy")


class HierarchiesSchema(Shape):
    """All places that were asked for."""

    hierarchies = fields.List(fields.Nested(HierarchySchema), required=True)


WHOLE, PAGE = HierarchyParameters(), HierarchyPageParameters()


def retrieve_hierarchy(call: Call) -> Reply:
    """Return the places of a hierarchy all at once."""
    return reply({"hierarchies": _places(call, read(call, WHOLE))})


def list_hierarchy_detail(call: Call) -> Reply:
    """Return a page of the places of a hierarchy."""
    values = read(call, PAGE)
    return page_of(call, values, "hierarchy", _places(call, values), "customer_id")


def _places(call: Call, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the places that are meant: all of the hierarchy, those below the customer, or those up to the root."""
    customer, kind = named_customer(call), values["hierarchy_operation_type"]
    if kind == PATH:
        return [_place(call, each) for each in path_to_root(call, customer)]
    if kind == SUBORDINATES:
        return [_place(call, each) for each in subordinates(call, customer)]
    root = path_to_root(call, customer)[-1]
    return [_place(call, each) for each in (root, *subordinates(call, root))]


def _place(call: Call, customer: Record) -> dict[str, Any]:
    relationship = customer.get("relationship") or {}
    below = [child["id"] for child in children(call, customer["id"])]
    return {
        "customer_id": customer["id"],
        **({"parent_id": customer[PARENT]} if customer.get(PARENT) else {}),
        "payment_owner_id": relationship.get("payment_owner_id", customer["id"]),
        "invoice_owner_id": relationship.get("invoice_owner_id", customer["id"]),
        "has_children": bool(below),
        **({"children_ids": below} if below else {}),
        "object": "hierarchy",
    }


routes = (
    Route(
        "GET", "/customers/<path:customer>/hierarchy", "customers.hierarchy", "get_hierarchy", retrieve_hierarchy,
        "Retrieve the account hierarchy around a customer", {200: Response(HierarchiesSchema), **READ}, ANY_KEY,
        query=queries(WHOLE),
    ),
    Route(
        "GET", "/customers/<path:customer>/hierarchy_detail", "customers.hierarchy_detail", "list_hierarchy_details",
        list_hierarchy_detail, "List the account hierarchy around a customer",
        {200: Response(list_of(envelope((("hierarchy", HierarchySchema),)))), **READ}, ANY_KEY, query=queries(PAGE),
    ),
)  # fmt: skip
