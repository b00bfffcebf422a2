"""Customers' balances, and the transactions that change them."""

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


def transaction(stripe: Stripe, customer: str, amount: int, **parameters: Any) -> Any:
    """Change a customer's balance and give the transaction."""
    answer = stripe.post(
        f"/customers/{customer}/balance_transactions", **{"amount": amount, "currency": "usd", **parameters}
    )
    assert answer.status == 200, answer.content
    return answer.json


def listed(answer: Answer) -> list[str]:
    """Give the ids of a list."""
    return [row["id"] for row in answer.json["data"]]


def balance(stripe: Stripe, customer: str) -> tuple[int, str | None]:
    """Give a customer's balance and currency."""
    found = stripe.get(f"/customers/{customer}").json
    return found["balance"], found["currency"]


def test_a_transaction_changes_the_balance(frozen: Stripe) -> None:
    """What it ends with is the customer's new balance; the customer takes on its currency."""
    customer = frozen.customer()["id"]
    made = transaction(frozen, customer, -500, currency="EUR", description="Credit", metadata={"order": "7"})
    assert list(made.items()) == [
        ("id", made["id"]),
        ("object", "customer_balance_transaction"),
        ("amount", -500),
        ("checkout_session", None),
        ("created", 1768478400),
        ("credit_note", None),
        ("currency", "eur"),
        ("customer", customer),
        ("customer_account", None),
        ("description", "Credit"),
        ("ending_balance", -500),
        ("invoice", None),
        ("livemode", False),
        ("metadata", {"order": "7"}),
        ("type", "adjustment"),
    ]
    assert made["id"].startswith("cbtxn_1")
    assert len(made["id"]) == 30
    assert balance(frozen, customer) == (-500, "eur")
    assert transaction(frozen, customer, 700, currency="eur")["ending_balance"] == 200
    assert balance(frozen, customer) == (200, "eur")
    assert frozen.get(f"/customers/{customer}/balance_transactions/{made['id']}").json == made


def test_a_customer_may_begin_with_a_balance(stripe: Stripe) -> None:
    """It is kept as a transaction of its own type, in dollars."""
    customer = stripe.customer(balance=-300)
    assert (customer["balance"], customer["currency"]) == (-300, "usd")
    (initial,) = stripe.get(f"/customers/{customer['id']}/balance_transactions").json["data"]
    assert (initial["type"], initial["amount"], initial["ending_balance"], initial["currency"]) == (
        "initial", -300, -300, "usd",
    )  # fmt: skip


def test_a_changed_balance_is_an_adjustment(stripe: Stripe) -> None:
    """Of the difference, in the customer's currency; the same balance again is none."""
    customer = stripe.customer()["id"]
    transaction(stripe, customer, -300, currency="eur")
    assert stripe.post(f"/customers/{customer}", balance=150).json["balance"] == 150
    stripe.post(f"/customers/{customer}", balance=150)
    newest, _ = stripe.get(f"/customers/{customer}/balance_transactions").json["data"]
    assert (newest["type"], newest["amount"], newest["ending_balance"], newest["currency"]) == (
        "adjustment", 450, 150, "eur",
    )  # fmt: skip


def test_no_balance_is_no_transaction(stripe: Stripe) -> None:
    """Nor does it give the customer a currency."""
    customer = stripe.customer(balance=0)
    assert customer["currency"] is None
    assert listed(stripe.get(f"/customers/{customer['id']}/balance_transactions")) == []


def test_the_customers_change_is_told(frozen: Stripe) -> None:
    """With the balance and the currency as they were."""
    customer = frozen.customer()["id"]
    transaction(frozen, customer, -500)
    newest = frozen.admin("GET", "/data/stripe/events").json["records"][0]
    assert newest["type"] == "customer.updated"
    assert newest["data"] == {
        "object": frozen.get(f"/customers/{customer}").json,
        "previous_attributes": {"balance": 0, "currency": None},
    }


def test_the_customers_currency_need_not_be_told_again(stripe: Stripe) -> None:
    """Before it has one, it has to be."""
    customer = stripe.customer()["id"]
    path = f"/customers/{customer}/balance_transactions"
    assert stripe.post(path, amount=5).refusal == (
        400,
        {
            "code": "parameter_missing",
            "doc_url": "https://stripe.com/docs/error-codes/parameter-missing",
            "message": "Missing required param: currency.",
            "param": "currency",
            "type": "invalid_request_error",
        },
    )
    transaction(stripe, customer, 5, currency="chf")
    assert stripe.post(path, amount=5).json["currency"] == "chf"


def test_a_customer_has_one_currency(stripe: Stripe) -> None:
    """Another one is refused, and nothing changes."""
    customer = stripe.customer(balance=100)["id"]
    assert stripe.post(f"/customers/{customer}/balance_transactions", amount=5, currency="eur").refusal == (
        400,
        {
            "message": "You cannot combine currencies on a single customer. This customer has an active subscription, "
            "subscription schedule, discount, quote, or invoice item with currency usd",
            "type": "invalid_request_error",
        },
    )
    assert balance(stripe, customer) == (100, "usd")


@each_row(
    ("parameters", "param", "message"),
    [
        pytest.param({"currency": "usd"}, "amount", "Missing required param: amount.", id="no-amount"),
        pytest.param({"amount": "1.5", "currency": "usd"}, "amount", "Invalid integer: 1.5", id="no-integer"),
        pytest.param({"amount": 1, "type": "initial"}, "type", "Received unknown parameter: type", id="unknown"),
        pytest.param(
            {"amount": 1, "currency": "usd", "description": "x" * 351},
            "description",
            "Invalid string: xxxxxxxxxx...xxxxxxxxxx; must be at most 350 characters",
            id="long-description",
        ),
    ],
)
def test_parameters_of_a_transaction(stripe: Stripe, parameters: Any, param: str, message: str) -> None:
    """An amount in whole units of the currency, and a short description."""
    customer = stripe.customer()["id"]
    status, error = stripe.post(f"/customers/{customer}/balance_transactions", **parameters).refusal
    assert (status, error["param"], error["message"]) == (400, param, message)


