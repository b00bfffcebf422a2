"""What is declared of payments: the parameters of the official client, and every member of an answer."""

from importlib import import_module
from typing import Any

from mockserver.apis.chargebee.customers.operations import CREATE
from mockserver.apis.chargebee.dialect import Parameters
from mockserver.apis.chargebee.payment_sources import changes
from mockserver.apis.chargebee.payment_sources import operations as sources
from mockserver.apis.chargebee.payments.intents import PaymentIntent, PaymentIntentUpdate
from mockserver.apis.chargebee.payments.members import CardForCustomer
from mockserver.core.fields.containers import Object
from tests.tables import each_row

_client: Any = import_module("chargebee")
Card, Customer, Intent, Source = _client.Card, _client.Customer, _client.PaymentIntent, _client.PaymentSource

SCHEMAS = {
    "create_card": (sources.OfCard, Source.CreateCardParams),
    "create_bank_account": (sources.OfBankAccount, Source.CreateBankAccountParams),
    "create_using_temp_token": (sources.OfTempToken, Source.CreateUsingTempTokenParams),
    "create_using_permanent_token": (
        sources.OfPermanentToken,
        Source.CreateUsingPermanentTokenParams,
    ),
    "create_using_token": (sources.OfToken, Source.CreateUsingTokenParams),
    "create_using_payment_intent": (sources.OfIntent, Source.CreateUsingPaymentIntentParams),
    "create_voucher_payment_source": (sources.OfVoucher, Source.CreateVoucherPaymentSourceParams),
    "update_card": (changes.SourceCardChange, Source.UpdateCardParams),
    "update_bank_account": (changes.SourceBankAccountChange, Source.UpdateBankAccountParams),
    "verify_bank_account": (changes.Verification, Source.VerifyBankAccountParams),
    "switch_gateway_account": (changes.GatewayAccount, Source.SwitchGatewayAccountParams),
    "export_payment_source": (changes.GatewayAccount, Source.ExportPaymentSourceParams),
    "list": (sources.PaymentSourcesListed, Source.ListParams),
    "assign_payment_role": (changes.Role, Customer.AssignPaymentRoleParams),
    "update_payment_method": (changes.PaymentMethodChange, Customer.UpdatePaymentMethodParams),
    "update_card_for_customer": (CardForCustomer, Card.UpdateCardForCustomerParams),
    "switch_gateway_for_customer": (changes.CardGateway, Card.SwitchGatewayForCustomerParams),
    "copy_card_for_customer": (changes.GatewayAccount, Card.CopyCardForCustomerParams),
    "create_intent": (PaymentIntent, Intent.CreateParams),
    "update_intent": (PaymentIntentUpdate, Intent.UpdateParams),
}
"""By operation: what is declared here, and there."""

GROUPS = [
    ("create_card", "card", Source.CreateCardCardParams),
    ("create_bank_account", "bank_account", Source.CreateBankAccountBankAccountParams),
    ("create_using_permanent_token", "card", Source.CreateUsingPermanentTokenCardParams),
    ("create_using_permanent_token", "billing_address", Source.CreateUsingPermanentTokenBillingAddressParams),
    ("create_using_payment_intent", "payment_intent", Source.CreateUsingPaymentIntentPaymentIntentParams),
    (
        "create_voucher_payment_source",
        "voucher_payment_source",
        Source.CreateVoucherPaymentSourceVoucherPaymentSourceParams,
    ),
    ("update_card", "card", Source.UpdateCardCardParams),
    ("update_card", "network_transaction_reference", Source.UpdateCardNetworkTransactionReferenceParams),
    ("update_bank_account", "bank_account", Source.UpdateBankAccountBankAccountParams),
    ("update_payment_method", "payment_method", Customer.UpdatePaymentMethodPaymentMethodParams),
    ("update_card_for_customer", "customer", Card.UpdateCardForCustomerCustomerParams),
]

OF_NEW_CUSTOMERS = {
    "card": Customer.CreateCardParams,
    "bank_account": Customer.CreateBankAccountParams,
    "payment_method": Customer.CreatePaymentMethodParams,
    "payment_intent": Customer.CreatePaymentIntentParams,
}

OF_THIS_SANDBOX = {"additional_information"}
"""What documents name, and the client's types leave out for one of the operations."""


@each_row("operation", SCHEMAS)
def test_every_parameter_of_the_client_is_declared(operation: str) -> None:
    """What the official client can send is read here, and nothing else."""
    schema, declared = SCHEMAS[operation]
    assert set(schema().parameters) - OF_THIS_SANDBOX == set(declared.__annotations__) - OF_THIS_SANDBOX


@each_row(("operation", "group", "declared"), GROUPS)
def test_every_parameter_of_a_group_is_declared(operation: str, group: str, declared: Any) -> None:
    """Groups have the members the official client gives them, and no others."""
    assert members(SCHEMAS[operation][0](), group) == set(declared.__annotations__)


@each_row("group", OF_NEW_CUSTOMERS)
def test_a_new_customers_groups_are_declared(group: str) -> None:
    """A customer can be created with all that the official client knows."""
    assert members(CREATE, group) == set(OF_NEW_CUSTOMERS[group].__annotations__)


def members(schema: Parameters, group: str) -> set[str]:
    """Name the parameters of a group."""
    parameter = schema.parameters[group]
    assert isinstance(parameter, Object)
    return set(parameter.schema.parameters)
