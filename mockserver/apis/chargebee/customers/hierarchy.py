"""Account hierarchies: who is above and below a customer, its place there, and what holds there."""

from collections.abc import Iterator, Mapping
from typing import Any

from mockserver.apis.chargebee.answers import answer, envelope, list_of, reply, route
from mockserver.apis.chargebee.customers.members import CustomerOnlyEnvelope, HierarchySettings, Link
from mockserver.apis.chargebee.dialect import Constant, Parameters
from mockserver.apis.chargebee.listing import PageParameters, page_of
from mockserver.apis.chargebee.payments.sources import customer_view
from mockserver.apis.chargebee.problems import beyond, blank, contradicts
from mockserver.apis.chargebee.records import CUSTOMERS, keep, named_customer, present_customer
from mockserver.apis.chargebee.requests import read
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import Array, Object, shape_of
from mockserver.core.fields.kinds import Choice, Flag, Text
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Conflict
from mockserver.core.store import Record

PARENT = "_parent_id"
"""The member that children are looked up by; the one that is shown stands in `relationship`."""

MOST_CHILDREN, MOST_LEVELS = 250, 5


def children(call: Call, id: str) -> list[Record]:
    """Return the customers right below one, the oldest first."""
    return call.records.lookup(CUSTOMERS, PARENT, id)


def path_to_root(call: Call, customer: Record) -> list[Record]:
    """Return a customer and all above it, up to the root."""
    path = [customer]
    while (parent := call.records.get(CUSTOMERS, path[-1].get(PARENT) or "")) is not None:
        path.append(parent)
    return path


def subordinates(call: Call, customer: Record) -> Iterator[Record]:
    """Yield all below a customer, each before those below it."""
    for child in children(call, customer["id"]):
        yield child
        yield from subordinates(call, child)


def levels(call: Call, customer: Record) -> int:
    """Return how many levels there are from a customer down, its own among them."""
    return 1 + max((levels(call, child) for child in children(call, customer["id"])), default=0)


def release_owners(call: Call, customer: Record) -> None:
    """Have customers below one pay and get invoices themselves where whoever did is not above them any more."""
    for each in list(subordinates(call, customer)):
        above = {other["id"] for other in path_to_root(call, each)}
        owners = {name: id if id in above else each["id"] for name, id in each["relationship"].items()}
        if owners != each["relationship"]:
            keep(call, each, {**each, "relationship": owners})


def with_relationship(customer: Record, relationship: dict[str, Any] | None) -> dict[str, Any]:
    """Return a customer that has another place in a hierarchy, or none."""
    return {**customer, "relationship": relationship, PARENT: relationship and relationship["parent_id"]}


LINK, SETTINGS = Link(), HierarchySettings()

_DEFAULT = "use_default_hierarchy_settings"
_ACCESS = ("parent_account_access", "child_account_access")


@route(
    "POST /customers/<path:customer>/relationships", "customers.link", "link_a_customer", CustomerOnlyEnvelope,
    body=LINK,
)  # fmt: skip
def link_customer(call: Call) -> Reply:
    """Put a customer below another one. It takes the place of what was said before."""
    values = read(call, LINK)
    customer = named_customer(call)
    parent_id = values.get("parent_id") or customer.get(PARENT)
    if parent_id is None:
        raise blank("parent_id")
    above = _above(call, customer, present_customer(call, parent_id, "parent_id"))
    relationship = {"parent_id": parent_id, **_owners(customer, above, values)}
    linked = with_settings(with_relationship(customer, relationship), {_DEFAULT: True, **_said(values)})
    return _placed(call, customer, linked)


@route(
    "POST /customers/<path:customer>/delete_relationship", "customers.unlink", "delink_a_customer", CustomerOnlyEnvelope
)
def unlink_customer(call: Call) -> Reply:
    """Take a customer out of its place below another one. Those below it stay below it."""
    customer = named_customer(call)
    alone = dict.fromkeys((_DEFAULT, *_ACCESS))
    return _placed(call, customer, {**with_relationship(customer, None), **alone})


@route(
    "POST /customers/<path:customer>/update_hierarchy_settings", "customers.update_hierarchy_settings",
    "update_hierarchy_access_settings_for_a_customer", CustomerOnlyEnvelope, body=SETTINGS,
)  # fmt: skip
def update_hierarchy_settings(call: Call) -> Reply:
    """Change what holds for a customer in its hierarchy."""
    values = read(call, SETTINGS)
    customer = named_customer(call)
    if not customer.get("relationship"):
        raise Conflict("The customer has no parent in an account hierarchy.")
    return _answer(call, customer, with_settings(customer, {_DEFAULT: True, **_said(values)}))


