"""A tenant of each API with a record in every collection, all of them made through the API."""

from collections.abc import Callable, Mapping

from mockserver.app import create_app
from mockserver.sandbox.fixtures import load_path
from mockserver.sandbox.sandbox import Sandbox
from mockserver.settings import Settings
from tests.clients import Answer, Chargebee, ChargeOver, InProcess, Rebilly, Stripe
from tests.docs.pages import ROOT

Client = Rebilly | Stripe | Chargebee | ChargeOver

CARD = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2035, "cvc": "123"}


def made(api: str) -> tuple[Client, Sandbox]:
    """Return a client of a tenant on a server of its own, with the shipped records and what these lack; and that."""
    application = InProcess(create_app(Settings()))
    [tenant] = load_path(application.sandbox, ROOT / "fixtures" / f"{api}.yaml")[api]
    return _MORE[api](application, tenant), application.sandbox


def _rebilly(application: InProcess, tenant: str) -> Rebilly:
    rebilly = Rebilly(application, tenant)
    _done(rebilly.post("/attachments", {"fileId": "file_1", "relatedType": "customer", "relatedId": "ada"}))
    _done(rebilly.post("/customers/ada/compliance-screening-report", {}))
    _done(rebilly.put("/customers/ada/external-identifiers/quickbooks-online", {"externalIdentifier": "51"}))
    _done(rebilly.post("/customer-timeline-custom-events", {"name": "Called back"}))
    _done(rebilly.post("/service-credentials/webhook", {"host": "127.0.0.1", "auth": {"type": "none"}}))
    hook = {"eventsFilter": ["customer-created"], "url": "http://127.0.0.1:9/", "credentialHash": "none"}
    _done(rebilly.post("/webhooks", {**hook, "method": "POST", "status": "inactive"}))
    return rebilly


def _stripe(application: InProcess, tenant: str) -> Stripe:
    stripe = Stripe(application, tenant)
    _done(stripe.post("/tokens", card=CARD))
    _done(stripe.post("/test_helpers/customers/cus_ada/fund_cash_balance", amount=500, currency="gbp"))
    _done(stripe.post("/customers/cus_ada/cash_balance", settings={"reconciliation_mode": "manual"}))
    _done(stripe.post("/coupons", id="GONE", percent_off=5, duration="once"))
    _done(stripe.delete("/coupons/GONE"))
    _done(stripe.delete(f"/customers/{stripe.customer(name='Gone')['id']}"))
    return stripe


def _chargebee(application: InProcess, tenant: str) -> Chargebee:
    chargebee = Chargebee(application, tenant)
    chargebee.set(deletion="delayed")
    _done(chargebee.post("/customers/move", from_site="elsewhere", id_at_from_site="acme"))
    _done(chargebee.post("/customers/ada/add_promotional_credits", amount=500, description="Sorry"))
    _done(chargebee.post("/payment_intents", amount=500, currency_code="USD"))
    _done(chargebee.post("/tokens/create_using_temp_token", id_at_vault="t"))
    return chargebee


def _chargeover(application: InProcess, tenant: str) -> ChargeOver:
    chargeover = ChargeOver(application, tenant)
    customer = chargeover.customer(external_key="soon-gone")
    _done(chargeover.post("/tokenized", {"customer_id": customer, "type": "customer", "token": "tok_1"}))
    _done(chargeover.delete(f"/customer/{chargeover.customer(external_key='gone')}"))
    _done(chargeover.post("/_config", {"key": "value"}))
    _done(chargeover.post("/_resthook", {"target_url": "http://127.0.0.1:9/", "event": "customer.insert"}))
    return chargeover


_MORE: Mapping[str, Callable[[InProcess, str], Client]] = {
    "rebilly": _rebilly, "stripe": _stripe, "chargebee": _chargebee, "chargeover": _chargeover,
}  # fmt: skip


def _done(answer: Answer) -> None:
    assert answer.status < 300, answer.content
