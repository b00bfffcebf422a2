"""API keys: what a restricted key may do, where, and from where."""

from typing import Any

import pytest

from mockserver.testing.server import MockServer
from tests.clients import OverHttp, Rebilly
from tests.tables import each_row


def restricted(rebilly: Rebilly, **members: Any) -> Rebilly:
    """Make a key, and give a caller that uses it."""
    answer = rebilly.post("/api-keys", {"description": "for a test", **members})
    assert answer.status == 201, answer.content
    return Rebilly(rebilly.caller, rebilly.organization, answer.json["secretKey"])


def permissions(*names: str, **scope: Any) -> list[dict[str, Any]]:
    return [{"scope": scope, "permissions": list(names)}]


def test_a_key_is_told_once(rebilly: Rebilly) -> None:
    """The secret is in the answer that made it, and in no other place."""
    created = rebilly.post("/api-keys", {"description": "reader", "acl": permissions("GetCustomerCollection")})
    assert created.status == 201
    key = created.json
    secret = key.pop("secretKey")
    assert secret.startswith("sk_sandbox_")
    assert key["id"].startswith("api_key_")
    assert created.headers["location"] == key["_links"][0]["href"]
    assert rebilly.get(f"/api-keys/{key['id']}").json == key
    assert rebilly.get("/api-keys").json == [key]
    for place in ("/requests", "/data/rebilly/api_keys"):
        assert secret not in rebilly.admin("GET", place).content.decode()


def test_a_missing_permission_is_named(rebilly: Rebilly) -> None:
    reader = restricted(rebilly, acl=permissions("GetCustomerCollection", "GetCustomer"))
    assert reader.get("/customers").status == 200
    refused = reader.post("/customers", {})
    assert (refused.status, refused.json["detail"]) == (403, "Permission PostCustomer is required.")


def test_a_star_permits_everything(rebilly: Rebilly) -> None:
    assert restricted(rebilly, acl=permissions("*")).post("/customers", {}).status == 201


def test_a_key_without_a_list_may_do_everything(rebilly: Rebilly) -> None:
    assert restricted(rebilly).post("/customers", {}).status == 201


@pytest.mark.parametrize(("here", "status"), [(True, 200), (False, 403)])
def test_a_permission_holds_in_its_scope(rebilly: Rebilly, here: bool, status: int) -> None:
    organization = rebilly.organization if here else "org_elsewhere"
    acl = permissions("GetCustomerCollection", organizationId=[organization])
    assert restricted(rebilly, acl=acl).get("/customers").status == status


@pytest.mark.parametrize(
    ("ips", "status"),
    [(None, 200), (["127.0.0.1"], 200), (["10.0.0.0/8", "127.0.0.0/8"], 200), (["10.0.0.1"], 403), ([], 403)],
)
def test_a_key_may_be_bound_to_addresses(live: MockServer, organization: str, ips: Any, status: int) -> None:
    rebilly = Rebilly(OverHttp(live.url), organization)
    assert restricted(rebilly, allowedIps=ips).get("/customers").status == status


def test_a_publishable_key_is_publishable(rebilly: Rebilly) -> None:
    answer = restricted(rebilly, type="publishable")
    assert answer.key.startswith("pk_sandbox_")
    assert answer.get("/customers").status == 403


def test_other_keys_are_accepted_as_ever(rebilly: Rebilly) -> None:
    """Making a restricted key locks nobody out."""
    restricted(rebilly, acl=permissions("GetCustomer"))
    assert rebilly.get("/customers").status == 200


def test_a_key_is_changed_and_deleted(rebilly: Rebilly) -> None:
    key = {"description": "a", "secretKey": "sk_sandbox_mine", "acl": permissions("x")}
    created = rebilly.put("/api-keys/mine", key)
    assert (created.status, created.json["secretKey"]) == (201, "sk_sandbox_mine")
    caller = Rebilly(rebilly.caller, rebilly.organization, "sk_sandbox_mine")
    assert caller.get("/customers").status == 403
    changed = rebilly.put("/api-keys/mine", {"description": "b", "acl": permissions("*")})
    assert (changed.status, "secretKey" in changed.json, caller.get("/customers").status) == (200, False, 200)
    rebilly.put("/api-keys/mine", {"description": "b", "acl": permissions("x")})
    assert rebilly.delete("/api-keys/mine").status == 204
    assert caller.get("/customers").status == 200
    assert rebilly.get("/api-keys/mine").status == 404


def test_a_secret_belongs_to_one_key(rebilly: Rebilly) -> None:
    key = {"description": "a", "secretKey": "sk_sandbox_same"}
    assert [rebilly.post("/api-keys", key).status for _ in range(2)] == [201, 409]


@each_row(
    ("members", "field"),
    [
        ({"description": None}, "description"),
        ({"type": "master"}, "type"),
        ({"acl": [{"scope": {}}]}, "acl.0.permissions"),
        ({"acl": [{"permissions": [5]}]}, "acl.0.permissions.0"),
        ({"allowedIps": ["127.0.0.1", "home"]}, "allowedIps.1"),
        ({"secretKey": "short"}, "secretKey"),
    ],
)
def test_a_key_is_checked(rebilly: Rebilly, members: dict[str, Any], field: str) -> None:
    answer = rebilly.post("/api-keys", {"description": "a", **members})
    assert (answer.status, list(answer.invalid_fields)) == (422, [field])


def test_the_same_seed_makes_the_same_key(rebilly: Rebilly) -> None:
    """Made again after a reset, a key is the one it was."""
    secrets = set()
    for _ in range(2):
        rebilly.admin("POST", "/reset")
        secrets.add(rebilly.put("/api-keys/mine", {"description": "a"}).json["secretKey"])
    assert len(secrets) == 1
