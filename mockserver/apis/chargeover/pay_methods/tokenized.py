"""Tokens of gateways: store, read, list, count and delete them."""

from mockserver.apis.chargeover.auth import ANY_KEY
from mockserver.apis.chargeover.documented import COUNTED, CREATED, DONE, many, one
from mockserver.apis.chargeover.envelope import created, ok
from mockserver.apis.chargeover.kinds import TOKENIZED, drop, named
from mockserver.apis.chargeover.listing import COUNT_QUERY, QUERY, count, page
from mockserver.apis.chargeover.pay_methods import defaults
from mockserver.apis.chargeover.pay_methods.owner import OWNER, owner
from mockserver.apis.chargeover.pay_methods.tokenized_listing import TOKENS
from mockserver.apis.chargeover.pay_methods.tokenized_parameters import TokenizedParameters
from mockserver.apis.chargeover.pay_methods.tokenized_record import TOKEN, new_tokenized
from mockserver.apis.chargeover.pay_methods.tokenized_view import TokenizedSchema, tokenized_view
from mockserver.apis.chargeover.requests import read_new
from mockserver.core.api.model import Call, Route
from mockserver.core.http.reply import Reply

CREATE = TokenizedParameters()


def create_tokenized(call: Call) -> Reply:
    """Store a token."""
    values = read_new(call, CREATE)
    customer = owner(call, values)
    record = new_tokenized(call, customer, values)
    defaults.got(call, customer, TOKENIZED, record)
    return created(call, TOKENIZED.object, record["tokenized_id"])


def get_tokenized(call: Call) -> Reply:
    """Return a token."""
    return ok(call, tokenized_view(call, named(call, TOKENIZED)))


def list_tokenized(call: Call) -> Reply:
    """Return a page of tokens."""
    return page(call, TOKENS)


def count_tokenized(call: Call) -> Reply:
    """Return how many tokens there are."""
    return count(call, TOKENS)


def delete_tokenized(call: Call) -> Reply:
    """Delete a token."""
    record = named(call, TOKENIZED)
    drop(call, TOKENIZED, record)
    defaults.lost(call, TOKENIZED, record)
    return ok(call, True)


collections = (TOKENIZED.declared(OWNER, TOKEN),)

routes = (
    Route(
        "POST", "/tokenized", "tokenized.create", "store-a-pay-method-token", create_tokenized, "Store a token",
        CREATED, ANY_KEY, TokenizedParameters,
    ),
    Route(
        "GET", "/tokenized", "tokenized.list", "query-for-pay-method-tokens", list_tokenized, "List tokens",
        many(TokenizedSchema), ANY_KEY, query=QUERY,
    ),
    Route(
        "GET", "/tokenized/_count", "tokenized.count", "count-pay-method-tokens", count_tokenized, "Count tokens",
        COUNTED, ANY_KEY, query=COUNT_QUERY,
    ),
    Route(
        "GET", "/tokenized/<id>", "tokenized.get", "get-a-specific-pay-method-token", get_tokenized,
        "Retrieve a token", one(TokenizedSchema), ANY_KEY,
    ),
    Route(
        "DELETE", "/tokenized/<id>", "tokenized.delete", "delete-a-pay-method-token", delete_tokenized,
        "Delete a token", DONE, ANY_KEY,
    ),
)  # fmt: skip
