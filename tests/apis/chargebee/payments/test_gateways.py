"""Which gateway account a payment source goes to."""

from tests.apis.chargebee.payments.sources import CARD, add_card, refusal, wrong
from tests.clients import Chargebee


def test_several_accounts_want_a_choice(chargebee: Chargebee) -> None:
    """Only smart routing spares a request to say which; the first account is taken then."""
    chargebee.set(gateway_accounts=["gw_stripe_eu", "gw_AzZlut9IPzmlv"])
    chargebee.customer(id="ada")
    path = "/payment_sources/create_card"
    assert refusal(chargebee.post(path, customer_id="ada", card=CARD)) == wrong("card[gateway_account_id]")
    assert refusal(chargebee.post("/customers", card=CARD)) == wrong("card[gateway_account_id]")
    answer = chargebee.post("/payment_intents", amount=1, currency_code="USD")
    assert refusal(answer) == wrong("gateway_account_id")
    chosen = add_card(chargebee, "ada", card={**CARD, "gateway_account_id": "gw_AzZlut9IPzmlv"})["payment_source"]
    assert (chosen["gateway"], chosen["gateway_account_id"]) == ("chargebee", "gw_AzZlut9IPzmlv")
    chargebee.set(smart_routing=True)
    routed = add_card(chargebee, "ada")["payment_source"]
    assert (routed["gateway"], routed["gateway_account_id"]) == ("stripe", "gw_stripe_eu")


def test_stripe_shows_no_first_digits(chargebee: Chargebee) -> None:
    """And it knows a card by its customer's name and by its own."""
    chargebee.set(gateway_accounts=["gw_stripe"])
    chargebee.customer(id="ada")
    source = add_card(chargebee, "ada")["payment_source"]
    assert source["card"]["iin"] == "******"
    assert [part.partition("_")[0] for part in source["reference_id"].split("/")] == ["cus", "card"]


def test_an_account_must_be_the_sites(chargebee: Chargebee) -> None:
    """Another one is not found."""
    chargebee.customer(id="ada")
    card = {**CARD, "gateway_account_id": "gw_other"}
    answer = chargebee.post("/payment_sources/create_card", customer_id="ada", card=card)
    assert refusal(answer) == (404, "invalid_request", "resource_not_found", "card[gateway_account_id]")


def test_without_a_gateway_there_are_no_payments(chargebee: Chargebee) -> None:
    """The site has to have one."""
    chargebee.set(gateway_accounts=[])
    answer = chargebee.post("/customers", card=CARD)
    expected = (400, "invalid_request", "configuration_incompatible", "card[gateway_account_id]")
    assert refusal(answer) == expected
