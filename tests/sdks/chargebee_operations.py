"""Every operation of Chargebee's, as both of its libraries call it: a table, and what its rows need of a site."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.clients import Chargebee
from tests.sdks.operations import Of, Run, member


@dataclass(frozen=True)
class Case:
    """How the libraries call an operation, and what stands where in its answer; the method is Python's."""

    method: str
    arguments: Sequence[Any] = ()
    expected: Mapping[str, Any] = field(default_factory=dict)
    """By dotted paths into the answer."""
    after: Sequence[str] = ()
    """Cases that come first, each of which makes one of the objects that a list shows."""


@dataclass(frozen=True)
class Prepared:
    """Something that no library can make, in place of an argument; it is asked of the site."""

    make: Callable[[Chargebee], str]


def prepare(site: Chargebee) -> None:
    """Switch on what some operations need: accounts at two gateways, and dates of billing."""
    site.set(gateway_accounts=["gw_chargebee", "gw_stripe"], smart_routing=True, calendar_billing=True)


def filled(site: Chargebee, argument: Any) -> Any:
    """Give an argument with what had to be prepared for it."""
    if isinstance(argument, Prepared):
        return argument.make(site)
    return {name: filled(site, value) for name, value in argument.items()} if isinstance(argument, dict) else argument


def check(run: Run[Case], name: str) -> None:
    """See to it that a case is answered as it should be, and that nothing in it is null."""
    case, answer = run.cases[name], run.answer(name)
    expected = run.given(case.expected)
    assert {path: member(answer, path) for path in expected} == expected
    assert len(answer.get("list", [])) == len(case.after)
    assert None not in leaves(answer)


def leaves(value: Any) -> list[Any]:
    """Give all that an answer holds besides objects and lists."""
    if isinstance(value, dict):
        return leaves([*value.values()])
    return [leaf for element in value for leaf in leaves(element)] if isinstance(value, list) else [value]


def _token(site: Chargebee) -> str:
    answer = site.post("/tokens/create_using_temp_token", payment_method_type="card", id_at_vault="tok_visa")
    return str(answer.json["token"]["id"])


def _authorized(site: Chargebee) -> str:
    intent = site.post("/payment_intents", amount=500, currency_code="USD").json["payment_intent"]["id"]
    done = site.admin("PATCH", f"/data/chargebee/payment_intents/{intent}", {"status": "authorized"})
    assert done.status == 200, done.content
    return str(intent)


WITHOUT_METHOD = {"tokens.create_using_temp_token"}
"""Operations that only libraries for browsers and phones have a method for."""

ADA, CARD = "ada", {"number": "4111111111111111", "expiry_month": 8, "expiry_year": 2040, "cvv": "123"}
ACCOUNT = {"account_number": "000222222227", "routing_number": "110000000", "first_name": "Ada"}
CUSTOMER = Of("customers.create", "customer.id")
CHILD = Of("customers.create (another)", "customer.id")
CONTACT = Of("contacts.create", "customer.contacts.0.id")
SOURCE = Of("payment_sources.create_card", "payment_source.id")
BANK_ACCOUNT = Of("payment_sources.create_bank_account", "payment_source.id")
INTENT = Of("payment_intents.create", "payment_intent.id")
CREDIT = Of("promotional_credits.add", "promotional_credit.id")
STRIPE = {"gateway_account_id": "gw_stripe"}

