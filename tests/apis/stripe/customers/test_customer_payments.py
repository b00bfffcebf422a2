"""What a customer pays with: the payment method and the source it comes with, its defaults, and its end."""

import json

from tests.apis.stripe.payments.paying import USED_UP, attached, create, events, ids, ok, refused
from tests.clients import Stripe

NOT_ATTACHED = (
    "The customer does not have a payment method with the ID {id}. The payment method must be attached to the customer."
)
DEFAULT = "invoice_settings[default_payment_method]"


def test_a_customer_comes_with_a_payment_method(stripe: Stripe) -> None:
    """It is attached, and no default of anything."""
    method = create(stripe)["id"]
    customer = stripe.customer(payment_method=method)
    assert (customer["default_source"], customer["invoice_settings"]["default_payment_method"]) == (None, None)
    assert ok(stripe.get(f"/payment_methods/{method}"))["customer"] == customer["id"]
    assert {type for type, _ in events(stripe, "")} == {"customer.created", "payment_method.attached"}


def test_the_payment_method_it_comes_with_can_be_the_default(stripe: Stripe) -> None:
    """Also where its name for tests stands for a new one."""
    settings = {"default_payment_method": "pm_card_visa"}
    customer = stripe.customer(payment_method="pm_card_visa", invoice_settings=settings)
    default = customer["invoice_settings"]["default_payment_method"]
    assert ids(stripe.get(f"/customers/{customer['id']}/payment_methods")) == [default]
    shown = ok(stripe.get(f"/customers/{customer['id']}", expand=["invoice_settings.default_payment_method"]))
    assert shown["invoice_settings"]["default_payment_method"]["card"]["last4"] == "4242"


def test_a_payment_method_that_does_not_exist_is_refused(stripe: Stripe) -> None:
    """And no customer is created."""
    assert stripe.post("/customers", payment_method="pm_nope").refusal == refused(
        "No such PaymentMethod: 'pm_nope'", code="resource_missing", param="payment_method"
    )
    customer = stripe.customer()["id"]
    answer = stripe.post(f"/customers/{customer}", invoice_settings={"default_payment_method": "pm_nope"})
    assert answer.refusal == refused("No such PaymentMethod: 'pm_nope'", code="resource_missing", param=DEFAULT)
    assert ids(stripe.get("/customers")) == [customer]


def test_invoices_are_paid_with_the_customers_own(stripe: Stripe) -> None:
    """Neither with another's nor with nobody's."""
    customer, other = (stripe.customer()["id"] for _ in range(2))
    own, theirs, nobodys = attached(stripe, customer)["id"], attached(stripe, other)["id"], create(stripe)["id"]
    for id in (theirs, nobodys, "pm_card_visa"):
        answer = stripe.post(f"/customers/{customer}", invoice_settings={"default_payment_method": id})
        assert answer.refusal == refused(NOT_ATTACHED.format(id=id), param=DEFAULT)
    changed = ok(stripe.post(f"/customers/{customer}", invoice_settings={"default_payment_method": own}))
    assert changed["invoice_settings"]["default_payment_method"] == own
    cleared = ok(stripe.post(f"/customers/{customer}", invoice_settings={"default_payment_method": ""}))
    assert cleared["invoice_settings"]["default_payment_method"] is None


def test_a_detached_default_is_none_any_more(stripe: Stripe) -> None:
    """The customer tells of it."""
    customer = stripe.customer()["id"]
    method = attached(stripe, customer)["id"]
    ok(stripe.post(f"/customers/{customer}", invoice_settings={"default_payment_method": method, "footer": "Thanks"}))
    ok(stripe.post(f"/payment_methods/{method}/detach"))
    settings = ok(stripe.get(f"/customers/{customer}"))["invoice_settings"]
    assert (settings["default_payment_method"], settings["footer"]) == (None, "Thanks")
    assert events(stripe, "")[0] == (
        "customer.updated",
        {"invoice_settings": {"default_payment_method": method}},
    )


def test_a_customer_comes_with_a_source(stripe: Stripe) -> None:
    """It is the default."""
    customer = stripe.customer(source="tok_visa")
    assert ids(stripe.get(f"/customers/{customer['id']}/sources")) == [customer["default_source"]]
    assert {type for type, _ in events(stripe, "")} == {"customer.created", "customer.source.created"}


