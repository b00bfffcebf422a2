"""Ways to pay in fixture files."""

import json

from tests.apis.chargeover.pay_methods.ways import CARD
from tests.clients import ChargeOver

RECORDS = {
    "customers": [{"company": "Analytical Engines", "external_key": "ada"}],
    "creditcards": [{"customer_external_key": "ada", **CARD}],
    "tokenized": [{"customer_external_key": "ada", "token": "abcd1234", "external_key": "token of ada"}],
}


def test_cards_and_tokens_come_from_fixtures(chargeover: ChargeOver) -> None:
    """They name their customer by its key; what is there already stays what it is."""
    document = {"version": 1, "chargeover": {"accounts": {chargeover.account: RECORDS}}}
    for _ in range(2):
        assert chargeover.caller.send("POST", "/__admin/data", {}, json.dumps(document).encode()).status == 200
        assert [chargeover.shown(f"/{object}/_count") for object in ("creditcard", "tokenized")] == [1, 1]
    assert chargeover.shown("/creditcard/1")["mask_number"] == "x1111"
    assert chargeover.shown("/tokenized/token:abcd1234")["customer_id"] == 1
    assert chargeover.shown("/customer/1")["default_creditcard_id"] == 1
