"""Answers about payments have the shapes that the documents declare."""

from typing import Any

from mockserver.apis.chargebee.api import api
from tests.apis.chargebee.payments.sources import BANK_ACCOUNT, CARD, ok
from tests.clients import Chargebee

HOLDER = {"first_name": "Ada", "last_name": "Byron", "billing_addr1": "1 Main St", "billing_city": "Bath"}
ADDRESS = {"first_name": "Ada", "email": "ada@example.com", "country": "BR"}


def test_every_answer_fits(chargebee: Chargebee) -> None:
    """Each operation is called once, with as much as it takes."""
    chargebee.set(gateway_accounts=["gw_chargebee", "gw_stripe"], smart_routing=True)
    chargebee.customer(id="ada")
    called = set()

    def call(operation: str, path: str, **said: Any) -> Any:
        route = api.route(operation)
        assert route is not None
        send = chargebee.get if route.method == "GET" else chargebee.post
        answered = ok(send(path, **said))
        schema = route.responses[200].schema
        assert schema is not None
        assert schema().validate(answered) == {}, operation
        called.add(operation)
        return answered

    def create(way: str, **said: Any) -> str:
        answered = call(f"payment_sources.{way}", f"/payment_sources/{way}", customer_id="ada", **said)
        return f"/payment_sources/{answered['payment_source']['id']}"

    card = create("create_card", card={**CARD, **HOLDER}, brand_id="b_1")
    account = {**BANK_ACCOUNT, "gateway_account_id": "gw_stripe", "billing_address": ADDRESS}
    bank = create("create_bank_account", bank_account=account, issuing_country="US")
    create("create_using_temp_token", type="card", tmp_token="t", issuing_country="US")
    create("create_using_permanent_token", type="direct_debit", reference_id="t", billing_address=ADDRESS)
    create(
        "create_voucher_payment_source", voucher_payment_source={"voucher_type": "boleto", "billing_address": ADDRESS}
    )
    token = call("tokens.create_using_temp_token", "/tokens/create_using_temp_token", id_at_vault="t")["token"]["id"]
    create("create_using_token", token_id=token)
    said = {"amount": 1, "currency_code": "USD", "customer_id": "ada", "success_url": "https://example.com"}
    intent = call("payment_intents.create", "/payment_intents", **said)["payment_intent"]["id"]
    call("payment_intents.get", f"/payment_intents/{intent}")
    call("payment_intents.update", f"/payment_intents/{intent}", amount=2, payment_method_options="{}")
    chargebee.admin("PATCH", f"/data/chargebee/payment_intents/{intent}", {"status": "authorized"})
    create("create_using_payment_intent", payment_intent={"id": intent})

    call("payment_sources.get", card)
    network = {"original_network_transaction_id": "1"}
    call("payment_sources.update_card", f"{card}/update_card", card=HOLDER, network_transaction_reference=network)
    call("payment_sources.update_bank_account", f"{bank}/update_bank_account", bank_account={"email": "a@example.com"})
    call("payment_sources.verify_bank_account", f"{bank}/verify_bank_account", amount1=32, amount2=45)
    gateway = {"gateway_account_id": "gw_stripe"}
    call("payment_sources.switch_gateway_account", f"{card}/switch_gateway_account", **gateway)
    call("payment_sources.export_payment_source", f"{card}/export_payment_source", **gateway)
    role = {"payment_source_id": bank.rpartition("/")[2], "role": "backup"}
    call("customers.assign_payment_role", "/customers/ada/assign_payment_role", **role)
    call("customers.get", "/customers/ada")
    call("customers.list", "/customers")
    call("payment_sources.delete_local", f"{bank}/delete_local")
    call("payment_sources.list", "/payment_sources", include_deleted=True)

    call("cards.get", "/cards/ada")
    call("cards.update_card_for_customer", "/customers/ada/credit_card", **CARD)
    call("cards.switch_gateway_for_customer", "/customers/ada/switch_gateway", **gateway)
    call("cards.copy_card_for_customer", "/customers/ada/copy_card", **gateway)
    call("cards.delete_card_for_customer", "/customers/ada/delete_card")
    method = {"type": "card", "tmp_token": "t"}
    call("customers.update_payment_method", "/customers/ada/update_payment_method", payment_method=method)
    deleted = create("create_card", card=CARD)
    call("payment_sources.delete", f"{deleted}/delete")
    about = ("payment_sources.", "payment_intents.", "cards.", "tokens.")
    assert {route.operation for route in api.routes if route.operation.startswith(about)} <= called
