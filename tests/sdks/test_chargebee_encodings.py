"""Whatever Chargebee's clients write for any parameters is read as it was meant."""

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import pytest
from chargebee import Chargebee
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from mockserver.apis.chargebee.api import api
from mockserver.apis.chargebee.customers.operations import CREATE, LISTING
from mockserver.apis.chargebee.dialect import Parameters, checked
from mockserver.apis.chargebee.filters import Order, Wanted
from mockserver.apis.chargebee.requests import decode
from mockserver.core.api.model import Exchange, Match
from tests.receivers import Receiver, receiving
from tests.sdks.chargebee_python import client_of
from tests.sdks.javascript import FOLDER

pytestmark = pytest.mark.sdk

EXAMPLES = 100

_TRICKY = st.sampled_from("a0 +%&=[]{}#/?;,:@!*()'\"~-_.\\\n\0é€🐍\u2028")
TEXT = st.text(st.characters(codec="utf-8"), max_size=9) | st.text(_TRICKY, max_size=9)
SAID = TEXT.filter(bool)
_MOST = 2**53 - 1  # beyond it JavaScript writes other numbers
_NUMBERS = st.integers(-_MOST, _MOST) | st.floats(-_MOST, _MOST)
_LEAVES = st.none() | st.booleans() | _NUMBERS | TEXT


