"""What is taken for a value of each type: clients of old send everything as text."""

from typing import Any

from tests.clients import ChargeOver
from tests.tables import each_row

_NOT_WHOLE: list[Any] = ["seven", True, 1.5, "1.5", [], {}, "1" * 19, 10**30]
_NOT_FLAGS: list[Any] = ["maybe", "yes", 2, -1, 0.5, [], {}]

TAKEN = [
    *(("class_id", value, 7) for value in (7, "7", " 7 ", 7.0, "07")),
    *(("class_id", value, None) for value in (None, "")),
    *((name, None, 1) for name in ("language_id", "currency_id", "brand_id")),
    ("terms_id", None, 3),
    ("terms_id", "", 3),
    ("terms_id", "2", 2),
    *(("no_taxes", value, True) for value in (True, 1, 1.0, "1", "true", "True", "TRUE")),
    *(("no_taxes", value, False) for value in (False, 0, "0", "false", "", None)),
    *(("no_procfees", value, 1) for value in (True, "1")),
    *(("no_procfees", value, 0) for value in (False, None, "")),
    ("company", 42, "42"),
    ("company", " ", " "),
    ("company", "Ünïcode 株式会社 🙂", "Ünïcode 株式会社 🙂"),
    ("company", 'a/b\\c"d\n', 'a/b\\c"d\n'),
    ("bill_city", "", ""),
    ("bill_city", None, None),
    ("bill_postcode", 5401, "5401"),
    ("custom_1", 1.5, "1.5"),
    ("tax_ident", None, ""),
    ("external_key", 42, "42"),
    ("external_key", "", None),
    ("external_key", None, None),
    ("invoice_delivery", None, "email"),
    ("dunning_delivery", "print", "print"),
    ("tags", None, []),
    ("tags", [], []),
    ("tags", ["a", 1], ["a", "1"]),
    ("parent_customer_id", "", None),
]

REFUSED = [
    *(("class_id", value, "must be a whole number") for value in _NOT_WHOLE),
    *(("no_taxes", value, "must be true or false") for value in _NOT_FLAGS),
    *(("bill_city", value, "must be text") for value in (True, False, ["Bath"], {"city": "Bath"})),
    *(("invoice_delivery", value, "must be one of email, print") for value in ("fax", "EMAIL", "", 1)),
    *(("tags", value, "must be a list of texts") for value in ("a", 1, {"a": 1})),
    ("tags", [["a"]], "must be text"),
    ("tags", [None], "must be text"),
]


@each_row(("name", "sent", "shown"), TAKEN)
def test_a_value_is_taken_in_many_forms(chargeover: ChargeOver, name: str, sent: Any, shown: Any) -> None:
    """The type of what comes back is always the same."""
    value = chargeover.shown(f"/customer/{chargeover.customer(**{name: sent})}")[name]
    assert (type(value), value) == (type(shown), shown)


@each_row(("name", "sent", "shown"), TAKEN)
def test_a_change_takes_the_same_forms(chargeover: ChargeOver, name: str, sent: Any, shown: Any) -> None:
    """But for what no change can say."""
    id = chargeover.customer()
    before = chargeover.shown(f"/customer/{id}")
    assert chargeover.put(f"/customer/{id}", {name: sent}).status == 202
    after = chargeover.shown(f"/customer/{id}")
    assert after[name] == (before[name] if name in ("currency_id", "brand_id") else shown)


@each_row(("name", "sent", "complaint"), REFUSED)
def test_a_value_that_has_no_such_form_is_refused(chargeover: ChargeOver, name: str, sent: Any, complaint: str) -> None:
    """Behind ChargeOver's own sentence stands which member it is."""
    id = chargeover.customer()
    message = f"Missing or invalid parameter. {name} {complaint}."
    refused = {"code": 400, "status": "Error", "message": message, "details": {}, "response": False}
    for answer in (
        chargeover.post("/customer", {"company": "A", name: sent}),
        chargeover.put(f"/customer/{id}", {name: sent}),
    ):
        assert (answer.status, answer.json) == (400, refused)


def test_all_wrong_members_are_named(chargeover: ChargeOver) -> None:
    message = chargeover.post("/customer", {"company": "A", "class_id": "x", "no_taxes": "x"}).json["message"]
    assert message == ("Missing or invalid parameter. class_id must be a whole number; no_taxes must be true or false.")
