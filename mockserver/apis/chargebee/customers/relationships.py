"""A customer's place in an account hierarchy: given to it, taken from it, and what holds there."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargebee.answers import answer
from mockserver.apis.chargebee.auth import ANY_KEY
from mockserver.apis.chargebee.customers.customer_record import keep, named_customer
from mockserver.apis.chargebee.customers.customer_shapes import CustomerOnlyEnvelopeSchema
from mockserver.apis.chargebee.customers.kin import (
    MOST_CHILDREN,
    MOST_LEVELS,
    PARENT,
    children,
    levels,
    path_to_root,
    release_owners,
    with_relationship,
)
from mockserver.apis.chargebee.customers.other_customers import present_customer
from mockserver.apis.chargebee.customers.relationship_parameters import (
    HierarchySettingsParameters,
    RelationshipParameters,
)
from mockserver.apis.chargebee.documented import WRITE
from mockserver.apis.chargebee.payments.envelopes import customer_view
from mockserver.apis.chargebee.problems import blank, contradicts, wrong
from mockserver.apis.chargebee.requests import read
from mockserver.core.api.model import Call, Response, Route
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Conflict
from mockserver.core.store import Record

LINK, SETTINGS = RelationshipParameters(), HierarchySettingsParameters()

_DEFAULT = "use_default_hierarchy_settings"
_ACCESS = ("parent_account_access", "child_account_access")


def link_customer(call: Call) -> Reply:
    """Put a customer below another one, in the place of what was said before."""
    values = read(call, LINK)
    customer = named_customer(call)
    parent_id = values.get("parent_id") or customer.get(PARENT)
    if parent_id is None:
        raise blank("parent_id")
    above = _above(call, customer, present_customer(call, parent_id, "parent_id"))
    relationship = {"parent_id": parent_id, **_owners(customer, above, values)}
    linked = with_settings(with_relationship(customer, relationship), {_DEFAULT: True, **_said(values)})
    return _placed(call, customer, linked)


def unlink_customer(call: Call) -> Reply:
    """Take a customer out of its place; those below it stay below it."""
    customer = named_customer(call)
    alone = dict.fromkeys((_DEFAULT, *_ACCESS))
    return _placed(call, customer, {**with_relationship(customer, None), **alone})


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
        raise _too_many(f"A hierarchy cannot have more than {MOST_LEVELS} levels")
    siblings = [child for child in children(call, parent["id"]) if child["id"] != customer["id"]]
    if len(siblings) >= MOST_CHILDREN:
        raise _too_many(f"A customer cannot have more than {MOST_CHILDREN} children")
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


def _too_many(text: str) -> Exception:
    return wrong("parent_id", text, "resource_limit_exceeded", "resource_limit_exceeded")


def _placed(call: Call, before: Record, after: Mapping[str, Any]) -> Reply:
    reply = _answer(call, before, after)
    release_owners(call, before)
    return reply


def _answer(call: Call, before: Record, after: Mapping[str, Any]) -> Reply:
    return answer(customer=customer_view(call, keep(call, before, after)))


_DONE = {200: Response(CustomerOnlyEnvelopeSchema), **WRITE}

routes = (
    Route(
        "POST", "/customers/<path:customer>/relationships", "customers.link", "link_a_customer", link_customer,
        "Put a customer below another one", _DONE, ANY_KEY, RelationshipParameters,
    ),
    Route(
        "POST", "/customers/<path:customer>/delete_relationship", "customers.unlink", "delink_a_customer",
        unlink_customer, "Take a customer out of its place below another one", _DONE, ANY_KEY,
    ),
    Route(
        "POST", "/customers/<path:customer>/update_hierarchy_settings", "customers.update_hierarchy_settings",
        "update_hierarchy_access_settings_for_a_customer", update_hierarchy_settings,
        "Change what holds for a customer in its hierarchy", _DONE, ANY_KEY, HierarchySettingsParameters,
    ),
)  # fmt: skip
