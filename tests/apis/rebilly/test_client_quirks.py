"""What real clients send beside the documentation, and bodies that nobody should send."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.apis.rebilly.samples import ADDRESS, CUSTOMER, newcomer
from tests.clients import InProcess, Rebilly
from tests.tables import each_row


@each_row(
    "content_type",
    [
        None,
        "application/json",
        "application/json; charset=utf-8",
        "application/x-www-form-urlencoded",
        "text/plain",
        "*",
    ],
)
def test_a_body_is_json_whatever_its_content_type(rebilly: Rebilly, content_type: str | None) -> None:
    """The PHP client names no content type, the JS client a wrong one where there is no body."""
    headers = {"Content-Type": content_type} if content_type else {}
    answer = rebilly.send("POST", "/customers", {"locale": "en"}, headers)
    assert (answer.status, answer.json["locale"]) == (201, "en")


@each_row("body", [None, b"", b" \r\n\t", b"{}", b"[]"], ids=["none", "empty", "blank", "{}", "[]"])
def test_an_empty_body_is_an_empty_object(rebilly: Rebilly, body: bytes | None) -> None:
    """No body, `{}` and PHP's `[]` all say nothing."""
    answer = rebilly.send("POST", "/customers", body)
    assert (answer.status, answer.json["primaryAddress"]) == (201, None)


def told(customer: Any) -> Any:
    """Leave of a customer what its request said, not what makes it this one."""
    own = {"id", "createdTime", "updatedTime"}
    relations = [link["rel"] for link in customer["_links"]]
    return {**{name: value for name, value in customer.items() if name not in own}, "_links": relations}


@pytest.mark.parametrize("member", ["customFields", "primaryAddress", "leadSource"])
def test_an_empty_list_is_an_empty_object(rebilly: Rebilly, member: str) -> None:
    """PHP writes an empty object as `[]`, also inside a body."""
    listed, plain = rebilly.customer(**{member: []}), rebilly.customer(**{member: {}})
    assert told(listed) == told(plain)


def forced(value: Any) -> Any:
    """Write every list as PHP v2 does: an object with the keys 0, 1, 2, …"""
    if isinstance(value, list):
        return {str(index): forced(item) for index, item in enumerate(value)}
    return {name: forced(member) for name, member in value.items()} if isinstance(value, dict) else value


def test_lists_may_come_as_numbered_objects(rebilly: Rebilly) -> None:
    """PHP v2 writes lists as objects; the customer is the same."""
    emails = [{"label": label, "value": f"{label}@example.com", "primary": False} for label in ("main", "work")]
    body = {**CUSTOMER, "primaryAddress": {**ADDRESS, "emails": emails}}
    assert told(rebilly.customer(**forced(body))) == told(rebilly.customer(**body))


def test_errors_in_numbered_objects_go_by_index(rebilly: Rebilly) -> None:
    """A list that came as an object is named like a list in errors."""
    answer = rebilly.post("/customers", {"notificationEmails": {"0": "a@example.com", "1": "b"}})
    assert answer.invalid_fields == {"notificationEmails.1": ["Must be a valid e-mail address."]}


@pytest.mark.parametrize("entries", [{"1": "a@example.com"}, {"0": "a@example.com", "2": "b@example.com"}, {"a": "b"}])
def test_other_objects_are_no_lists(rebilly: Rebilly, entries: dict[str, str]) -> None:
    """Only the keys 0 to n-1 make a list."""
    answer = rebilly.post("/customers", {"notificationEmails": entries})
    assert answer.invalid_fields == {"notificationEmails": ["Must be a list."]}


def test_a_bodyless_delete_may_carry_a_body(rebilly: Rebilly) -> None:
    """Clients send bodies with DELETE; here it means nothing."""
    for id in ("double", "mara"):
        rebilly.put(f"/customers/{id}", {})
    assert rebilly.send("DELETE", "/customers/double?targetCustomerId=mara", {"a": 1}).status == 204