def test_a_new_source_takes_the_place_of_the_default(stripe: Stripe) -> None:
    """The old default goes, what else there is stays."""
    customer = stripe.customer(source="tok_visa")
    id, old = customer["id"], customer["default_source"]
    kept = ok(stripe.post(f"/customers/{id}/sources", source="btok_us"))["id"]
    ok(stripe.post(f"/customers/{id}", invoice_settings={"default_payment_method": old}))
    changed = ok(stripe.post(f"/customers/{id}", source="tok_mastercard"))
    new = changed["default_source"]
    assert ids(stripe.get(f"/customers/{id}/sources")) == [new, kept]
    assert changed["invoice_settings"]["default_payment_method"] is None
    assert events(stripe, "customer.")[:3] == [
        ("customer.updated", {"default_source": old, "invoice_settings": {"default_payment_method": old}}),
        ("customer.source.deleted", None),
        ("customer.source.created", None),
    ]


def test_the_default_source_is_one_of_the_customers(stripe: Stripe) -> None:
    """Any of them."""
    customer = stripe.customer(source="tok_visa")["id"]
    theirs = stripe.customer(source="tok_visa")["default_source"]
    account = ok(stripe.post(f"/customers/{customer}/sources", source="btok_us"))["id"]
    assert ok(stripe.post(f"/customers/{customer}", default_source=account))["default_source"] == account
    for id in ("card_nope", theirs):
        assert stripe.post(f"/customers/{customer}", default_source=id).refusal == refused(
            f"No such source: '{id}'", code="resource_missing", param="default_source"
        )


def test_a_deleted_customer_leaves_nothing_to_pay_with(stripe: Stripe) -> None:
    """Its sources are gone, its payment methods can be read and not used."""
    customer = stripe.customer(source="tok_visa", payment_method="pm_card_visa")
    methods = ids(stripe.get(f"/customers/{customer['id']}/payment_methods"))
    method = next(id for id in methods if id.startswith("pm_"))
    ok(stripe.delete(f"/customers/{customer['id']}"))
    assert ok(stripe.get(f"/payment_methods/{method}"))["customer"] is None
    answer = stripe.post(f"/payment_methods/{method}/attach", customer=stripe.customer()["id"])
    assert answer.refusal == refused(USED_UP)
    assert stripe.get(f"/payment_methods/{customer['default_source']}").status == 404
    assert stripe.admin("GET", "/data/stripe/sources").json["records"] == []


def test_a_declined_card_is_remembered_under_an_idempotency_key(stripe: Stripe) -> None:
    """The operation had begun: the same refusal comes again."""
    key = {"Idempotency-Key": "declined"}
    first, second = (stripe.send("POST", "/customers", {"source": "tok_chargeDeclined"}, key) for _ in range(2))
    assert first.refusal == second.refusal
    assert (first.status, second.headers["idempotent-replayed"]) == (402, "true")


def test_fixtures_bring_ways_to_pay(stripe: Stripe) -> None:
    """Each with the id and the customer that the file says, and again without complaint."""
    collections = {
        "customers": [{"id": "cus_ada", "name": "Ada"}],
        "payment_methods": [
            {"id": "pm_ada", "customer": "cus_ada", "type": "card", "card": {"token": "tok_visa"}},
            {"id": "pm_nobody", "type": "klarna"},
        ],
        "sources": [{"id": "card_ada", "customer": "cus_ada", "source": "tok_mastercard"}],
    }
    document = json.dumps({"version": 1, "stripe": {"accounts": {stripe.account: collections}}}).encode()
    for _ in range(2):
        answer = stripe.caller.send("POST", "/__admin/data", {"Content-Type": "application/json"}, document)
        assert answer.status == 200, answer.content
    assert ids(stripe.get("/customers/cus_ada/payment_methods")) == ["card_ada", "pm_ada"]
    assert ok(stripe.get("/customers/cus_ada"))["default_source"] == "card_ada"
    assert ok(stripe.get("/payment_methods/pm_nobody"))["customer"] is None
