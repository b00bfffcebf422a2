"""A customer as answers show it: all members in their order, and those that are made of others."""

from typing import Any

import pytest

from tests.apis.chargeover.customers.members import ORDER
from tests.clients import ChargeOver
from tests.tables import each_row

MOMENT, WRITTEN = "2026-03-10T06:01:49Z", "2026-03-10T01:01:49-05:00"

_ADDRESSES: dict[str, Any] = {
    f"{block}_{part}": None
    for block in ("bill", "ship")
    for part in ("addr1", "addr2", "addr3", "city", "state", "postcode", "country", "notes")
}


@pytest.fixture
def frozen(chargeover: ChargeOver) -> ChargeOver:
    """An account whose clock stands still."""
    assert chargeover.admin("POST", "/clock/freeze", {"at": MOMENT}).status == 200
    return chargeover


def test_a_customer_of_nothing_but_a_company(frozen: ChargeOver) -> None:
    """Every member is there, whatever was sent."""
    id = frozen.customer(company="Analytical Engines")
    customer = frozen.shown(f"/customer/{id}")
    token = customer["token"]
    assert customer == {
        "superuser_id": None, "external_key": None, "token": token, "company": "Analytical Engines", **_ADDRESSES,
        "terms_id": 3, "class_id": None, **{f"custom_{n}": None for n in range(1, 21)},
        "admin_id": None, "campaign_id": None, "currency_id": 1, "language_id": 1, "brand_id": 1,
        "default_paymethod": None, "default_creditcard_id": None, "default_ach_id": None, "tax_ident": "",
        "no_taxes": False, "no_dunning": False, "no_latefees": False, "no_procfees": 0,
        "write_datetime": WRITTEN, "write_ipaddr": "127.0.0.1", "mod_datetime": WRITTEN, "mod_ipaddr": "127.0.0.1",
        "terms_name": "Due on Receipt", "terms_days": 0, "class_name": "", "paid": 0, "total": 0, "balance": 0,
        "url_statementlink": f"http://localhost/r/statement/i/{token}",
        "url_paymethodlink": f"http://localhost/r/paymethod/i/{token}",
        "url_self": f"http://localhost/admin/r/customer/view/{id}",
        "admin_name": "", "admin_email": "", "currency_symbol": "$", "currency_iso4217": "USD",
        "display_as": "Analytical Engines", "ship_block": "", "bill_block": "",
        "superuser_name": "", "superuser_first_name": "", "superuser_last_name": "", "superuser_phone": "",
        "superuser_email": "", "superuser_token": "", "superuser_title": "",
        "customer_id": id, "parent_customer_id": None, "invoice_delivery": "email", "dunning_delivery": "email",
        "customer_status_id": 1, "customer_status_name": "Current", "customer_status_str": "active-current",
        "customer_status_state": "a", "superuser_username": "", "tags": [],
    }  # fmt: skip


def test_members_stand_in_their_order(chargeover: ChargeOver) -> None:
    """Whatever the order they were sent in."""
    customer = chargeover.shown(f"/customer/{chargeover.customer(tags=['a'], bill_city='Bath', external_key='k')}")
    assert list(customer) == list(ORDER)


def test_flags_and_sums_are_of_the_types_that_clients_cast(chargeover: ChargeOver) -> None:
    """The flag for processing fees alone is a number, and sums of nothing are whole."""
    customer = chargeover.shown(f"/customer/{chargeover.customer()}")
    types = {name: type(customer[name]) for name in ("no_taxes", "no_procfees", "paid", "total", "balance")}
    assert types == {"no_taxes": bool, "no_procfees": int, "paid": int, "total": int, "balance": int}


def test_further_custom_fields_follow_the_twenty_where_they_are_set(chargeover: ChargeOver) -> None:
    customer = chargeover.shown(f"/customer/{chargeover.customer(custom_50='z', custom_21='a')}")
    after = list(customer).index("custom_20") + 1
    assert list(customer)[after : after + 3] == ["custom_21", "custom_50", "admin_id"]


def test_a_list_shows_customers_without_their_tags(chargeover: ChargeOver) -> None:
    """And else as reading them by their ids does."""
    id = chargeover.customer(tags=["a"])
    customer = chargeover.shown(f"/customer/{id}")
    del customer["tags"]
    [row] = chargeover.shown("/customer")
    assert (row, list(row)) == (customer, list(customer))


def test_tokens_are_twelve_small_letters_and_digits(chargeover: ChargeOver) -> None:
    """And nobody has another one's."""
    ids = [chargeover.customer(superuser_email=f"{n}@example.com") for n in range(20)]
    customers = [chargeover.shown(f"/customer/{id}") for id in ids]
    tokens = {customer[name] for customer in customers for name in ("token", "superuser_token")}
    assert len(tokens) == 40
    assert all(len(token) == 12 and token.isalnum() and token == token.lower() for token in tokens)


def test_links_name_the_address_the_client_used(chargeover: ChargeOver) -> None:
    chargeover.customer()
    answer = chargeover.send("GET", "/customer/1", headers={"Host": "billing.example.com:8080"})
    customer = answer.json["response"]
    assert customer["url_paymethodlink"] == f"http://billing.example.com:8080/r/paymethod/i/{customer['token']}"
    assert customer["url_self"] == "http://billing.example.com:8080/admin/r/customer/view/1"


@each_row(
    ("at", "settings", "written"),
    [
        (MOMENT, {}, WRITTEN),
        ("2026-01-10T06:01:49Z", {}, "2026-01-10T00:01:49-06:00"),
        (MOMENT, {"datetimes": "legacy"}, "2026-03-10 01:01:49"),
        (MOMENT, {"timezone": "Asia/Kolkata"}, "2026-03-10T11:31:49+05:30"),
        (MOMENT, {"timezone": "UTC"}, "2026-03-10T06:01:49+00:00"),
        (MOMENT, {"timezone": "Asia/Kolkata", "datetimes": "legacy"}, "2026-03-10 11:31:49"),
        ("2026-03-10T06:01:49.999Z", {}, WRITTEN),
    ],
)  # fmt: skip
def test_times_are_written_in_the_zone_of_the_account(
    chargeover: ChargeOver, at: str, settings: dict[str, Any], written: str
) -> None:
    """With the offset of that day, or as until 2019 without any; always to the second."""
    chargeover.set(**settings)
    chargeover.admin("POST", "/clock/freeze", {"at": at})
    chargeover.customer()
    [row] = chargeover.shown("/customer")
    assert (row["write_datetime"], row["mod_datetime"]) == (written, written)


def test_a_change_moves_the_time_of_the_change_alone(frozen: ChargeOver) -> None:
    id = frozen.customer()
    frozen.admin("POST", "/clock/advance", {"by": "1h"})
    frozen.put(f"/customer/{id}", {"bill_city": "Bath"})
    customer = frozen.shown(f"/customer/{id}")
    assert (customer["write_datetime"], customer["mod_datetime"]) == (WRITTEN, "2026-03-10T02:01:49-05:00")
