"""What can be read about a customer beside itself: its balance, its metrics, and that a search finds it."""

import pytest

from tests.apis.rebilly.samples import CUSTOMER
from tests.clients import Rebilly

METRICS = (
    "/experimental/organizations/{org}/customers/{id}/summary-metrics",
    "/organizations/{org}/experimental/customers/{id}/summary-metrics",
    "/experimental/organizations/{org}/experimental/customers/{id}/summary-metrics",
)


def test_a_credit_balance_is_empty(rebilly: Rebilly) -> None:
    """There is no credit in any currency."""
    rebilly.put("/customers/mara", {})
    answer = rebilly.get("/customers/mara/credit-balance")
    assert (answer.status, answer.json) == (200, {"balances": []})


def test_a_credit_balance_wants_a_customer(rebilly: Rebilly) -> None:
    """Nobody has no balance."""
    answer = rebilly.get("/customers/none/credit-balance")
    assert (answer.status, answer.json["detail"]) == (404, "Customer not found.")


@pytest.mark.parametrize("form", METRICS)
def test_summary_metrics_have_three_addresses(rebilly: Rebilly, form: str) -> None:
    """Each is answered for the organization in it."""
    rebilly.put("/customers/mara", {})
    answer = rebilly.send("GET", form.format(org=rebilly.organization, id="mara"), raw=True)
    assert (answer.status, answer.json) == (
        200,
        {"currency": "USD", "refundsAmount": 0, "revenueAmount": 0, "disputesAmount": 0},
    )
    other = rebilly.send("GET", form.format(org=f"{rebilly.organization}-other", id="mara"), raw=True)
    assert (other.status, other.json["detail"]) == (404, "Customer not found.")


def test_summary_metrics_may_leave_out_the_organization(rebilly: Rebilly) -> None:
    """As everywhere, the key's own organization stands in."""
    mine = Rebilly(rebilly.caller, "", f"sk_sandbox_{rebilly.organization}")
    mine.send("PUT", "/customers/mara", {}, raw=True)
    assert mine.send("GET", "/experimental/customers/mara/summary-metrics", raw=True).status == 200


def test_summary_metrics_are_nowhere_else(rebilly: Rebilly) -> None:
    """Without the word the address does not exist."""
    rebilly.put("/customers/mara", {})
    assert rebilly.get("/customers/mara/summary-metrics").status == 404


def test_search_answers_by_resource(rebilly: Rebilly) -> None:
    """A search is a list with one object, in which only customers can be found."""
    mara = rebilly.customer(**CUSTOMER)
    rebilly.customer()
    answer = rebilly.get("/search?q=QUILL")
    assert (answer.status, answer.json) == (
        200,
        [
            {
                "customers": [mara],
                "invoices": [],
                "orders": [],
                "transactions": [],
                "searched": ["customers", "invoices", "orders", "transactions"],
            }
        ],
    )
    assert [answer.headers[f"pagination-{name}"] for name in ("total", "limit", "offset")] == ["1", "100", "0"]


def test_search_has_pages_and_an_order(rebilly: Rebilly) -> None:
    """Bounds and order are those of customers."""
    for name in ("Ada", "Cleo", "Bea"):
        rebilly.customer(primaryAddress={"firstName": name, "lastName": "Quill"})
    answer = rebilly.get("/search?q=quill&sort=-firstName&limit=1&offset=1")
    assert [customer["firstName"] for customer in answer.json[0]["customers"]] == ["Bea"]
    assert answer.headers["pagination-total"] == "3"
    assert rebilly.get("/search?q=nobody").json[0]["customers"] == []
