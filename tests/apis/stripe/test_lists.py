"""Lists of Stripe's: newest first, by cursors, and what their filters leave."""

from typing import Any

import pytest

from tests.clients import Answer, Stripe
from tests.tables import each_row


def names(answer: Answer) -> list[str]:
    return [customer["name"] for customer in answer.json["data"]]


@pytest.fixture
def five(stripe: Stripe) -> dict[str, str]:
    """The ids of five customers by their names, which are the order they came in."""
    return {name: stripe.customer(name=name, email=f"{name}@example.com")["id"] for name in "abcde"}


def test_a_list_is_newest_first(stripe: Stripe, five: dict[str, str]) -> None:
    """In the envelope that the libraries page by."""
    answer = stripe.get("/customers", limit=2).json
    assert {**answer, "data": [row["id"] for row in answer["data"]]} == {
        "object": "list",
        "data": [five["e"], five["d"]],
        "has_more": True,
        "url": "/v1/customers",
    }


@pytest.mark.parametrize("path", ["//customers", "///customers", "////customers"])
def test_the_url_of_a_list_has_single_slashes(stripe: Stripe, path: str) -> None:
    """However many came: the libraries refuse two."""
    assert stripe.get(path).json["url"] == "/v1/customers"


@pytest.mark.parametrize(
    ("cursor", "expected", "more"),
    [
        ({"starting_after": "e"}, ["d", "c"], True),
        ({"starting_after": "c"}, ["b", "a"], False),
        ({"starting_after": "a"}, [], False),
        ({"ending_before": "a"}, ["c", "b"], True),
        ({"ending_before": "c"}, ["e", "d"], False),
        ({"ending_before": "e"}, [], False),
    ],
)
def test_a_cursor_is_the_object_one_has_seen(
    stripe: Stripe, five: dict[str, str], cursor: dict[str, str], expected: list[str], more: bool
) -> None:
    """Older ones after it, the next newer ones before it; both newest first, `has_more` in the direction one goes."""
    answer = stripe.get("/customers", limit=2, **{name: five[value] for name, value in cursor.items()})
    assert (names(answer), answer.json["has_more"]) == (expected, more)


def test_cursors_that_make_no_sense_are_refused(stripe: Stripe, five: dict[str, str]) -> None:
    both = stripe.get("/customers", starting_after=five["a"], ending_before=five["b"]).refusal
    assert both == (
        400,
        {
            "message": "Received both starting_after and ending_before parameters. Please pass in only one.",
            "type": "invalid_request_error",
        },
    )
    stripe.delete(f"/customers/{five['c']}")
    for cursor in ("starting_after", "ending_before"):
        assert stripe.get("/customers", **{cursor: five["c"]}).refusal == (
            400,
            {
                "code": "resource_missing",
                "doc_url": "https://stripe.com/docs/error-codes/resource-missing",
                "message": f"No such customer: '{five['c']}'",
                "param": cursor,
                "type": "invalid_request_error",
            },
        )


def test_a_filter_by_email_is_exact(stripe: Stripe, five: dict[str, str]) -> None:
    """Also in its case, and with a cursor."""
    assert names(stripe.get("/customers", email="b@example.com")) == ["b"]
    assert names(stripe.get("/customers", email="B@example.com")) == []
    second = stripe.customer(name="b2", email="b@example.com")
    assert names(stripe.get("/customers", email="b@example.com", starting_after=second["id"])) == ["b"]
    assert names(stripe.get("/customers", email="b@example.com", ending_before=five["b"])) == ["b2"]
    assert names(stripe.get("/customers", email="b@example.com", starting_after=five["c"])) == ["b"]


@each_row(
    ("created", "expected"),
    [
        (1768471260, ["b"]),
        ({"gt": 1768471260}, ["c"]),
        ({"gte": 1768471260}, ["c", "b"]),
        ({"lt": 1768471260}, ["a"]),
        ({"lte": 1768471260}, ["b", "a"]),
        ({"gt": 1768471200, "lt": 1768471320}, ["b"]),
    ],
)
def test_a_filter_by_time_takes_bounds(stripe: Stripe, created: Any, expected: list[str]) -> None:
    stripe.admin("POST", "/clock/freeze", {"at": "2026-01-15T10:00:00Z"})
    for name in "abc":
        stripe.customer(name=name)
        stripe.admin("POST", "/clock/advance", {"by": "60s"})
    assert names(stripe.get("/customers", created=created)) == expected


@pytest.mark.parametrize(
    ("setting", "limit", "status", "rows"),
    [
        ("documented", 0, 200, 1),
        ("documented", 101, 200, 5),
        ("strict", 0, 400, 0),
        ("strict", 101, 400, 0),
        ("clamp", -3, 200, 1),
    ],
)
def test_a_limit_out_of_bounds_means_what_the_account_says(
    stripe: Stripe, five: dict[str, str], setting: str, limit: int, status: int, rows: int
) -> None:
    stripe.admin("PUT", "/settings/stripe", {"pagination": setting})
    answer = stripe.get("/customers", limit=limit)
    assert (answer.status, len(answer.json.get("data", ()))) == (status, rows)


@pytest.mark.parametrize("version", ["2022-11-15", "2025-02-24.acacia"])
def test_old_versions_count_a_list(stripe: Stripe, five: dict[str, str], version: str) -> None:
    """All of it, whatever is on the page; filters leave what they leave."""
    headers = {"Stripe-Version": version}
    for query, total in (("limit=2", 5), (f"limit=1&starting_after={five['c']}", 5), ("email=a@example.com", 1)):
        answer = stripe.send("GET", f"/customers?{query}&expand[]=total_count&expand[]=data.sources", headers=headers)
        assert answer.json["total_count"] == total
    path = f"/customers/{five['a']}/tax_ids"
    assert stripe.send("GET", f"{path}?expand[]=total_count", headers=headers).json["total_count"] == 0
    assert "total_count" not in stripe.send("GET", path, headers=headers).json


@pytest.mark.parametrize("version", ["2025-03-31.basil", "2026-10-28.endive"])
def test_newer_versions_count_no_list(stripe: Stripe, version: str) -> None:
    """Stripe's changelog of that day, and the sentence that users report."""
    answer = stripe.send("GET", "/customers?expand[]=total_count", headers={"Stripe-Version": version})
    status, error = answer.refusal
    assert (status, error["code"]) == (400, "property_forbidden")
    assert error["message"] == "This property cannot be included (total_count)"


def test_a_list_expands_the_members_of_its_rows(stripe: Stripe, five: dict[str, str]) -> None:
    """Below `data`; without it, it is told how."""
    answer = stripe.get("/customers", limit=1, expand=["data.sources", "data.subscriptions"])
    [row] = answer.json["data"]
    assert row["subscriptions"] == {
        "object": "list", "data": [], "has_more": False, "total_count": 0,
        "url": f"/v1/customers/{five['e']}/subscriptions",
    }  # fmt: skip
    refused = stripe.get("/customers", expand=["sources"]).refusal
    assert refused[1]["message"] == (
        "This property cannot be expanded (sources). You may want to try expanding 'data.sources' instead."
    )
