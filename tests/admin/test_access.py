"""How a client comes in as a tenant, as the control plane tells it, and records for a tenant that is named once."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.admin.conftest import Admin, problem
from tests.clients import InProcess

WAYS: Mapping[str, Mapping[str, Any]] = {
    "stripe": {
        "key": "sk_test_shop",
        "headers": {"Authorization": "Bearer sk_test_shop"},
        "path": "/v1",
        "secret": "",
    },
    "chargebee": {
        "key": "test_shop",
        "headers": {"Authorization": "Basic dGVzdF9zaG9wOg=="},
        "path": "/api/v2",
        "secret": "",
    },
    "chargeover": {
        "key": "shop",
        "headers": {"Authorization": "Basic c2hvcDpwcml2YXRlLXNob3A="},
        "path": "/api/v3",
        "secret": "private-shop",
    },
    "rebilly": {
        "key": "sk_sandbox_shop",
        "headers": {"REB-APIKEY": "sk_sandbox_shop"},
        "path": "/organizations/shop",
        "secret": "",
    },
}


@pytest.mark.parametrize("api", WAYS)
def test_each_api_says_how_to_come_in(application: InProcess, api: str) -> None:
    answer = application.send("GET", f"/__admin/tenants/shop/access/{api}", {}, None)
    assert (answer.status, answer.json) == (200, WAYS[api])


def test_to_be_told_makes_no_tenant(application: InProcess, organization: str) -> None:
    application.send("GET", f"/__admin/tenants/{organization}/access/stripe", {}, None)
    assert application.sandbox.tenants.known(organization) is None


def test_a_name_that_no_key_can_hold(application: InProcess) -> None:
    answer = application.send("GET", "/__admin/tenants/a.b/access/chargebee", {}, None)
    assert problem(answer) == (404, "No credential of Chargebee leads to a tenant 'a.b'.")


def test_an_unknown_api(admin: Admin) -> None:
    assert admin.refused("GET", "/access/strip") == (404, "There is no API 'strip', did you mean 'stripe'?")


def test_a_tenant_can_be_made_before_its_first_request(application: InProcess, organization: str) -> None:
    """Making it again changes nothing."""
    for _ in range(2):
        answer = application.send("PUT", f"/__admin/tenants/{organization}", {}, None)
        assert (answer.status, answer.json) == (200, {"tenant": organization})
    listed = application.send("GET", f"/__admin/tenants/{organization}/requests", {}, None)
    assert listed.json == {"requests": [], "meta": {"total": 0}}


def test_records_of_one_tenant_and_api(admin: Admin) -> None:
    assert admin("POST", "/data/rebilly", {"customers": [{"id": "ada"}, {"firstName": "Grace"}]}) == {
        "created": {"customers": 2}
    }
    assert admin.rebilly.get("/customers/ada").status == 200


def test_records_are_checked(admin: Admin) -> None:
    """None is created where one is wrong; the member is named."""
    wrong = {"customers": [{"id": "ada"}, {"primaryAddress": {"country": "Atlantis"}}]}
    answer = admin.rebilly.admin("POST", "/data/rebilly", wrong)
    assert answer.status == 422
    assert answer.json["errors"][0]["path"][-4:] == ["customers", 1, "primaryAddress", "country"]
    assert admin.rebilly.get("/customers").json == []


def test_records_want_a_tenant(application: InProcess) -> None:
    """Where there are several, one has to be named."""
    for name in ("org_one", "org_two"):
        application.send("PUT", f"/__admin/tenants/{name}", {}, None)
    status, detail = problem(application.send("POST", "/__admin/data/stripe", {}, b'{"customers": []}'))
    assert status == 400
    assert detail.endswith("name one with X-Mock-Tenant or in the path.")
