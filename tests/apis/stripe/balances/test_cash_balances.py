"""Cash balances: money that customers send ahead, and where they are told to send it."""

from typing import Any

import pytest

from tests.clients import Answer, Stripe
from tests.tables import each_row

NOON = "2026-01-15T12:00:00Z"


@pytest.fixture
def frozen(stripe: Stripe) -> Stripe:
    """An account whose clock stands still at noon."""
    stripe.admin("POST", "/clock/freeze", {"at": NOON})
    return stripe


def funded(stripe: Stripe, customer: str, amount: int, currency: str, **parameters: Any) -> Any:
    """Let money come in and give its transaction."""
    path = f"/test_helpers/customers/{customer}/fund_cash_balance"
    answer = stripe.post(path, amount=amount, currency=currency, **parameters)
    assert answer.status == 200, answer.content
    return answer.json


def instructions(stripe: Stripe, customer: str, currency: str, **transfer: Any) -> Answer:
    """Ask for the accounts to send money to."""
    parameters = {"funding_type": "bank_transfer", "currency": currency, "bank_transfer": transfer}
    return stripe.post(f"/customers/{customer}/funding_instructions", **parameters)


def test_every_customer_has_a_cash_balance(stripe: Stripe) -> None:
    """Without money, and as the merchant's default is."""
    customer = stripe.customer()["id"]
    expected = {
        "object": "cash_balance",
        "available": None,
        "customer": customer,
        "customer_account": None,
        "livemode": False,
        "settings": {"reconciliation_mode": "automatic", "using_merchant_default": True},
    }
    assert stripe.get(f"/customers/{customer}/cash_balance").json == expected
    assert stripe.get(f"/customers/{customer}", expand=["cash_balance"]).json["cash_balance"] == expected
    assert "cash_balance" not in stripe.get(f"/customers/{customer}").json


@pytest.mark.parametrize(
    ("mode", "settings"),
    [
        ("automatic", {"reconciliation_mode": "automatic", "using_merchant_default": False}),
        ("manual", {"reconciliation_mode": "manual", "using_merchant_default": False}),
        ("merchant_default", {"reconciliation_mode": "automatic", "using_merchant_default": True}),
    ],
)
def test_how_money_is_reconciled_can_be_set_in_three_places(stripe: Stripe, mode: str, settings: Any) -> None:
    """With a new customer, with its change, and on the balance itself."""
    said = {"settings": {"reconciliation_mode": mode}}
    created = stripe.customer(cash_balance=said, expand=["cash_balance"])
    assert created["cash_balance"]["settings"] == settings
    other = stripe.customer(cash_balance={"settings": {"reconciliation_mode": "manual"}})["id"]
    updated = stripe.post(f"/customers/{other}", cash_balance=said, expand=["cash_balance"]).json
    assert updated["cash_balance"]["settings"] == settings
    path = f"/customers/{stripe.customer()['id']}/cash_balance"
    assert stripe.post(path, **said).json["settings"] == settings
    assert stripe.get(path).json["settings"] == settings


def test_a_mode_has_to_be_one_of_three(stripe: Stripe) -> None:
    """Saying nothing changes nothing."""
    path = f"/customers/{stripe.customer()['id']}/cash_balance"
    assert stripe.post(path).json == stripe.get(path).json
    status, error = stripe.post(path, settings={"reconciliation_mode": "guess"}).refusal
    assert (status, error["param"], error["message"]) == (
        400,
        "settings[reconciliation_mode]",
        "Invalid settings[reconciliation_mode]: must be one of automatic, manual, or merchant_default",
    )


