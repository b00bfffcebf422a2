"""What tokens can be looked for and sorted by."""

from collections.abc import Mapping

from mockserver.apis.chargeover.kinds import TOKENIZED
from mockserver.apis.chargeover.listing import Listing
from mockserver.apis.chargeover.pay_methods.owner import OWNER
from mockserver.apis.chargeover.pay_methods.tokenized_record import TOKEN
from mockserver.apis.chargeover.pay_methods.tokenized_view import tokenized_view
from mockserver.apis.chargeover.where import Column, stored

_COLUMNS: Mapping[str, Column] = {
    "tokenized_id": stored("tokenized_id", "number", "id"),
    "customer_id": stored("customer_id", "number", OWNER),
    "external_key": stored("external_key", index="_external_key"),
    "token": stored("token", index=TOKEN),
    **{name: stored(name) for name in ("type", "paymethod_hint", "type_hint", "gateway")},
    "expdate": stored("expdate", "date"),
}

TOKENS = Listing(TOKENIZED, _COLUMNS, tokenized_view)
