"""What is declared of payments: the parameters of the official client, and every member of an answer."""

from importlib import import_module
from typing import Any

import pytest

from mockserver.apis.chargebee.customers.customer_parameters import CustomerCreateParameters
from mockserver.apis.chargebee.dialect import Parameters
from mockserver.apis.chargebee.payments import payment_source_parameters as of_sources
from mockserver.apis.chargebee.payments.card_parameters import CardForCustomerParameters
from mockserver.apis.chargebee.payments.payment_intent_parameters import (
    PaymentIntentParameters,
    PaymentIntentUpdateParameters,
)
from mockserver.apis.chargebee.payments.payment_source_list import PaymentSourceListParameters
from mockserver.core.fields.containers import Object

_client: Any = import_module("chargebee")
Card, Customer, Intent, Source = _client.Card, _client.Customer, _client.PaymentIntent, _client.PaymentSource

SCHEMAS = {
    "create_card": (of_sources.CardSourceParameters, Source.CreateCardParams),
    "create_bank_account": (of_sources.BankAccountSourceParameters, Source.CreateBankAccountParams),
    "create_using_temp_token": (of_sources.TempTokenSourceParameters, Source.CreateUsingTempTokenParams),
    "create_using_permanent_token": (
        of_sources.PermanentTokenSourceParameters,
        Source.CreateUsingPermanentTokenParams,
    ),
    "create_using_token": (of_sources.TokenSourceParameters, Source.CreateUsingTokenParams),
    "create_using_payment_intent": (of_sources.IntentSourceParameters, Source.CreateUsingPaymentIntentParams),
    "create_voucher_payment_source": (of_sources.VoucherSourceParameters, Source.CreateVoucherPaymentSourceParams),
    "update_card": (of_sources.CardChangeParameters, Source.UpdateCardParams),
    "update_bank_account": (of_sources.BankAccountChangeParameters, Source.UpdateBankAccountParams),
    "verify_bank_account": (of_sources.VerificationParameters, Source.VerifyBankAccountParams),
    "switch_gateway_account": (of_sources.GatewayAccountParameters, Source.SwitchGatewayAccountParams),
    "export_payment_source": (of_sources.GatewayAccountParameters, Source.ExportPaymentSourceParams),
    "list": (PaymentSourceListParameters, Source.ListParams),
    "assign_payment_role": (of_sources.RoleParameters, Customer.AssignPaymentRoleParams),
    "update_payment_method": (of_sources.PaymentMethodChangeParameters, Customer.UpdatePaymentMethodParams),
    "update_card_for_customer": (CardForCustomerParameters, Card.UpdateCardForCustomerParams),
    "switch_gateway_for_customer": (of_sources.CardGatewayParameters, Card.SwitchGatewayForCustomerParams),
    "copy_card_for_customer": (of_sources.GatewayAccountParameters, Card.CopyCardForCustomerParams),
    "create_intent": (PaymentIntentParameters, Intent.CreateParams),
    "update_intent": (PaymentIntentUpdateParameters, Intent.UpdateParams),
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


@pytest.mark.parametrize("operation", SCHEMAS)
def test_every_parameter_of_the_client_is_declared(operation: str) -> None:
    """What the official client can send is read here, and nothing else."""
    schema, declared = SCHEMAS[operation]
    assert set(schema().parameters) - OF_THIS_SANDBOX == set(declared.__annotations__) - OF_THIS_SANDBOX


@pytest.mark.parametrize(("operation", "group", "declared"), GROUPS)
def test_every_parameter_of_a_group_is_declared(operation: str, group: str, declared: Any) -> None:
    """Groups have the members the official client gives them, and no others."""
    assert members(SCHEMAS[operation][0](), group) == set(declared.__annotations__)


@pytest.mark.parametrize("group", OF_NEW_CUSTOMERS)
def test_a_new_customers_groups_are_declared(group: str) -> None:
    """A customer can be created with all that the official client knows."""
    assert members(CustomerCreateParameters(), group) == set(OF_NEW_CUSTOMERS[group].__annotations__)


def members(schema: Parameters, group: str) -> set[str]:
    """Name the parameters of a group."""
    parameter = schema.parameters[group]
    assert isinstance(parameter, Object)
    return set(parameter.schema.parameters)
