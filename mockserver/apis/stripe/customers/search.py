"""Searching customers, in the language of Stripe's searches. What was just written is found at once."""

import base64
import binascii
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from mockserver.apis.stripe import views
from mockserver.apis.stripe.answers import expand
from mockserver.apis.stripe.customers.members import Customer
from mockserver.apis.stripe.customers.search_language import FieldType, SearchError, check, parse, query_of
from mockserver.apis.stripe.documented import found_of, route
from mockserver.apis.stripe.fields import Expandable, Text
from mockserver.apis.stripe.lookups import any_id
from mockserver.apis.stripe.owner import CUSTOMER, CUSTOMERS
from mockserver.apis.stripe.problems import BadParameter
from mockserver.apis.stripe.query import limit_of, url
from mockserver.apis.stripe.requests import read
from mockserver.apis.stripe.versions import checked, since
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import shape_of
from mockserver.core.fields.kinds import Whole
from mockserver.core.http.reply import Reply
from mockserver.core.store import Record
from mockserver.core.store.queries import QueryInstance

OLDEST_VERSION = "2020-08-27"

FIELDS = {
    "created": FieldType.NUMERIC,
    "email": FieldType.STRING,
    "metadata": FieldType.TOKEN,
    "name": FieldType.STRING,
    "phone": FieldType.STRING,
}


class SearchParameters(Expandable):
    """A search."""

    limit = Whole()
    page = Text()
    query = Text(required=True)


SEARCH = SearchParameters()


@route("GET /customers/search", "customers.search", "GetCustomersSearch", found_of(shape_of(Customer)), query=SEARCH)
def search_customers(call: Call) -> Reply:
    """Search customers."""
    _check_version(call)
    values = read(call, SEARCH)
    limit = limit_of(call, values, strict=True)
    query = _query(values["query"])
    rows = list(islice(_found(call, query, values.get("page")), limit + 1))
    if not rows and any_id(call):
        rows = [CUSTOMER.blank(call, "cus_any")]
    answer: dict[str, Any] = {
        "object": "search_result",
        "data": [views.view(call, row) for row in rows[:limit]],
        "has_more": len(rows) > limit,
        "next_page": _token(rows[limit]["id"]) if len(rows) > limit else None,
        "url": url(call),
    }
    wanted = values.get("expand", ())
    if "total_count" in wanted:
        answer["total_count"] = call.records.count(CUSTOMERS, query)
    expand(call, answer, wanted)
    return Reply.json(200, answer)


def _check_version(call: Call) -> None:
    version = checked(call.exchange)
    if not since(version, OLDEST_VERSION):
        raise BadParameter(
            f"Search is not supported in API version {version}; use {OLDEST_VERSION} or a later one, by the header "
            "Stripe-Version for example."
        )


def _query(text: str) -> QueryInstance:
    try:
        query = parse(text)
        check(query, FIELDS, CUSTOMERS)
    except SearchError as error:
        raise BadParameter(str(error)) from None
    return query_of(query, FIELDS)


def _found(call: Call, query: QueryInstance, token: str | None) -> Iterator[Record]:
    """Yield what is found, from the newest or from where a page begins. Linear."""
    if token is None:
        return call.records.newest_first(CUSTOMERS, where=query)
    first = _first_of(call, token)
    return chain(filter(query, [first]), call.records.newest_first(CUSTOMERS, after=first["id"], where=query))


def _token(id: str) -> str:
    """Name a page by its first object, which the caller has not seen and so has not deleted yet."""
    return base64.urlsafe_b64encode(id.encode()).decode()


def _first_of(call: Call, token: str) -> Record:
    try:
        id = base64.b64decode(token, altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        id = ""
    first = call.records.get(CUSTOMERS, id)
    if first is None:
        # Stripe's error has the page itself for its parameter.
        raise BadParameter(f"{token} is an invalid page.", param=token)
    return first
