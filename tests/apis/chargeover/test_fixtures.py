"""Fixture files whose records are refused: the file is told where, in the words of the file."""

import json
from typing import Any

from tests.clients import ChargeOver
from tests.tables import each_row

NUMBER = "4111111111111112"


def load(chargeover: ChargeOver, collection: str, record: dict[str, Any]) -> Any:
    """Load one record, which is refused, and give the errors below it."""
    document = {"version": 1, "chargeover": {"accounts": {chargeover.account: {collection: [record]}}}}
    answer = chargeover.caller.send("POST", "/__admin/data", {}, json.dumps(document).encode())
    assert answer.status == 422
    assert NUMBER not in answer.content.decode()
    path = ["chargeover", "accounts", chargeover.account, collection, 0]
    for error in answer.json["errors"]:
        assert error["path"][:5] == path
    return [(error["path"][5:], error["message"]) for error in answer.json["errors"]]


@each_row(
    ("collection", "record", "errors"),
    [
        ("customers", {}, [([], "No data.")]),
        ("customers", {"bill_city": "Bath"}, [(["company"], "is missing")]),
        (
            "customers", {"company": "A", "tags": 5, "terms_id": "x"},
            [(["tags"], "must be a list of texts"), (["terms_id"], "must be a whole number")],
        ),
        ("customers", {"company": "A", "terms_id": 9}, [(["terms_id"], "must be one of 2, 3")]),
        ("customers", {"company": "A", "superuser_username": "ada"}, [(["superuser_username"], "'ada' is taken")]),
        ("users", {"username": "ada"}, [(["username"], "'ada' is taken")]),
        (
            "users", {"customer_external_key": "nobody"},
            [(["customer_external_key"], "names a customer that does not exist")],
        ),
        ("creditcards", {"customer_id": 1}, [(["number"], "is missing")]),
        (
            "creditcards", {"customer_id": 1, "number": NUMBER},
            [(["number"], "is not a card number: its last digit does not fit the others")],
        ),
        ("tokenized", {"token": "abcd1234"}, [(["customer_id"], "is missing")]),
    ],
)  # fmt: skip
def test_a_refused_record_is_named_by_its_member(
    chargeover: ChargeOver, collection: str, record: dict[str, Any], errors: list[tuple[list[str], str]]
) -> None:
    """And nothing of the file is kept for the account."""
    chargeover.customer(superuser_username="ada")
    assert load(chargeover, collection, record) == errors
    counts = [chargeover.shown(f"/{object}/_count") for object in ("customer", "user", "creditcard", "tokenized")]
    assert counts == [1, 1, 0, 0]
