"""How Stripe refuses parameters: one at a time, in its words, with the bracketed name."""

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.apis.stripe.tax_ids.types import TYPES
from mockserver.app import create_app
from mockserver.settings import Settings
from tests.clients import InProcess, Stripe
from tests.tables import each_row

DOCS = "https://stripe.com/docs/error-codes/"
LONG = "a" * 5001
SHOWN = "aaaaaaaaaa...aaaaaaaaaa"
FIELDS = "invoice_settings[custom_fields]"


def error(message: str, param: str = "", code: str = "") -> dict[str, str]:
    """An error of a request, as it comes over the wire."""
    members = {
        "code": code,
        "doc_url": DOCS + code.replace("_", "-") if code else "",
        "message": message,
        "param": param,
        "type": "invalid_request_error",
    }
    return {name: value for name, value in members.items() if value}


def empty(param: str) -> dict[str, str]:
    return error(
        f"You passed an empty string for '{param}'. We assume empty values are an attempt to unset a parameter; "
        f"however '{param}' cannot be unset. You should remove '{param}' from your request or supply a non-empty "
        "value.",
        param,
        "parameter_invalid_empty",
    )


LOCALE = (
    "Not a valid language, try using an IETF language tag, such as 'en-US'. For more information, check "
    "https://tools.ietf.org/html/rfc5646"
)

REFUSALS: list[tuple[str, dict[str, str]]] = [
    ("foo=1", error("Received unknown parameter: foo", "foo", "parameter_unknown")),
    ("id=cus_mine", error("Received unknown parameter: id", "id", "parameter_unknown")),
    ("address[bogus]=1", error("Received unknown parameter: address[bogus]", "address[bogus]", "parameter_unknown")),
    (
        "invoice_settings[custom_fields][0][nom]=a",
        error(
            "Received unknown parameter: invoice_settings[custom_fields][0][nom]",
            "invoice_settings[custom_fields][0][nom]",
            "parameter_unknown",
        ),
    ),
    ("foo=1&email=nobody&bar=2", error("Received unknown parameters: foo, bar", "foo", "parameter_unknown")),
    (
        "shipping[address][city]=Bath",
        error("Missing required param: shipping[name].", "shipping[name]", "parameter_missing"),
    ),
    ("balance=abc", error("Invalid integer: abc", "balance", "parameter_invalid_integer")),
    ("balance=1.5", error("Invalid integer: 1.5", "balance", "parameter_invalid_integer")),
    ("validate=maybe", error("Invalid boolean: maybe", "validate")),
    ("address=Bath", error("Invalid object", "address")),
    ("metadata=text", error("Invalid object", "metadata")),
    ("preferred_locales=en", error("Invalid array", "preferred_locales")),
    (
        "&".join(f"{FIELDS}[{n}][name]=a&{FIELDS}[{n}][value]=b" for n in range(5)),
        error(f"Array {FIELDS} exceeded maximum 4 allowed elements.", FIELDS),
    ),
    ("tax_exempt=perhaps", error("Invalid tax_exempt: must be one of none, reverse, or exempt", "tax_exempt")),
    ("preferred_locales[0]=english language", error(LOCALE, "preferred_locales[0]")),
    ("preferred_locales[0]=xx", error(LOCALE, "preferred_locales[0]")),
    ("preferred_locales[0]=en&preferred_locales[1]=qq-DE", error(LOCALE, "preferred_locales[1]")),
    ("preferred_locales[0]=eng", error(LOCALE, "preferred_locales[0]")),
    (f"description={LONG}", error(f"Invalid string: {SHOWN}; must be at most 5000 characters", "description")),
    (f"name={'n' * 257}", error("Invalid string: nnnnnnnnnn...nnnnnnnnnn; must be at most 256 characters", "name")),
    (f"phone={'5' * 21}", error(f"Invalid string length: {'5' * 21} must be at most 20 characters", "phone")),
    ("email=odatakeryu", error("Invalid email address: odatakeryu", "email", "email_invalid")),
    ("email=otameshi@com", error("Invalid email address: otameshi@com", "email", "email_invalid")),
    ("email=%20ada@example.com", error("Invalid email address:  ada@example.com", "email", "email_invalid")),
    ("balance=", empty("balance")),
    ("cash_balance[settings][reconciliation_mode]=", empty("cash_balance[settings][reconciliation_mode]")),
    (
        f"metadata[{'k' * 41}]=v",
        error(
            "Metadata keys can have up to 40 characters, but you passed in a key that is 41 characters. Invalid key: "
            + "k" * 41
        ),
    ),
    (
        f"metadata[k]={'v' * 501}",
        error(
            "Metadata values can have up to 500 characters, but you passed in a value that is 501 characters. Invalid "
            "value: " + "v" * 501
        ),
    ),
    (
        "&".join(f"metadata[k{n}]=v" for n in range(51)),
        error("Metadata can have up to 50 keys, but you've set 51."),
    ),
    (
        "invoice_prefix=lower",
        error("Invalid invoice_prefix: must be 1-12 uppercase letters or numbers", "invoice_prefix"),
    ),
    (
        "tax_id_data[0][type]=de_vat&tax_id_data[0][value]=1",
        error(
            f"Invalid tax_id_data[0][type]: must be one of {', '.join(list(TYPES)[:-1])}, or {list(TYPES)[-1]}",
            "tax_id_data[0][type]",
        ),
    ),
    ("a=1&a[b]=2", error("Parameter a is a string, expected a hash.", "a")),
    ("expand[]=metadata", error("This property cannot be expanded (metadata).")),
    ("expand[]=wishes", error("This property cannot be expanded because it doesn't exist: wishes.")),
    (
        "expand[]=a.b.c.d.e",
        {
            "code": "property_expansion_max_depth",
            "message": "You cannot expand more than 4 levels of a property. Property: a.b.c.d.e",
            "type": "invalid_request_error",
        },
    ),
]


