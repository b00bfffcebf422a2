"""What cards can be looked for and sorted by."""

from collections.abc import Mapping

from mockserver.apis.chargeover.kinds import CREDITCARD
from mockserver.apis.chargeover.listing import Listing
from mockserver.apis.chargeover.pay_methods.card_view import card_view
from mockserver.apis.chargeover.pay_methods.owner import OWNER
from mockserver.apis.chargeover.where import Column, stored

_COLUMNS: Mapping[str, Column] = {
    "creditcard_id": stored("creditcard_id", "number", "id"),
    "customer_id": stored("customer_id", "number", OWNER),
    "external_key": stored("external_key", index="_external_key"),
    "token": stored("token", index="token"),
    "type": stored("type"),
    "expdate": stored("expdate", "date"),
    "write_datetime": stored("write_datetime", "moment"),
    "mod_datetime": stored("mod_datetime", "moment"),
}

CREDITCARDS = Listing(CREDITCARD, _COLUMNS, card_view)