SENDERS = {
    "eur": ("eu_bank_transfer", {"bic": "SANDDE00XXX", "sender_name": "Ada Sandbox"}, "iban_last4"),
    "gbp": ("gb_bank_transfer", {"sender_name": "Ada Sandbox", "sort_code": "000000"}, "account_number_last4"),
    "jpy": (
        "jp_bank_transfer",
        {"sender_bank": "SANDBOX BANK", "sender_branch": "SANDBOX BRANCH", "sender_name": "Ada Sandbox"},
        None,
    ),
    "mxn": ("mx_bank_transfer", None, None),
    "usd": ("us_bank_transfer", {"network": "ach", "sender_name": "Ada Sandbox"}, None),
}


@pytest.mark.parametrize("currency", SENDERS)
def test_money_comes_in(frozen: Stripe, currency: str) -> None:
    """Each currency by its own kind of transfer; the sender bears the customer's name."""
    type, sender, last4 = SENDERS[currency]
    customer = frozen.customer(name="Ada Sandbox")["id"]
    made = funded(frozen, customer, 500, currency.upper(), reference="Invoice 7")
    if sender and last4:
        number = made["funded"]["bank_transfer"][type][last4]
        assert number.isdecimal()
        assert len(number) == 4
        sender = {**sender, last4: number}
    assert made == {
        "id": made["id"],
        "object": "customer_cash_balance_transaction",
        "created": 1768478400,
        "currency": currency,
        "customer": customer,
        "customer_account": None,
        "ending_balance": 500,
        "funded": {"bank_transfer": {**({type: sender} if sender else {}), "reference": "Invoice 7", "type": type}},
        "livemode": False,
        "net_amount": 500,
        "type": "funded",
    }
    assert made["id"].startswith("ccsbtxn_1")
    assert frozen.get(f"/customers/{customer}/cash_balance_transactions/{made['id']}").json == made


def test_money_adds_up_by_currency(stripe: Stripe) -> None:
    """The balance keeps each currency apart, and its settings as they were."""
    customer = stripe.customer(cash_balance={"settings": {"reconciliation_mode": "manual"}})["id"]
    funded(stripe, customer, 500, "eur")
    assert funded(stripe, customer, 700, "eur")["ending_balance"] == 1200
    assert funded(stripe, customer, 30, "jpy")["ending_balance"] == 30
    balance = stripe.get(f"/customers/{customer}/cash_balance").json
    assert balance["available"] == {"eur": 1200, "jpy": 30}
    assert balance["settings"] == {"reconciliation_mode": "manual", "using_merchant_default": False}
    assert stripe.get(f"/customers/{customer}").json["balance"] == 0


def test_money_that_came_in_is_told(frozen: Stripe) -> None:
    """As a transaction, and as what is available now."""
    customer = frozen.customer()["id"]
    made = funded(frozen, customer, 500, "eur")
    available, created, *_ = frozen.admin("GET", "/data/stripe/events").json["records"]
    assert (created["type"], created["data"]) == ("customer_cash_balance_transaction.created", {"object": made})
    balance = frozen.get(f"/customers/{customer}/cash_balance").json
    assert (available["type"], available["data"]) == ("cash_balance.funds_available", {"object": balance})


@each_row(
    ("parameters", "param", "message"),
    [
        pytest.param({"currency": "eur"}, "amount", "Missing required param: amount.", id="no-amount"),
        pytest.param({"amount": 5}, "currency", "Missing required param: currency.", id="no-currency"),
        pytest.param(
            {"amount": 0, "currency": "eur"}, "amount", "This value must be greater than or equal to 1.", id="nothing"
        ),
        pytest.param(
            {"amount": 5, "currency": "chf"},
            "currency",
            "Invalid currency: chf. A cash balance can be funded in eur, gbp, jpy, mxn, or usd.",
            id="currency-without-transfers",
        ),
        pytest.param(
            {"amount": 5, "currency": "eur", "nope": 1}, "nope", "Received unknown parameter: nope", id="unknown"
        ),
    ],
)
def test_parameters_of_money(stripe: Stripe, parameters: Any, param: str, message: str) -> None:
    """A positive amount, in a currency that bank transfers bring."""
    customer = stripe.customer()["id"]
    status, error = stripe.post(f"/test_helpers/customers/{customer}/fund_cash_balance", **parameters).refusal
    assert (status, error["param"], error["message"]) == (400, param, message)