CASES: Mapping[str, Case] = {
    "customers.create": Case(
        "Customer.create", [{"id": ADA, "first_name": "Ada", "billing_address": {"country": "GB"}}],
        {"customer.id": ADA, "customer.first_name": "Ada", "customer.object": "customer",
         "customer.billing_address.country": "GB"},
    ),
    "customers.create (another)": Case("Customer.create", [{"company": "Engines"}], {"customer.company": "Engines"}),
    "customers.list": Case(
        "Customer.list", [{"limit": 2, "sort_by": {"asc": "created_at"}}], {"list.0.customer.id": CUSTOMER},
        after=["customers.create", "customers.create (another)"],
    ),
    "customers.get": Case("Customer.retrieve", [CUSTOMER], {"customer.first_name": "Ada"}),
    "customers.update": Case("Customer.update", [CUSTOMER, {"phone": "1"}], {"customer.phone": "1"}),
    "customers.update_billing_info": Case(
        "Customer.update_billing_info", [CUSTOMER, {"billing_address": {"city": "Ulm", "country": "DE"}}],
        {"customer.billing_address.city": "Ulm"},
    ),
    "customers.delete": Case(
        "Customer.delete", [CUSTOMER, {"delete_payment_method": True}], {"customer.id": CUSTOMER}
    ),
    "customers.merge": Case(
        "Customer.merge", [{"from_customer_id": CUSTOMER, "to_customer_id": CHILD}], {"customer.id": CHILD}
    ),
    "customers.move": Case(
        "Customer.move", [{"id_at_from_site": ADA, "from_site": "elsewhere"}],
        {"resource_migration.entity_id": ADA, "resource_migration.status": "scheduled"},
    ),
    "resource_migrations.get": Case(
        "ResourceMigration.retrieve_latest",
        [{"from_site": "elsewhere", "entity_type": "customer",
          "entity_id": Of("customers.move", "resource_migration.entity_id")}],
        {"resource_migration.entity_type": "customer", "resource_migration.from_site": "elsewhere"},
    ),
    "customers.clear_personal_data": Case("Customer.clear_personal_data", [CUSTOMER], {"customer.id": CUSTOMER}),
    "customers.change_billing_date": Case(
        "Customer.change_billing_date", [CUSTOMER, {"billing_date": 15, "billing_date_mode": "manually_set"}],
        {"customer.billing_date": 15},
    ),
    "customers.link": Case(
        "Customer.relationships", [CHILD, {"parent_id": CUSTOMER}], {"customer.relationship.parent_id": CUSTOMER}
    ),
    "customers.unlink": Case(
        "Customer.delete_relationship", [Of("customers.link", "customer.id")], {"customer.id": CHILD}
    ),
    "customers.update_hierarchy_settings": Case(
        "Customer.update_hierarchy_settings",
        [Of("customers.link", "customer.id"), {"use_default_hierarchy_settings": False}],
        {"customer.use_default_hierarchy_settings": False},
    ),
    "customers.hierarchy": Case(
        "Customer.hierarchy",
        [Of("customers.link", "customer.id"), {"hierarchy_operation_type": "complete_hierarchy"}],
        {"hierarchies.0.customer_id": CUSTOMER, "hierarchies.1.parent_id": CUSTOMER},
    ),
    "customers.hierarchy_detail": Case(
        "Customer.list_hierarchy_detail",
        [CUSTOMER, {"hierarchy_operation_type": "subordinates"}], {"list.0.hierarchy.parent_id": CUSTOMER},
        after=["customers.link"],
    ),
    "contacts.create": Case(
        "Customer.add_contact", [CUSTOMER, {"contact": {"email": "grace@example.com", "label": "dev"}}],
        {"customer.contacts.0.label": "dev", "customer.contacts.0.object": "contact"},
    ),
    "contacts.list": Case(
        "Customer.contacts_for_customer", [CUSTOMER], {"list.0.contact.email": "grace@example.com"},
        after=["contacts.create"],
    ),
    "contacts.update": Case(
        "Customer.update_contact", [CUSTOMER, {"contact": {"id": CONTACT, "label": "ops"}}],
        {"customer.contacts.0.label": "ops"},
    ),
    "contacts.delete": Case(
        "Customer.delete_contact", [CUSTOMER, {"contact": {"id": CONTACT}}], {"customer.id": CUSTOMER}
    ),
    "customers.add_promotional_credits": Case(
        "Customer.add_promotional_credits", [CUSTOMER, {"amount": 500, "description": "Welcome"}],
        {"customer.promotional_credits": 500},
    ),
    "customers.deduct_promotional_credits": Case(
        "Customer.deduct_promotional_credits",
        [Of("customers.add_promotional_credits", "customer.id"), {"amount": 200, "description": "Oh"}],
        {"customer.promotional_credits": 300},
    ),
    "customers.set_promotional_credits": Case(
        "Customer.set_promotional_credits", [CUSTOMER, {"amount": 100, "description": "Now"}],
        {"customer.promotional_credits": 100},
    ),
    "promotional_credits.add": Case(
        "PromotionalCredit.add", [{"customer_id": CUSTOMER, "amount": 500, "description": "Welcome"}],
        {"customer.promotional_credits": 500, "promotional_credit.type": "increment"},
    ),
    "promotional_credits.deduct": Case(
        "PromotionalCredit.deduct",
        [{"customer_id": Of("promotional_credits.add", "customer.id"), "amount": 100, "description": "Oh"}],
        {"customer.promotional_credits": 400},
    ),
    "promotional_credits.set": Case(
        "PromotionalCredit.set", [{"customer_id": CUSTOMER, "amount": 7, "description": "Now"}],
        {"customer.promotional_credits": 7},
    ),
    "promotional_credits.list": Case(
        "PromotionalCredit.list", [{"customer_id": {"is": CUSTOMER}}],
        {"list.0.promotional_credit.id": CREDIT}, after=["promotional_credits.add"],
    ),
    "promotional_credits.get": Case("PromotionalCredit.retrieve", [CREDIT], {"promotional_credit.amount": 500}),
    "customers.assign_payment_role": Case(
        "Customer.assign_payment_role", [CUSTOMER, {"payment_source_id": SOURCE, "role": "backup"}],
        {"customer.backup_payment_source_id": SOURCE, "payment_source.id": SOURCE},
    ),
    "customers.update_payment_method": Case(
        "Customer.update_payment_method",
        [CUSTOMER, {"payment_method": {"type": "card", "tmp_token": "tok_amex"}}],
        {"customer.payment_method.type": "card", "card.card_type": "american_express"},
    ),
    "cards.get": Case(
        "Card.retrieve", [Of("payment_sources.create_card", "customer.id")], {"card.last4": "1111"}
    ),
    "cards.update_card_for_customer": Case(
        "Card.update_card_for_customer", [CUSTOMER, CARD], {"card.iin": "411111", "customer.card_status": "valid"}
    ),
    "cards.switch_gateway_for_customer": Case(
        "Card.switch_gateway_for_customer", [Of("payment_sources.create_card", "customer.id"), STRIPE],
        {"card.gateway": "stripe", "customer.id": CUSTOMER},
    ),
    "cards.copy_card_for_customer": Case(
        "Card.copy_card_for_customer", [Of("payment_sources.create_card", "customer.id"), STRIPE],
        {"third_party_payment_method.gateway": "stripe"},
    ),
    "cards.delete_card_for_customer": Case(
        "Card.delete_card_for_customer", [Of("payment_sources.create_card", "customer.id")],
        {"customer.card_status": "no_card"},
    ),
    "payment_sources.create_card": Case(
        "PaymentSource.create_card",
        [{"customer_id": CUSTOMER, "card": {**CARD, "gateway_account_id": "gw_chargebee"}}],
        {"customer.id": CUSTOMER, "payment_source.type": "card", "payment_source.card.brand": "visa"},
    ),
    "payment_sources.create_bank_account": Case(
        "PaymentSource.create_bank_account",
        [{"customer_id": CUSTOMER, "bank_account": {**ACCOUNT, **STRIPE}, "issuing_country": "US"}],
        {"payment_source.type": "direct_debit", "payment_source.bank_account.last4": "2227"},
    ),
    "payment_sources.create_using_temp_token": Case(
        "PaymentSource.create_using_temp_token",
        [{"customer_id": CUSTOMER, "type": "card", "tmp_token": "tok_visa"}], {"payment_source.type": "card"},
    ),
    "payment_sources.create_using_permanent_token": Case(
        "PaymentSource.create_using_permanent_token",
        [{"customer_id": CUSTOMER, "type": "paypal_express_checkout", "reference_id": "B-1"}],
        {"payment_source.reference_id": "B-1"},
    ),
    "payment_sources.create_using_token": Case(
        "PaymentSource.create_using_token", [{"customer_id": CUSTOMER, "token_id": Prepared(_token)}],
        {"payment_source.type": "card", "customer.id": CUSTOMER},
    ),
    "payment_sources.create_using_payment_intent": Case(
        "PaymentSource.create_using_payment_intent",
        [{"customer_id": CUSTOMER, "payment_intent": {"id": Prepared(_authorized)}}],
        {"payment_source.type": "card", "customer.id": CUSTOMER},
    ),
    "payment_sources.create_voucher_payment_source": Case(
        "PaymentSource.create_voucher_payment_source",
        [{"customer_id": CUSTOMER, "voucher_payment_source": {"voucher_type": "boleto", "tax_id": "00012345678"}}],
        {"payment_source.type": "boleto"},
    ),
    "payment_sources.list": Case(
        "PaymentSource.list", [{"customer_id": {"is": CUSTOMER}, "type": {"in": ["card"]}}],
        {"list.0.payment_source.id": SOURCE}, after=["payment_sources.create_card"],
    ),
    "payment_sources.get": Case("PaymentSource.retrieve", [SOURCE], {"payment_source.customer_id": CUSTOMER}),
    "payment_sources.delete": Case(
        "PaymentSource.delete", [SOURCE], {"payment_source.deleted": True, "customer.card_status": "no_card"}
    ),
    "payment_sources.delete_local": Case(
        "PaymentSource.delete_local", [SOURCE], {"payment_source.deleted": True, "customer.id": CUSTOMER}
    ),
    "payment_sources.update_card": Case(
        "PaymentSource.update_card", [SOURCE, {"card": {"billing_city": "Bath"}}],
        {"payment_source.card.billing_city": "Bath", "customer.id": CUSTOMER},
    ),
    "payment_sources.update_bank_account": Case(
        "PaymentSource.update_bank_account", [BANK_ACCOUNT, {"bank_account": {"first_name": "Grace"}}],
        {"payment_source.bank_account.first_name": "Grace"},
    ),
    "payment_sources.verify_bank_account": Case(
        "PaymentSource.verify_bank_account", [BANK_ACCOUNT, {"amount1": 32, "amount2": 45}],
        {"payment_source.status": "valid"},
    ),
    "payment_sources.switch_gateway_account": Case(
        "PaymentSource.switch_gateway_account", [SOURCE, STRIPE],
        {"payment_source.gateway": "stripe", "customer.id": CUSTOMER},
    ),
    "payment_sources.export_payment_source": Case(
        "PaymentSource.export_payment_source", [SOURCE, STRIPE], {"third_party_payment_method.gateway": "stripe"}
    ),
    "payment_intents.create": Case(
        "PaymentIntent.create", [{"amount": 500, "currency_code": "USD", "customer_id": CUSTOMER}],
        {"payment_intent.status": "inited", "payment_intent.amount": 500},
    ),
    "payment_intents.get": Case("PaymentIntent.retrieve", [INTENT], {"payment_intent.currency_code": "USD"}),
    "payment_intents.update": Case(
        "PaymentIntent.update", [INTENT, {"amount": 700}], {"payment_intent.amount": 700}
    ),
}  # fmt: skip
