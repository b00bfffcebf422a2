"""Who is not let in, and what Chargebee's error says of it."""

import pytest

from mockserver.core.http.auth import basic
from tests.clients import Chargebee
from tests.tables import each_row

KEY = "api_authentication_invalid_key"


@each_row(
    "headers",
    [
        pytest.param({}, id="no header"),
        pytest.param({"Authorization": ""}, id="an empty header"),
        pytest.param({"Authorization": "Bearer abc"}, id="another scheme"),
        pytest.param({"Authorization": "Digest username=ada"}, id="yet another"),
        pytest.param({"Authorization": "abc"}, id="no scheme"),
        pytest.param({"Authorization": "Basic ===="}, id="no base64"),
        pytest.param({"Authorization": "Basic bGl2ZV94Og=="}, id="a key of another form"),
    ],
)
def test_one_code_for_all_who_are_not_let_in(chargebee: Chargebee, headers: dict[str, str]) -> None:
    """As captured from a live site for a wrong key."""
    answer = chargebee.caller.send("GET", "/api/v2/customers", headers, None)
    assert answer.status == 401
    assert (answer.json["api_error_code"], answer.json["error_code"]) == ("api_authentication_failed", KEY)
    assert "type" not in answer.json


def test_a_wrong_name_and_password_have_a_code_of_their_own(chargebee: Chargebee) -> None:
    """A key comes without a password."""
    for headers in ({"Authorization": basic("ada", "invented")}, {"Authorization": basic("live_x", "invented")}):
        answer = chargebee.caller.send("GET", "/api/v2/customers", headers, None)
        assert (answer.status, answer.json["api_error_code"]) == (401, "basic_authentication_failed")
    right = {"Authorization": basic(f"test_{chargebee.site}", "ignored")}
    assert chargebee.caller.send("GET", "/api/v2/customers", right, None).status == 200


@pytest.mark.parametrize("key", [" {}", "{} ", "{}\n", "{}\u00a0"], ids=repr)
def test_a_key_with_blanks_is_another_one(chargebee: Chargebee, key: str) -> None:
    headers = {"Authorization": basic(key.format(f"test_{chargebee.site}"))}
    assert chargebee.caller.send("GET", "/api/v2/customers", headers, None).status == 401