def test_pages_of_transactions(stripe: Stripe) -> None:
    """Newest first, and only the customer's own."""
    customer, other = stripe.customer()["id"], stripe.customer()["id"]
    first, second, third = (funded(stripe, customer, amount, "eur") for amount in (1, 2, 3))
    foreign = funded(stripe, other, 9, "eur")["id"]
    path = f"/customers/{customer}/cash_balance_transactions"
    assert stripe.get(path, limit=2).json == {
        "object": "list", "data": [third, second], "has_more": True, "url": f"/v1{path}",
    }  # fmt: skip
    assert stripe.get(path, starting_after=second["id"]).json["data"] == [first]
    status, error = stripe.get(f"{path}/{foreign}").refusal
    assert (status, error["param"], error["message"]) == (
        404, "transaction", f"No such customer_cash_balance_transaction: '{foreign}'",
    )  # fmt: skip


def test_a_transaction_with_its_customer(stripe: Stripe) -> None:
    """It can be expanded."""
    customer = stripe.customer()
    assert funded(stripe, customer["id"], 5, "eur", expand=["customer"])["customer"] == customer


def test_money_goes_with_its_customer(stripe: Stripe) -> None:
    """Nothing of a deleted customer's is left."""
    customer = stripe.customer()["id"]
    funded(stripe, customer, 500, "eur")
    stripe.delete(f"/customers/{customer}")
    for name in ("cash_balances", "cash_balance_transactions"):
        assert stripe.admin("GET", f"/data/stripe/{name}").json["records"] == []
    assert stripe.get(f"/customers/{customer}/cash_balance").status == 400


@each_row(
    ("method", "path"),
    [
        ("GET", "/customers/cus_nope/cash_balance"),
        ("POST", "/customers/cus_nope/cash_balance"),
        ("GET", "/customers/cus_nope/cash_balance_transactions"),
        ("GET", "/customers/cus_nope/cash_balance_transactions/ccsbtxn_1"),
    ],
)
def test_the_customer_has_to_exist(stripe: Stripe, method: str, path: str) -> None:
    """Every path below one that never was is refused."""
    status, error = stripe.send(method, path).refusal
    assert (status, error["param"], error["message"]) == (404, "customer", "No such customer: 'cus_nope'")


ADDRESSES = {
    "eur": ("eu_bank_transfer", "IE", {"iban": ["sepa"]}),
    "gbp": ("gb_bank_transfer", "GB", {"sort_code": ["fps", "bacs"]}),
    "jpy": ("jp_bank_transfer", "JP", {"zengin": ["zengin"]}),
    "mxn": ("mx_bank_transfer", "MX", {"spei": ["spei"]}),
    "usd": ("us_bank_transfer", "US", {"aba": ["ach", "domestic_wire_us"], "swift": ["swift"]}),
}


@each_row("currency", ADDRESSES)
def test_where_money_is_to_be_sent(stripe: Stripe, currency: str) -> None:
    """An account of each type, its networks, and the same one each time; other customers have others."""
    type, country, types = ADDRESSES[currency]
    transfer = {"type": type, **({"eu_bank_transfer": {"country": country}} if currency == "eur" else {})}
    customer = stripe.customer()["id"]
    answer = instructions(stripe, customer, currency.upper(), **transfer)
    addresses = answer.json["bank_transfer"]["financial_addresses"]
    assert answer.json == {
        "object": "funding_instructions",
        "bank_transfer": {"country": country, "financial_addresses": addresses, "type": type},
        "currency": currency,
        "funding_type": "bank_transfer",
        "livemode": False,
    }
    assert {address["type"]: address["supported_networks"] for address in addresses} == types
    for address in addresses:
        assert list(address) == [address["type"], "supported_networks", "type"]
        assert address[address["type"]]["bank_address"]["country"] == country
    assert instructions(stripe, customer, currency, **transfer).json == answer.json
    assert instructions(stripe, stripe.customer()["id"], currency, **transfer).json != answer.json