def _objects(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.dictionaries(TEXT, values, max_size=3)


OBJECTS = _objects(st.recursive(_LEAVES, lambda inner: st.lists(inner, max_size=3) | _objects(inner), max_leaves=8))
"""Any objects that JSON can write."""


def _optional(**members: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries({}, optional=members)


CUSTOMERS = _optional(
    first_name=TEXT,
    company=st.none() | TEXT,
    allow_direct_debit=st.booleans(),
    net_term_days=st.integers(0, 100),
    exemption_details=st.lists(OBJECTS, min_size=1, max_size=3),
    meta_data=OBJECTS,
    billing_address=_optional(first_name=TEXT, city=st.none() | TEXT),
    payment_method=st.fixed_dictionaries(
        {"type": st.just("card"), "reference_id": TEXT}, optional={"additional_information": OBJECTS}
    ),
    entity_identifiers=st.lists(st.fixed_dictionaries({"scheme": TEXT, "value": TEXT}), max_size=3),
)


def _asked(**operators: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of([st.fixed_dictionaries({name: values}) for name, values in operators.items()])


def _range() -> st.SearchStrategy[Any]:
    return st.tuples(st.integers(0, 1000), st.integers(1000, 2000)).map(list)


_TEXTS = st.lists(SAID, min_size=1, max_size=3)
LISTS = _optional(
    limit=st.integers(1, 100),
    offset=st.none() | st.just(""),
    include_deleted=st.booleans(),
    id=_asked(**{"in": _TEXTS, "not_in": _TEXTS, "is": SAID}),
    company=_asked(starts_with=SAID, is_present=st.booleans()),
    auto_collection=_asked(**{"in": st.lists(st.sampled_from(["on", "off"]), min_size=1)}),
    created_at=_asked(between=_range(), after=st.integers(0, 1000)),
    relationship=st.fixed_dictionaries({"parent_id": _asked(**{"is": SAID, "in": _TEXTS})}),
    sort_by=_asked(asc=st.just("created_at"), desc=st.just("updated_at")),
)

Written = tuple[str, bytes]
"""The query string and the body of a request."""


def examples(strategy: st.SearchStrategy[Any]) -> list[Any]:
    """Make up many hashes of parameters."""
    made = []

    @settings(max_examples=EXAMPLES, phases=[Phase.generate], database=None)
    @given(strategy)
    def make(parameters: Any) -> None:
        made.append(parameters)

    make()
    return made


def by_node(method: str, many: Sequence[Any], unset: Sequence[str] = ()) -> list[Written]:
    """Give what Node's client writes for each hash of parameters, from one process."""
    lines = [json.dumps({"method": method, "parameters": parameters, "unset": unset}) for parameters in many]
    done = subprocess.run(
        ["node", "chargebee_forms.mjs"],
        cwd=FOLDER,
        input="".join(f"{line}\n" for line in lines),
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    written = [json.loads(line) for line in done.stdout.splitlines()]
    return [(form["query"], form["body"].encode()) for form in written]


def by_python(receiver: Receiver, method: str, many: Sequence[Any]) -> list[Written]:
    """Give what Python's client writes for each hash of parameters; it does not like how it is answered."""
    customer = client_of(receiver.url, "test_forms").Customer
    before = len(receiver.wait(0))
    for parameters in many:
        with pytest.raises(Exception, match="internal_error"):
            getattr(customer, method)(parameters)
    received = receiver.wait(before + len(many))[before:]
    return [(urlsplit(request.path).query, request.body) for request in received]


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """A server that takes whatever Python's client sends."""
    monkeypatch.setattr(Chargebee, "verify_ca_certs", False)
    with receiving() as server:
        yield server


def read(written: Written, schema: Parameters) -> Any:
    """Read parameters as an operation does."""
    query, body = written
    method, headers = "POST" if body else "GET", {"content-type": "application/x-www-form-urlencoded"}
    return checked(schema, decode(Exchange(method, "", "", query, headers, body, "", Match(api))))


def lowered(value: Any) -> Any:
    """Write names in lower case, as Python's client does in everything but custom fields."""
    if isinstance(value, dict):
        return {name if name.startswith("cf_") else name.lower(): lowered(inner) for name, inner in value.items()}
    return [lowered(element) for element in value] if isinstance(value, list) else value


JSON = frozenset({"meta_data", "exemption_details", "additional_information"})


def meant(parameters: Mapping[str, Any], *, none: bool) -> Any:
    """Give what a customer's parameters mean: an empty text is `None`, and what is `None` is sent or is not."""
    values: dict[str, Any] = {}
    for name, value in parameters.items():
        if name in JSON:
            values[name] = value
        elif isinstance(value, dict):
            values[name] = meant(value, none=none)
        elif isinstance(value, list):
            values[name] = [meant(row, none=none) for row in value]
        elif value is not None or none:
            values[name] = None if value == "" else value
    return {name: value for name, value in values.items() if value not in ({}, []) or name in JSON}


def asked(parameters: Mapping[str, Any]) -> Any:
    """Give what a list's parameters mean."""
    values: dict[str, Any] = {}
    for name, value in parameters.items():
        if name == "sort_by":
            [(direction, member)] = value.items()
            values[name] = Order(member, direction == "desc")
        elif name == "relationship":
            values[name] = asked(value)
        elif isinstance(value, dict):
            values[name] = Wanted({op: tuple(said) if isinstance(said, list) else said for op, said in value.items()})
        elif name != "offset":
            values[name] = value
    return values


def without_offset(values: Mapping[str, Any]) -> Any:
    """Leave out an offset that is empty, which may be there or not."""
    assert values.get("offset") is None
    return {name: value for name, value in values.items() if name != "offset"}


@pytest.mark.usefixtures("installed")
def test_customers_of_node() -> None:
    """JSON keeps its names; what is null is not sent."""
    many = examples(CUSTOMERS)
    assert len(many) == EXAMPLES
    for parameters, written in zip(many, by_node("create", many), strict=True):
        assert read(written, CREATE) == meant(parameters, none=False)


def test_customers_of_python(receiver: Receiver) -> None:
    """Names are in lower case, those within JSON too; what is `None` is sent as an empty text."""
    many = examples(CUSTOMERS)
    for parameters, written in zip(many, by_python(receiver, "create", many), strict=True):
        assert read(written, CREATE) == meant(lowered(parameters), none=True)


@pytest.mark.usefixtures("installed")
def test_lists_of_node() -> None:
    """Lists are JSON in the query."""
    many = examples(LISTS)
    for parameters, written in zip(many, by_node("list", many), strict=True):
        assert without_offset(read(written, LISTING.parameters)) == asked(parameters)


def test_lists_of_python(receiver: Receiver) -> None:
    """Lists are in the query as Python prints them; operators may be written large, as the client's types have them."""
    many = examples(LISTS)
    large = [{name: shouted(value) for name, value in parameters.items()} for parameters in many]
    for parameters, written in zip(many, by_python(receiver, "list", large), strict=True):
        assert without_offset(read(written, LISTING.parameters)) == asked(parameters)


def shouted(value: Any) -> Any:
    """Write names in upper case."""
    return {name.upper(): shouted(inner) for name, inner in value.items()} if isinstance(value, dict) else value


@pytest.mark.usefixtures("installed")
def test_what_is_undefined_is_not_sent() -> None:
    """Nothing is said by it, neither at a creation nor in a list; but what the client writes as JSON is `undefined`."""
    [(_, body)] = by_node("create", [{"company": "Engines"}], unset=["first_name", "billing_address"])
    assert body == b"company=Engines"
    [(_, body)] = by_node("create", [{}], unset=["meta_data"])
    assert body == b"meta_data=undefined"
    [(query, _)] = by_node("list", [{"limit": 1}], unset=["offset", "email"])
    assert query == "limit=1"


@pytest.mark.usefixtures("installed")
def test_two_operators_of_node(receiver: Receiver) -> None:
    """Python's client writes both; Node's writes the second one into the first, and only that one is read."""
    both = {"first_name": {"is": "Ada", "starts_with": "A"}}
    [of_python] = by_python(receiver, "list", [both])
    assert read(of_python, LISTING.parameters) == {"first_name": Wanted({"is": "Ada", "starts_with": "A"})}
    [of_node] = by_node("list", [both])
    assert of_node[0] == "first_name%5Bis%5D=Ada&first_name%5Bis%5D%5Bstarts_with%5D=A"
    assert read(of_node, LISTING.parameters) == {"first_name": Wanted({"is": "Ada"})}


@pytest.mark.usefixtures("installed")
def test_addresses_of_bank_accounts(receiver: Receiver) -> None:
    """They are JSON, other than a customer's own."""
    account = {"bank_account": {"billing_address": {"city": "Bath", "line1": "1 King's Road"}}}
    for written in (*by_node("create", [account]), *by_python(receiver, "create", [account])):
        assert read(written, CREATE) == account