@pytest.mark.parametrize("currency", ["xyz", "us", "dollars"])
def test_an_unknown_currency_is_told_the_known_ones(stripe: Stripe, currency: str) -> None:
    """In the order of Stripe's own list."""
    customer = stripe.customer()["id"]
    path = f"/customers/{customer}/balance_transactions"
    status, error = stripe.post(path, amount=1, currency=currency).refusal
    begin = f"Invalid currency: {currency}. Stripe currently supports these currencies: usd, aed, afn, all, "
    assert (status, error["param"], error["message"][: len(begin)]) == (400, "currency", begin)


def test_what_is_noted_about_a_transaction_changes(stripe: Stripe) -> None:
    """Metadata merges, an empty description unsets it; amounts stay as they are."""
    customer = stripe.customer()["id"]
    made = transaction(stripe, customer, 5, description="One", metadata={"a": "1", "b": "2"})
    path = f"/customers/{customer}/balance_transactions/{made['id']}"
    changed = stripe.post(path, description="", metadata={"a": "", "c": "3"})
    assert changed.json == {**made, "description": None, "metadata": {"b": "2", "c": "3"}}
    assert stripe.get(path).json == changed.json
    assert stripe.post(path, amount=6).refusal[1]["message"] == "Received unknown parameter: amount"


def test_pages_of_transactions(frozen: Stripe) -> None:
    """Newest first, within bounds of time."""
    customer = frozen.customer()["id"]
    first = transaction(frozen, customer, 1)
    frozen.admin("POST", "/clock/advance", {"by": "1h"})
    second, third = (transaction(frozen, customer, amount) for amount in (2, 3))
    path = f"/customers/{customer}/balance_transactions"
    page = frozen.get(path, limit=2)
    assert page.json == {"object": "list", "data": [third, second], "has_more": True, "url": f"/v1{path}"}
    assert listed(frozen.get(path, starting_after=second["id"])) == [first["id"]]
    assert listed(frozen.get(path, ending_before=second["id"])) == [third["id"]]
    assert listed(frozen.get(path, created={"lt": second["created"]})) == [first["id"]]
    assert listed(frozen.get(path, created=first["created"])) == [first["id"]]
    assert listed(frozen.get(path, invoice="in_none")) == []


def test_a_transaction_is_found_below_its_own_customer_only(stripe: Stripe) -> None:
    """Another customer's path leads nowhere."""
    one, other = stripe.customer()["id"], stripe.customer()["id"]
    id = transaction(stripe, one, 5)["id"]
    missing = {
        "code": "resource_missing",
        "doc_url": "https://stripe.com/docs/error-codes/resource-missing",
        "message": f"No such customer_balance_transaction: '{id}'",
        "param": "transaction",
        "type": "invalid_request_error",
    }
    assert stripe.get(f"/customers/{other}/balance_transactions/{id}").refusal == (404, missing)
    assert stripe.post(f"/customers/{other}/balance_transactions/{id}", description="x").refusal == (404, missing)
    assert listed(stripe.get(f"/customers/{other}/balance_transactions")) == []


def test_transactions_go_with_their_customer(stripe: Stripe) -> None:
    """Their ids are free again for none: the customer's path is closed."""
    customer = stripe.customer(balance=5)["id"]
    stripe.delete(f"/customers/{customer}")
    refusal = stripe.get(f"/customers/{customer}/balance_transactions").refusal
    assert (refusal[0], refusal[1]["message"]) == (400, f"No such customer: '{customer}'")
    assert stripe.admin("GET", "/data/stripe/balance_transactions").json["records"] == []


@pytest.mark.parametrize(("amount", "credit"), [(-500, {"usd": 500}), (500, {"usd": -500}), (0, {})])
def test_a_customer_with_its_credit(stripe: Stripe, amount: int, credit: dict[str, int]) -> None:
    """By currency, and with the other sign: what is a credit is positive there."""
    customer = stripe.customer(balance=amount, expand=["invoice_credit_balance"])
    assert customer["invoice_credit_balance"] == credit


def test_a_transaction_with_its_customer(stripe: Stripe) -> None:
    """The customer as the transaction left it; what no transaction here comes from is null."""
    customer = stripe.customer()["id"]
    expand = ["customer", "invoice", "credit_note", "checkout_session"]
    made = transaction(stripe, customer, 5, expand=expand)
    assert made["customer"] == stripe.get(f"/customers/{customer}").json
    assert (made["invoice"], made["credit_note"], made["checkout_session"]) == (None, None, None)
    status, error = stripe.get(f"/customers/{customer}/balance_transactions/{made['id']}", expand=["currency"]).refusal
    assert (status, error["message"]) == (400, "This property cannot be expanded (currency).")


def test_any_id_exists_where_the_account_says_so(stripe: Stripe) -> None:
    """A transaction of nothing is made up, and a list has one row."""
    stripe.admin("PUT", "/settings/stripe", {"any_id": True})
    found = stripe.get("/customers/cus_xxxxxxxxxxxxx/balance_transactions/cbtxn_xxxxxxxxxxxxx").json
    assert (found["id"], found["customer"], found["amount"]) == ("cbtxn_xxxxxxxxxxxxx", "cus_xxxxxxxxxxxxx", 0)
    assert len(stripe.get("/customers/cus_other/balance_transactions").json["data"]) == 1