@each_row(("country", "length"), [("BE", 16), ("DE", 22), ("ES", 24), ("FR", 27), ("IE", 22), ("NL", 18)])
def test_an_iban_is_as_long_as_its_country_has_them(stripe: Stripe, country: str, length: int) -> None:
    """Its check digits are zeros: no bank has such an account."""
    transfer = {"type": "eu_bank_transfer", "eu_bank_transfer": {"country": country}}
    answer = instructions(stripe, stripe.customer()["id"], "eur", **transfer)
    (address,) = answer.json["bank_transfer"]["financial_addresses"]
    assert address["iban"]["iban"].startswith(f"{country}00")
    assert len(address["iban"]["iban"]) == length


GB = {"type": "gb_bank_transfer"}


@each_row(
    ("currency", "transfer", "param", "message"),
    [
        pytest.param(
            "eur",
            {"type": "eu_bank_transfer"},
            "bank_transfer[eu_bank_transfer]",
            "Missing required param: bank_transfer[eu_bank_transfer].",
            id="eu-without-country",
        ),
        pytest.param(
            "eur",
            {"type": "eu_bank_transfer", "eu_bank_transfer": {"country": "US"}},
            "bank_transfer[eu_bank_transfer][country]",
            "Invalid bank_transfer[eu_bank_transfer][country]: must be one of BE, DE, ES, FR, IE, or NL",
            id="eu-without-such-a-country",
        ),
        pytest.param(
            "gbp",
            {**GB, "eu_bank_transfer": {"country": "DE"}},
            "bank_transfer[eu_bank_transfer]",
            "Received unknown parameter: bank_transfer[eu_bank_transfer]",
            id="country-for-another",
        ),
        pytest.param(
            "usd", GB, "currency", "Invalid currency: usd. gb_bank_transfer does not support it.", id="other-currency"
        ),
        pytest.param(
            "gbp",
            {**GB, "requested_address_types": ["sort_code", "iban"]},
            "bank_transfer[requested_address_types][1]",
            "Invalid address type: gb_bank_transfer does not support iban.",
            id="other-address",
        ),
        pytest.param("gbp", {}, "bank_transfer", "Missing required param: bank_transfer.", id="no-transfer"),
    ],
)
def test_instructions_fit_their_transfer(
    stripe: Stripe, currency: str, transfer: Any, param: str, message: str
) -> None:
    """Country, currency and types of addresses are those of the kind of transfer."""
    status, error = instructions(stripe, stripe.customer()["id"], currency, **transfer).refusal
    assert (status, error["param"], error["message"]) == (400, param, message)


def test_address_types_can_be_chosen(stripe: Stripe) -> None:
    """Only what was asked for is answered."""
    answer = instructions(stripe, stripe.customer()["id"], "gbp", **GB, requested_address_types=["sort_code"])
    assert [address["type"] for address in answer.json["bank_transfer"]["financial_addresses"]] == ["sort_code"]


def test_any_id_exists_where_the_account_says_so(stripe: Stripe) -> None:
    """A transaction is made up, and a list has one row."""
    stripe.admin("PUT", "/settings/stripe", {"any_id": True})
    found = stripe.get("/customers/cus_xxxxxxxxxxxxx/cash_balance_transactions/ccsbtxn_xxxxxxxxxxxxx").json
    assert (found["id"], found["customer"]) == ("ccsbtxn_xxxxxxxxxxxxx", "cus_xxxxxxxxxxxxx")
    assert len(stripe.get("/customers/cus_other/cash_balance_transactions").json["data"]) == 1
    assert stripe.get("/customers/cus_third/cash_balance").json["customer"] == "cus_third"
