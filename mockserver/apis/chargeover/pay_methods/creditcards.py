"""Cards: store, read, list, count and delete them."""

from mockserver.apis.chargeover.auth import ANY_KEY
from mockserver.apis.chargeover.documented import COUNTED, CREATED, DONE, many, one
from mockserver.apis.chargeover.envelope import created, ok
from mockserver.apis.chargeover.kinds import CREDITCARD, drop, named
from mockserver.apis.chargeover.listing import COUNT_QUERY, QUERY, count, page
from mockserver.apis.chargeover.pay_methods import defaults
from mockserver.apis.chargeover.pay_methods.card_listing import CREDITCARDS
from mockserver.apis.chargeover.pay_methods.card_parameters import CreditCardParameters
from mockserver.apis.chargeover.pay_methods.card_record import FINGERPRINT, change_card, new_card, stored_card
from mockserver.apis.chargeover.pay_methods.card_view import CreditCardSchema, card_view
from mockserver.apis.chargeover.pay_methods.owner import OWNER, owner
from mockserver.apis.chargeover.requests import read_new
from mockserver.core.api.model import Call, Route
from mockserver.core.http.reply import Reply

CREATE = CreditCardParameters()


def create_creditcard(call: Call) -> Reply:
    """Store a card; one whose number the customer has stored is changed instead."""
    values = read_new(call, CREATE)
    customer = owner(call, values)
    card = stored_card(call, customer, values["number"])
    if card:
        change_card(call, card, values)
    else:
        card = new_card(call, customer, values)
        defaults.got(call, customer, CREDITCARD, card)
    return created(call, CREDITCARD.object, card["creditcard_id"])


def get_creditcard(call: Call) -> Reply:
    """Return a card."""
    return ok(call, card_view(call, named(call, CREDITCARD)))


def list_creditcards(call: Call) -> Reply:
    """Return a page of cards."""
    return page(call, CREDITCARDS)


def count_creditcards(call: Call) -> Reply:
    """Return how many cards there are."""
    return count(call, CREDITCARDS)


def delete_creditcard(call: Call) -> Reply:
    """Delete a card."""
    card = named(call, CREDITCARD)
    drop(call, CREDITCARD, card)
    defaults.lost(call, CREDITCARD, card)
    return ok(call, True)


collections = (CREDITCARD.declared(OWNER, FINGERPRINT),)

routes = (
    Route(
        "POST", "/creditcard", "creditcards.create", "store-a-credit-card", create_creditcard,
        "Store a card, or change a stored one", CREATED, ANY_KEY, CreditCardParameters,
    ),
    Route(
        "GET", "/creditcard", "creditcards.list", "querying-for-credit-cards", list_creditcards, "List cards",
        many(CreditCardSchema), ANY_KEY, query=QUERY,
    ),
    Route(
        "GET", "/creditcard/_count", "creditcards.count", "count-credit-cards", count_creditcards, "Count cards",
        COUNTED, ANY_KEY, query=COUNT_QUERY,
    ),
    Route(
        "GET", "/creditcard/<id>", "creditcards.get", "get-a-specific-credit-card", get_creditcard, "Retrieve a card",
        one(CreditCardSchema), ANY_KEY,
    ),
    Route(
        "DELETE", "/creditcard/<id>", "creditcards.delete", "delete-a-credit-card", delete_creditcard, "Delete a card",
        DONE, ANY_KEY,
    ),
)  # fmt: skip
