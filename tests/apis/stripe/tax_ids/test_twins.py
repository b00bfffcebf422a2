"""Tax ids that come twice."""

from tests.clients import Stripe

SAME = {"type": "eu_vat", "value": "DE123456789"}


def test_nobody_has_a_tax_id_twice(stripe: Stripe) -> None:
    """Not a customer, nor the account; others may have the same, and so may one whose first was deleted."""
    customer, other = stripe.customer()["id"], stripe.customer()["id"]
    first = stripe.post(f"/customers/{customer}/tax_ids", **SAME).json["id"]
    for path, more in (
        (f"/customers/{customer}/tax_ids", {}),
        ("/tax_ids", {"owner": {"type": "customer", "customer": customer}}),
    ):
        status, error = stripe.post(path, **SAME, **more).refusal
        assert (status, error["code"]) == (400, "resource_already_exists")
        assert error["message"] == "The tax ID DE123456789 of type eu_vat already exists for this customer."
    assert stripe.post(f"/customers/{other}/tax_ids", **SAME).status == 200
    assert stripe.post(f"/customers/{customer}/tax_ids", type="eu_vat", value="DE987654321").status == 200
    assert stripe.post(f"/customers/{customer}/tax_ids", type="us_ein", value="12-3456789").status == 200
    assert stripe.post("/tax_ids", **SAME).status == 200
    assert stripe.post("/tax_ids", **SAME).refusal[1]["code"] == "resource_already_exists"
    stripe.delete(f"/customers/{customer}/tax_ids/{first}")
    assert stripe.post(f"/customers/{customer}/tax_ids", **SAME).status == 200


def test_a_new_customer_has_no_tax_id_twice(stripe: Stripe) -> None:
    """The customer is not created then."""
    status, error = stripe.post("/customers", email="twice@example.com", tax_id_data=[SAME, SAME]).refusal
    assert (status, error["code"]) == (400, "resource_already_exists")
    assert stripe.get("/customers", email="twice@example.com").json["data"] == []
