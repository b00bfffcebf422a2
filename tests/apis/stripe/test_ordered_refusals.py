"""A rule that orders a refusal by its name gets the words of a genuine one."""

from tests.clients import Stripe
from tests.tables import each_row


@each_row(
    "path",
    [
        "/customers/nobody",
        "/payment_methods/pm_none",
        "/events/evt_none",
        "/coupons/none",
        "/promotion_codes/promo_none",
        "/tax_ids/txi_none",
    ],
)
def test_an_ordered_not_found_is_a_genuine_one(stripe: Stripe, path: str) -> None:
    genuine = stripe.get(path).refusal
    ordered = stripe.send("GET", path, headers={"X-Mock-Error": "not_found"}).refusal
    assert [refusal[0] for refusal in (ordered, genuine)] == [404, 404]
    said = [{name: refusal[1][name] for name in ("type", "code", "message")} for refusal in (ordered, genuine)]
    assert said[0] == said[1]


def test_an_ordered_not_found_of_a_collection_is_about_the_address(stripe: Stripe) -> None:
    _, error = stripe.send("GET", "/customers", headers={"X-Mock-Error": "not_found"}).refusal
    assert error["message"].startswith("Unrecognized request URL (GET: /v1/customers).")


def test_an_ordered_not_found_can_say_more(stripe: Stripe) -> None:
    """What a rule says stays as it is."""
    headers = {"X-Mock-Error": "not_found; detail=Nobody is at home."}
    _, error = stripe.send("GET", "/customers/ada", headers=headers).refusal
    assert error["message"] == "Nobody is at home."