def with_settings(customer: Record, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return a customer with other settings: the site's take its own away, its own replace those of the same group."""
    if said[_DEFAULT]:
        return {**customer, _DEFAULT: True, **dict.fromkeys(_ACCESS)}
    access = {
        group: {name: value for name, value in said[group].items() if value is not None}
        for group in _ACCESS
        if group in said
    }
    return {**customer, **access, _DEFAULT: False}


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in (_DEFAULT, *_ACCESS) if values.get(name) is not None}


def _above(call: Call, customer: Record, parent: Record) -> list[str]:
    """Return who would be above a customer, the parent first; raise `Wrong` where it cannot be put there."""
    if parent.get("business_entity_id") != customer.get("business_entity_id"):
        raise contradicts("parent_id", "belongs to another business entity")
    path = path_to_root(call, parent)
    above = [each["id"] for each in path]
    if customer["id"] in above:
        raise contradicts("parent_id", "cannot be the customer itself or one below it")
    if len(above) + levels(call, customer) > MOST_LEVELS:
        raise beyond("parent_id", f"A hierarchy cannot have more than {MOST_LEVELS} levels")
    siblings = [child for child in children(call, parent["id"]) if child["id"] != customer["id"]]
    if len(siblings) >= MOST_CHILDREN:
        raise beyond("parent_id", f"A customer cannot have more than {MOST_CHILDREN} children")
    return above


def _owners(customer: Record, above: list[str], values: Mapping[str, Any]) -> dict[str, str]:
    """Return who pays and who gets the invoices: where nobody else is named, the customer itself."""
    own = customer["id"]
    invoices = values.get("invoice_owner_id") or own
    pays = values.get("payment_owner_id") or invoices
    if invoices not in (own, *above):
        raise contradicts("invoice_owner_id", "should be the customer itself or one above it")
    if invoices != own and pays != invoices:
        raise contradicts("payment_owner_id", "should be the invoice_owner_id")
    if pays not in (own, *above):
        raise contradicts("payment_owner_id", "should be the customer itself or one above it")
    return {"payment_owner_id": pays, "invoice_owner_id": invoices}


def _placed(call: Call, before: Record, after: Mapping[str, Any]) -> Reply:
    reply = _answer(call, before, after)
    release_owners(call, before)
    return reply


def _answer(call: Call, before: Record, after: Mapping[str, Any]) -> Reply:
    return answer(customer=customer_view(call, keep(call, before, after)))


COMPLETE, SUBORDINATES, PATH = "complete_hierarchy", "subordinates", "path_to_root"


class HierarchyPart(Parameters):
    """Which part of a hierarchy is meant."""

    hierarchy_operation_type = Choice((COMPLETE, SUBORDINATES, PATH), required=True)


class HierarchyPage(HierarchyPart, PageParameters):
    """Which part of a hierarchy is meant, a page at a time."""


class Hierarchy(Parameters):
    """A customer's place in a hierarchy."""

    customer_id = Text(always=True)
    parent_id = Text()
    payment_owner_id = Text(always=True)
    invoice_owner_id = Text(always=True)
    has_children = Flag(always=True)
    children_ids = Array(Text())
    object = Constant("hierarchy")


class Hierarchies(Parameters):
    """All places that were asked for."""

    hierarchies = Array(Object(Hierarchy), always=True)


WHOLE, PAGE = HierarchyPart(), HierarchyPage()


@route(
    "GET /customers/<path:customer>/hierarchy", "customers.hierarchy", "get_hierarchy", shape_of(Hierarchies),
    query=WHOLE,
)  # fmt: skip
def retrieve_hierarchy(call: Call) -> Reply:
    """Retrieve the account hierarchy around a customer."""
    return reply({"hierarchies": _places(call, read(call, WHOLE))})


@route(
    "GET /customers/<path:customer>/hierarchy_detail", "customers.hierarchy_detail", "list_hierarchy_details",
    list_of(envelope(hierarchy=shape_of(Hierarchy))), query=PAGE,
)  # fmt: skip
def list_hierarchy_detail(call: Call) -> Reply:
    """List the account hierarchy around a customer."""
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
