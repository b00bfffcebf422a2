"""Customers withstand whatever is sent to them."""

from typing import Any
from urllib.parse import urlencode

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockserver.apis.chargebee.customers.operations import CREATE, UPDATE
from tests.apis.chargebee.customers.rule_cases import CASES
from tests.clients import Chargebee

NAMES = sorted({*CREATE.parameters, *UPDATE.parameters, "cf_a", "other"})
MEMBERS = ("country", "state", "state_code", "email", "validation_status", "scheme", "value", "id", "operation")

WORDS = (
    "on", "off", "true", "false", "0", "14", "-1", "taxable", "exempt", "cash", "a", "DE", "US", "XI", "AU", "BE",
    "DE:VAT", "GLN", "de-AT", "EUR", "ada@example.com",
    "{}", "[]", "[{}]", "{'a': None}", "{1: {2}}", "[[", '{"a": NaN}', "(1,)", "{'a': ..., }",
)  # fmt: skip

names = st.one_of(
    st.sampled_from(NAMES),
    st.builds("{}[{}]".format, st.sampled_from(NAMES), st.sampled_from(MEMBERS)),
    st.builds("{}[{}][{}]".format, st.sampled_from(NAMES), st.sampled_from(MEMBERS), st.sampled_from("019x")),
    st.builds("{}[]".format, st.sampled_from(NAMES)),
)
values = st.one_of(st.text(max_size=12), st.sampled_from(WORDS))
forms = st.lists(st.tuples(names, values), max_size=8).map(urlencode)
requests = st.one_of(forms, st.sampled_from(CASES).map(lambda case: {**case.said, **case.granted}))
switches = st.fixed_dictionaries(
    {"all_features": st.booleans(), "tax_configured": st.booleans(), "einvoice_flag_strict": st.booleans()}
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(switches, requests, requests, requests)
def test_customers_withstand_whatever_is_sent(
    chargebee: Chargebee, features: dict[str, bool], first: Any, second: Any, third: Any
) -> None:
    """Whatever a request says, it is granted or refused, and what is granted can be read again."""
    chargebee.set(**features)
    created = chargebee.send("POST", "/customers", first)
    assert created.status in (200, 400, 404), created.content
    id = created.json["customer"]["id"] if created.status == 200 and "/" not in created.json["customer"]["id"] else ""
    place = f"/customers/{id}" if id.isalnum() and id.isascii() else f"/customers/{chargebee.customer()['id']}"
    for path, said in ((place, second), (f"{place}/update_billing_info", third)):
        before = chargebee.get(place).json
        answer = chargebee.send("POST", path, said)
        assert answer.status in (200, 400, 404), answer.content
        after = chargebee.get(place).json
        assert after == (answer.json if answer.status == 200 else before)
