"""The second generation of Chargebee's Python client works, too, which reads members that the third can do without."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from mockserver.testing.server import MockServer
from tests.clients import Chargebee
from tests.sdks.chargebee_site import reached
from tests.sdks.older import chargebee_2

pytestmark = pytest.mark.sdk


class Client:
    """The client with a key, each call of it in a process."""

    def __init__(self, packages: Path, url: str, key: str) -> None:
        self._command = [sys.executable, chargebee_2.__file__, urlsplit(url).netloc, key]
        self._environment = {**os.environ, "PYTHONPATH": str(packages), "no_proxy": "*"}

    def outcomes(self, *calls: Any) -> list[Any]:
        """Make calls, each a method such as `Customer.create` with its arguments, and give what came of them."""
        asked = "".join(f"{json.dumps(call)}\n" for call in calls)
        done = subprocess.run(
            self._command, input=asked, env=self._environment, capture_output=True, encoding="utf-8", check=True
        )
        return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def client(older_packages: Path, live: MockServer, organization: str) -> Client:
    return Client(older_packages, live.url, f"test_{organization}")


def test_customers(client: Client, site: Chargebee) -> None:
    """They are created, read, changed and listed; a POST of this client has a query, which is empty."""
    given = {"id": "ada", "first_name": "Ada", "meta_data": '{"Plan": "gold"}', "billing_address": {"country": "US"}}
    made, read, changed, page = client.outcomes(
        ["Customer.create", [given]],
        ["Customer.retrieve", ["ada"]],
        ["Customer.update", ["ada", {"first_name": "Augusta", "email": None}]],
        ["Customer.list", [{"limit": 1, "first_name[is]": "Augusta"}]],
    )
    assert made["customer"]["meta_data"] == {"Plan": "gold"}
    assert made["customer"]["billing_address"]["country"] == "US"
    assert made["replayed"] is False
    assert read["customer"] == made["customer"]
    assert changed["customer"]["first_name"] == "Augusta"
    assert page["list"] == [changed["customer"]]
    agents = {entry["request"]["headers"]["user-agent"] for entry in reached(site)}
    assert agents == {"ChargeBee-Python-Client v2.60.1"}


def test_refusals(client: Client) -> None:
    """They have the codes of both generations."""
    nobody, wrong, _, taken = client.outcomes(
        ["Customer.retrieve", ["nobody"]],
        ["Customer.create", [{"email": "ada"}]],
        ["Customer.create", [{"id": "ada"}]],
        ["Customer.create", [{"id": "ada"}]],
    )
    assert nobody == {
        "class": "InvalidRequestError",
        "message": "Sorry, we couldn't find that resource",
        "http_status_code": 404,
        "type": "invalid_request",
        "api_error_code": "resource_not_found",
        "param": None,
        "error_code": "resource_not_found",
    }
    assert wrong == {
        "class": "InvalidRequestError",
        "message": "email : wrong format",
        "http_status_code": 400,
        "type": "invalid_request",
        "api_error_code": "param_wrong_value",
        "param": "email",
        "error_code": "wrong_format",
    }
    assert taken == {
        "class": "InvalidRequestError",
        "message": "id : The value ada is already present.",
        "http_status_code": 400,
        "type": "invalid_request",
        "api_error_code": "duplicate_entry",
        "param": "id",
        "error_code": "param_not_unique",
    }


def test_a_wrong_key(older_packages: Path, live: MockServer) -> None:
    """It is no request that is invalid, so that the error has the class of none."""
    [refused] = Client(older_packages, live.url, "nonsense").outcomes(["Customer.list", [{}]])
    assert (refused["class"], refused["type"], refused["error_code"]) == (
        "APIError",
        None,
        "api_authentication_invalid_key",
    )