@each_row(
    ("body", "detail"),
    [
        pytest.param(b"{", "Request body is not valid JSON: ", id="broken"),
        pytest.param(b'{"a":1,}', "Request body is not valid JSON: ", id="a comma too many"),
        pytest.param(b"{'a':1}", "Request body is not valid JSON: ", id="the wrong quotes"),
        pytest.param(b'{"a":1} x', "Request body is not valid JSON: ", id="text after it"),
        pytest.param(b'"\xff"', "Request body is not valid JSON: ", id="no UTF-8"),
        pytest.param(b'{"a":NaN}', "Request body is not valid JSON: ", id="NaN"),
        pytest.param(b'{"a":-Infinity}', "Request body is not valid JSON: ", id="-Infinity"),
        pytest.param(b'{"a":1e400}', "Request body is not valid JSON: ", id="a number beyond a double"),
        pytest.param(b'{"a":' + b"9" * 5000 + b"}", "Request body is not valid JSON: ", id="a number without end"),
        pytest.param(b'{"a":' * 65 + b"1" + b"}" * 65, "Request body is nested ", id="65 levels"),
        pytest.param(b"[" * 50_000 + b"]" * 50_000, "Request body is nested ", id="levels without end"),
        pytest.param(b"1", "Request body must be a JSON object.", id="a number"),
        pytest.param(b'"text"', "Request body must be a JSON object.", id="a text"),
        pytest.param(b"null", "Request body must be a JSON object.", id="null"),
        pytest.param(b"true", "Request body must be a JSON object.", id="true"),
        pytest.param(b"[{}]", "Request body must be a JSON object.", id="a list"),
    ],
)
@pytest.mark.parametrize("call", [("POST", "/customers"), ("PUT", "/customers/mara"), ("POST", "/tokens")])
def test_a_body_that_cannot_be_read_is_refused(
    rebilly: Rebilly, call: tuple[str, str], body: bytes, detail: str
) -> None:
    """What is no JSON object is a bad request, which says what is wrong and stores nothing."""
    answer = rebilly.send(*call, body)
    assert (answer.status, answer.headers["content-type"]) == (400, "application/json")
    assert answer.json["detail"].startswith(detail)
    assert answer.json == {
        "type": "about:blank",
        "title": "Bad request",
        "status": 400,
        "detail": answer.json["detail"],
    }
    assert rebilly.get("/customers").json == []


def test_where_json_broke_is_told(rebilly: Rebilly) -> None:
    """A client's author learns the line and the column."""
    answer = rebilly.send("POST", "/customers", b'{\n "a": x\n}')
    assert answer.json["detail"] == "Request body is not valid JSON: Expecting value at line 2 column 7."


def test_sixty_three_levels_of_custom_fields_are_kept(rebilly: Rebilly) -> None:
    """Nesting below the bound is no trouble."""
    deep: Any = "end"
    for _ in range(61):
        deep = {"a": deep}
    assert rebilly.customer(customFields={"deep": deep})["customFields"] == {"deep": deep}


def test_huge_numbers_are_kept_as_they_are(rebilly: Rebilly) -> None:
    """A whole number may be larger than a double can tell."""
    fields = {"whole": 10**399, "exact": 2**53 + 1, "large": 1.7e308, "small": 5e-324}
    id = rebilly.customer(customFields=fields)["id"]
    assert rebilly.get(f"/customers/{id}").json["customFields"] == fields
    found = rebilly.get(f"/customers?filter=customFields.exact:{2**53 + 1};customFields.whole:1..{10**399}")
    assert [record["id"] for record in found.json] == [id]


@pytest.mark.parametrize("half", ["\\ud800", "\\udfff", "\\ud83dx", "\\ude00\\ud83d"])
@each_row("body", ['{"customFields": {"a": "X"}}', '{"customFields": {"X": 1}}', '{"X": null}', '"X"'])
def test_half_a_character_is_no_text(rebilly: Rebilly, body: str, half: str) -> None:
    """A lone surrogate, as a client leaves behind that cuts a text in JavaScript: JSON can say it, encodings cannot."""
    answer = rebilly.send("POST", "/customers", body.replace("X", half).encode())
    assert answer.status == 400
    assert "half of a character" in json.dumps(answer.json)
    assert rebilly.get("/customers").json == []


def test_two_halves_are_a_character(rebilly: Rebilly) -> None:
    created = rebilly.send("POST", "/customers", b'{"customFields": {"a": "\\ud83d\\ude00"}}').json
    assert created["customFields"] == {"a": "\U0001f600"}


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(fields=st.dictionaries(st.text(max_size=8), ANYTHING, max_size=4))
def test_custom_fields_come_back_as_they_were_sent(application: InProcess, fields: dict[str, Any]) -> None:
    """Any JSON object survives being stored, and putting it back changes nothing."""
    rebilly = newcomer(application)
    created = rebilly.customer(customFields=fields)
    assert json.dumps(created["customFields"]) == json.dumps(fields)
    assert rebilly.put(f"/customers/{created['id']}", created).json == created


MEMBERS = st.sampled_from([*CUSTOMER, "defaultPaymentInstrument", "defaultPaymentInstrumentId", "paymentToken", "tags"])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(body=st.dictionaries(MEMBERS, ANYTHING, max_size=4) | ANYTHING)
def test_no_body_breaks_the_server(application: InProcess, body: Any) -> None:
    """Whatever JSON comes, a customer is made of it or it is refused."""
    rebilly = Rebilly(application, "org_bodies")
    for path in ("/customers", "/tokens"):
        assert rebilly.send("POST", path, json.dumps(body).encode()).status in (201, 400, 422)


@pytest.mark.parametrize("path", ["/customers?q=%ff", "/customers?%ff=1", "/customers?" + "a=1&" * 1001])
def test_a_query_that_cannot_be_read_is_refused(rebilly: Rebilly, path: str) -> None:
    """A query has to be UTF-8 and of reasonable length."""
    answer = rebilly.get(path)
    assert (answer.status, answer.json["title"]) == (400, "Bad request")