@each_row(("form", "expected"), REFUSALS, ids=[form[:50] for form, _ in REFUSALS])
def test_a_wrong_parameter_is_refused_in_stripes_words(stripe: Stripe, form: str, expected: dict[str, str]) -> None:
    """On creation and on change alike, and nothing is kept of it."""
    assert stripe.send("POST", "/customers", form).refusal == (400, expected)
    assert stripe.get("/customers").json["data"] == []
    if "tax_id_data" not in form:  # which cannot be changed
        customer = stripe.customer(name="Ada")
        assert stripe.send("POST", f"/customers/{customer['id']}", form).refusal == (400, expected)
        assert stripe.get(f"/customers/{customer['id']}").json == customer


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/customers"), ("GET", "/customers/{id}"), ("DELETE", "/customers/{id}")],
)
def test_parameters_nobody_knows_are_refused_everywhere(stripe: Stripe, method: str, path: str) -> None:
    """Also where they stand in the query."""
    id = stripe.customer()["id"]
    answer = stripe.send(method, path.replace("{id}", id), "timeout=20")
    assert answer.refusal == (400, error("Received unknown parameter: timeout", "timeout", "parameter_unknown"))


def test_a_json_body_is_told_what_is_expected(stripe: Stripe) -> None:
    """Stripe's first version takes forms alone."""
    answer = stripe.send("POST", "/customers", '{"name": "Ada"}', {"Content-Type": "application/json"})
    message = (
        "Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have any "
        "questions, we can help at https://support.stripe.com/."
    )
    assert answer.refusal == (400, error(message))


def test_an_error_says_where_its_request_is_logged(stripe: Stripe) -> None:
    """By the id that the header carries, in the order of the alphabet."""
    answer = stripe.post("/customers", tax_exempt="perhaps")
    log = answer.json["error"]["request_log_url"]
    assert log.startswith("https://dashboard.stripe.com/acct_1")
    assert log.endswith(f"/test/workbench/logs?object={answer.headers['request-id']}")
    assert list(answer.json["error"]) == sorted(answer.json["error"])


@pytest.mark.parametrize(
    ("id", "message"),
    [
        ("cus_nobody", "No such customer: 'cus_nobody'"),
        (
            "cus_x%20",
            "No such customer: 'cus_x '. Make sure you use the exact id without extra whitespace or quotes",
        ),
    ],
)
def test_an_unknown_customer_is_404(stripe: Stripe, id: str, message: str) -> None:
    """With the parameter that Stripe calls it by."""
    expected = (404, error(message, "id", "resource_missing"))
    assert stripe.get(f"/customers/{id}").refusal == expected
    assert stripe.post(f"/customers/{id}", name="Ada").refusal == expected
    assert stripe.delete(f"/customers/{id}").refusal == expected


@pytest.mark.parametrize("name", ["payment_method", "test_clock", "source"])
def test_the_number_of_a_card_is_no_id_and_is_not_repeated(stripe: Stripe, name: str) -> None:
    """Whichever parameter it was taken for."""
    answer = stripe.post("/customers", **{name: "4242 4242 4242 4242"})
    assert answer.status in (400, 404)
    assert answer.json["error"]["message"].endswith("'**** **** **** 4242'")


@each_row(
    ("method", "path"), [("GET", "/nope"), ("GET", "/customers/"), ("PATCH", "/customers"), ("PUT", "/customers/cus_x")]
)
def test_an_unknown_address_is_404_and_named(stripe: Stripe, method: str, path: str) -> None:
    """A slash at the end or another verb makes an address that Stripe does not know."""
    message = (
        f"Unrecognized request URL ({method}: /v1{path}). If you are trying to list objects, remove the trailing "
        "slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your "
        "code. Please see https://stripe.com/docs or we can help at https://support.stripe.com/."
    )
    assert stripe.send(method, path).refusal == (404, error(message))


@pytest.mark.parametrize("path", ["/v2", "/v2/core/accounts", "/v1"])
def test_the_second_version_of_the_api_is_unknown(stripe: Stripe, path: str) -> None:
    """Its addresses are Stripe's, too, and so is the refusal."""
    answer = stripe.caller.send("GET", path, {"authorization": "Bearer sk_test_x"}, None)
    status, refusal = answer.refusal
    assert (status, refusal["type"]) == (404, "invalid_request_error")
    assert refusal["message"].startswith(f"Unrecognized request URL (GET: {path}).")
    nobody = stripe.caller.send("GET", path, {}, None)
    assert (nobody.status, nobody.json["error"]["type"]) == (401, "invalid_request_error")


_values = st.recursive(
    st.text(max_size=30) | st.integers() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
_names = st.sampled_from([
    "address", "balance", "email", "expand", "invoice_settings", "metadata", "name", "phone", "preferred_locales",
    "shipping", "tax_exempt", "tax_id_data", "cash_balance", "invoice_prefix", "next_invoice_sequence", "validate",
])  # fmt: skip


@cache
def client() -> Stripe:
    return Stripe(InProcess(create_app(Settings())), "generated")


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(_names, _values, max_size=4))
def test_anything_is_accepted_or_refused(parameters: dict[str, Any]) -> None:
    """No shape of a parameter is a failure of the server."""
    assert client().post("/customers", **parameters).status in (200, 400)
