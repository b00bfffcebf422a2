"""Forms: brackets in a name say where a value belongs, whoever wrote them."""

import gc
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from types import FrameType
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import stripe
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.http.bodies import DEEPEST
from mockserver.core.http.forms import (
    MOST_PARAMETERS,
    MalformedParameter,
    bracketed,
    decode_form,
    decode_multipart,
    merge_forms,
)
from mockserver.core.problems import Malformed
from tests.core.parameters import PARAMETERS, as_sent
from tests.tables import each_row

BOUNDARY = "multipart/form-data; boundary=b"


def multipart(*parts: tuple[str, str], head: str = "") -> bytes:
    """Write a multipart body; `head` goes behind the name of each part."""
    written = [f'--b\r\nContent-Disposition: form-data; name="{name}"{head}\r\n\r\n{text}\r\n' for name, text in parts]
    return ("".join(written) + "--b--\r\n").encode()


@each_row(
    ("text", "expected"),
    [
        ("", {}),
        ("a=x", {"a": "x"}),
        ("a=x&b=y", {"a": "x", "b": "y"}),
        ("a=", {"a": ""}),
        ("a", {"a": ""}),
        ("a=b=c", {"a": "b=c"}),
        ("a=1&a=2", {"a": "2"}),
        ("&&a=x&&b=y&", {"a": "x", "b": "y"}),
        ("=x&a=y", {"a": "y"}),
    ],
)
def test_a_form_is_names_and_values(text: str, expected: Any) -> None:
    """The last of a repeated name holds, and what has no name says nothing."""
    assert decode_form(text) == expected


@each_row(
    ("text", "expected"),
    [
        ("shipping[address][line1]=x", {"shipping": {"address": {"line1": "x"}}}),
        ("a[b]=1&a[c]=2&a[b]=3", {"a": {"b": "3", "c": "2"}}),
        ("created[gte]=1&created[lt]=2", {"created": {"gte": "1", "lt": "2"}}),
        ("metadata[a.b c]=x", {"metadata": {"a.b c": "x"}}),
        ("billing_address[first_name]=x", {"billing_address": {"first_name": "x"}}),
        ('id[in]=["a","b c"]', {"id": {"in": '["a","b c"]'}}),
        ("sort_by[asc]=created_at", {"sort_by": {"asc": "created_at"}}),
    ],
)
def test_a_key_in_brackets_is_a_member_of_a_hash(text: str, expected: Any) -> None:
    """However deep, and whatever other parameters stand in between."""
    assert decode_form(text) == expected


@each_row(
    ("text", "expected"),
    [
        ("locales[0]=en&locales[1]=de", {"locales": {"0": "en", "1": "de"}}),
        ("ids[0][type]=x&ids[0][value]=y", {"ids": {"0": {"type": "x", "value": "y"}}}),
        ("ids[type][0]=x&ids[value][0]=y", {"ids": {"type": {"0": "x"}, "value": {"0": "y"}}}),
        ("metadata[0]=x", {"metadata": {"0": "x"}}),
    ],
)
def test_a_number_in_brackets_is_a_key_like_others(text: str, expected: Any) -> None:
    """Only a schema can tell an array from a hash whose keys are numbers."""
    assert decode_form(text) == expected


@each_row(
    ("text", "expected"),
    [
        ("expand[]=a&expand[]=b", {"expand": ["a", "b"]}),
        ("expand[]=a", {"expand": ["a"]}),
        ("a[]=", {"a": [""]}),
        ("a[b][]=x&a[b][]=y", {"a": {"b": ["x", "y"]}}),
        ("a[][]=x&a[][]=y", {"a": [["x"], ["y"]]}),
    ],
)
def test_empty_brackets_append(text: str, expected: Any) -> None:
    """Each value is an element of its own."""
    assert decode_form(text) == expected


@each_row(
    ("text", "expected"),
    [
        ("a[][t]=x&a[][v]=y&a[][t]=z", [{"t": "x", "v": "y"}, {"t": "z"}]),
        ("a[][t]=x&a[][t]=y", [{"t": "x"}, {"t": "y"}]),
        ("a[][p][q]=1&a[][p][r]=2&a[][p][q]=3", [{"p": {"q": "1", "r": "2"}}, {"p": {"q": "3"}}]),
        ("a[][p][q]=1&a[][p]=2", [{"p": {"q": "1"}}, {"p": "2"}]),
        ("a[][t]=x&a[][l][]=1&a[][l][]=2&a[][t]=y", [{"t": "x", "l": ["1", "2"]}, {"t": "y"}]),
        ("a[]=x&a[][t]=y&a[]=z", ["x", {"t": "y"}, "z"]),
        ("a[][t]=x&a[][]=y&a[][t]=z", [{"t": "x"}, ["y"], {"t": "z"}]),
    ],
)
def test_a_hash_in_an_array_ends_where_a_key_returns(text: str, expected: Any) -> None:
    """As Rack has it: what its last element has not yet belongs to that element."""
    assert decode_form(text) == {"a": expected}


@each_row(
    ("text", "expected"),
    [
        ("a=x+y%20z", {"a": "x y z"}),
        ("a=%2B%26%3D%25", {"a": "+&=%"}),
        ("a+b=1&c%20d=2", {"a b": "1", "c d": "2"}),
        ("a%5Bb%5D=1&a%5bc%5d=2", {"a": {"b": "1", "c": "2"}}),
        ("expand%5B%5D=x", {"expand": ["x"]}),
        ("a=%E2%82%AC+%F0%9F%90%8D", {"a": "€ 🐍"}),
        ("n%C3%A4me=%c3%a4", {"näme": "ä"}),
        ("näme=ä€", {"näme": "ä€"}),
        ("a=%255B", {"a": "%5B"}),
        ("a=100%&b=%zz&c=%4", {"a": "100%", "b": "%zz", "c": "%4"}),
    ],
)
def test_escapes_are_utf8(text: str, expected: Any) -> None:
    """In names and in values; a `%` that escapes nothing is one. Text and bytes are read alike."""
    assert decode_form(text) == decode_form(text.encode()) == expected


@each_row("name", ["a[b", "a]b", "[a]", "[]", "[a][b]", "a[b]c", "a[b]c[d]", "a[[b]]", "a[b]]", "a][b[c]"])
def test_brackets_that_do_not_pair_are_part_of_a_name(name: str) -> None:
    """No API knows such a parameter, so it can say which name was wrong."""
    assert decode_form(f"{name}=1&{name}=2") == {name: "2"}


@each_row(
    ("text", "parameter", "message"),
    [
        ("a=1&a[b]=2", "a", "Parameter a is a string, expected a hash."),
        ("a[b]=2&a=1", "a", "Parameter a is a hash, expected a string."),
        ("a[]=1&a[b]=2", "a", "Parameter a is an array, expected a hash."),
        ("a[b]=1&a[]=2", "a", "Parameter a is a hash, expected an array."),
        ("a=1&a[]=2", "a", "Parameter a is a string, expected an array."),
        ("a[]=1&a=2", "a", "Parameter a is an array, expected a string."),
        ("a[b][c]=1&a[b]=2", "a[b]", "Parameter a[b] is a hash, expected a string."),
        ("a[b]=1&a[b][c][d]=2", "a[b]", "Parameter a[b] is a string, expected a hash."),
        ("a[][b]=1&a[][b][c]=2", "a[][b]", "Parameter a[][b] is a string, expected a hash."),
        ("a[0][b]=1&a[0][b][]=2", "a[0][b]", "Parameter a[0][b] is a string, expected an array."),
        ("a=%ff", "a", "Parameter a is not UTF-8."),
        ("b=1&a[b]=%C3&c=1", "a[b]", "Parameter a[b] is not UTF-8."),
        ("%ff=1", "�", "Parameter � is not UTF-8."),
        (b"b=1&a%5Bb]=\xff&c=1", "a[b]", "Parameter a[b] is not UTF-8."),
        (b"b=1&a\xff", "a�", "Parameter a� is not UTF-8."),
        ("b=1&a=\udc80", "a", "Parameter a is not UTF-8."),
    ],
)
def test_a_refusal_names_the_parameter(text: str | bytes, parameter: str, message: str) -> None:
    """As a form writes it, with what it was and what was expected."""
    with pytest.raises(MalformedParameter) as refusal:
        decode_form(text)
    assert (refusal.value.parameter, refusal.value.detail) == (parameter, message)


def test_a_refusal_cuts_long_names() -> None:
    """A message stays a sentence."""
    name = "n" * 200_000
    with pytest.raises(MalformedParameter) as refusal:
        decode_form(f"{name}=1&{name}[a]=1")
    assert refusal.value.detail == f"Parameter {'n' * 100}… is a string, expected a hash."


def test_forms_have_bounds() -> None:
    """So many parameters and so many levels are read, one more is refused."""
    assert len(decode_form("&".join(f"a{n}=" for n in range(MOST_PARAMETERS)))) == MOST_PARAMETERS
    with pytest.raises(Malformed, match=f"^Request has more than {MOST_PARAMETERS} parameters.$"):
        decode_form("&".join(f"a{n}=" for n in range(MOST_PARAMETERS + 1)))
    value: Any = decode_form("a" + "[a]" * DEEPEST + "=x")
    for _ in range(DEEPEST + 1):
        value = value["a"]
    assert value == "x"
    with pytest.raises(MalformedParameter, match=f"is nested more than {DEEPEST} levels deep.$"):
        decode_form("a" + "[a]" * (DEEPEST + 1) + "=x")


MEGABYTE = 1 << 20


@each_row(
    "unit",
    ["a[][b]=&", "a[][b][c]=&", "a[]=&", "a=&", "&", "=&", "%5B&", "a[b]=&a=&"],
    ids=lambda unit: unit.strip("&"),
)
def test_a_flood_of_parameters_is_refused_unread(unit: str) -> None:
    """Whatever they are, none of them is looked at."""
    flood = unit * (MEGABYTE // len(unit))
    assert steps(lambda: refused(flood)) < 50


@each_row("unit", ["[", "]", "[]", "[a]", "[[]", "][", "%5B%5D"])
def test_a_flood_of_brackets_is_refused_or_a_name(unit: str) -> None:
    """In one go, however many fit into a body."""
    flood = f"a{unit * (MEGABYTE // len(unit))}=x"
    assert steps(lambda: refused(flood)) < 50


@each_row(
    "written",
    [
        lambda n: f"a{n}={n}",
        lambda n: "a[][b]=",
        lambda n: f"a[][b{n}]=",
        lambda n: f"a[k{n}]=",
        lambda n: "a[][]=",
        lambda n: f"a[][b]{'[c]' * 60}[d{n}]=",
        lambda n: f"a{n}{'[c]' * 60}=%41",
        lambda n: f"a[][l][][m{n}]=",
    ],
    ids=["names", "hashes in an array", "one hash in an array", "a hash", "arrays", "deep hash", "deep", "inner array"],
)
def test_twice_the_parameters_are_twice_the_work(written: Callable[[int], str]) -> None:
    """What a parameter costs does not depend on those before it."""
    few, many = ["&".join(map(written, range(count))) for count in (MOST_PARAMETERS // 2, MOST_PARAMETERS)]
    refused(many)  # names that were met before cost less
    assert steps(lambda: refused(many)) < 2.2 * steps(lambda: refused(few))


def refused(text: str) -> bool:
    """Read a form, and tell whether it was refused."""
    try:
        decode_form(text)
    except Malformed:
        return True
    return False


def steps(work: Callable[[], object]) -> int:
    """Count the lines of Python that reading takes, in the reader and in what it reads escapes with."""
    taken = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal taken
        if frame.f_globals["__name__"] in {"mockserver.core.http.forms", "urllib.parse"}:
            taken += 1
            return trace
        return None

    gc.collect()  # what earlier refusals have left unfinished would count as well
    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return taken


@given(st.one_of(st.text(st.sampled_from("ab[]=&%+5BDf0\udc80é")), st.binary(), st.text()))
def test_whatever_is_sent_is_read_or_refused(text: str | bytes) -> None:
    """And what was read can be written as JSON in UTF-8."""
    try:
        form = decode_form(text)
    except Malformed:
        return
    assert json.dumps(form, ensure_ascii=False).encode() is not None


@each_row(
    ("query", "body", "expected"),
    [
        ("", "", {}),
        ("a=1", "", {"a": "1"}),
        ("", "a=1", {"a": "1"}),
        ("a=1&b=1", "a=2", {"a": "2", "b": "1"}),
        ("a[x]=1&a[y]=1", "a[y]=2&a[z]=2", {"a": {"x": "1", "y": "2", "z": "2"}}),
        ("a[x][p]=1", "a[x][q]=2", {"a": {"x": {"p": "1", "q": "2"}}}),
        ("a[]=1", "a[]=2", {"a": ["2"]}),
        ("a[x]=1", "a=2", {"a": "2"}),
        ("a=1", "a[x]=2", {"a": {"x": "2"}}),
    ],
)
def test_a_body_goes_over_a_query(query: str, body: str, expected: Any) -> None:
    """Hashes are joined; everything else is the body's. Neither of the two is changed."""
    first, second = decode_form(query), decode_form(body)
    assert merge_forms(first, second) == expected
    assert (first, second) == (decode_form(query), decode_form(body))


@each_row(
    ("path", "name"),
    [
        ("name", "name"),
        ("address.city", "address[city]"),
        ("tax_id_data.0.value", "tax_id_data[0][value]"),
        (["tax_id_data", 0, "value"], "tax_id_data[0][value]"),
        (["metadata", "a.b"], "metadata[a.b]"),
        ([], ""),
        ("", ""),
    ],
)
def test_a_path_is_written_in_brackets(path: str | list[str | int], name: str) -> None:
    """Given in dots or key by key."""
    assert bracketed(path) == name


@given(st.lists(st.text(st.characters(exclude_characters="[]", codec="utf-8"), min_size=1), min_size=1, max_size=9))
def test_a_path_in_brackets_leads_to_its_value(path: list[str]) -> None:
    """What is written as a name is read as the same path."""
    value: Any = decode_form(urlencode({bracketed(path): "x"}))
    for key in path:
        value = value[key]
    assert value == "x"


def test_parts_are_parameters() -> None:
    """With the same brackets, and with nothing escaped."""
    parts = [("a", "1+1%20"), ("h[k]", "ä"), ("l[]", "x"), ("l[]", ""), ("i[0][k]", "x\r\ny"), ("", "unnamed")]
    expected = {"a": "1+1%20", "h": {"k": "ä"}, "l": ["x", ""], "i": {"0": {"k": "x\r\ny"}}}
    assert decode_multipart(multipart(*parts), 'Multipart/Form-Data; charset=utf-8; boundary="b"') == expected


def test_parts_may_be_none() -> None:
    """A multipart body with nothing in it is an empty form."""
    assert decode_multipart(multipart(), BOUNDARY) == {}


@each_row(
    ("body", "message"),
    [
        (multipart(("f[0]", "x"), head='; filename="x.txt"'), "Parameter f[0] is a file, expected a string."),
        (multipart(("a", "1"), ("a[b]", "2")), "Parameter a is a string, expected a hash."),
        (multipart(("a", "é")).replace(b"\xc3\xa9", b"\xe9"), "Parameter a is not UTF-8."),
        (multipart(*[("a[]", "")] * (MOST_PARAMETERS + 1)), f"Request has more than {MOST_PARAMETERS} parameters."),
    ],
    ids=["file", "conflict", "latin-1", "many"],
)
def test_parts_are_refused_like_parameters(body: bytes, message: str) -> None:
    """And a file is no parameter."""
    with pytest.raises(Malformed) as refusal:
        decode_multipart(body, BOUNDARY)
    assert refusal.value.detail == message


@each_row(
    "content_type",
    [
        "",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=é",
        "text/plain; boundary=b",
    ],
)
def test_parts_need_a_boundary(content_type: str) -> None:
    """Without one nobody can tell where they end."""
    with pytest.raises(Malformed, match=r"^Request body is not multipart/form-data with a boundary\.$"):
        decode_multipart(multipart(("a", "1")), content_type)


_SNIPPETS = st.sampled_from(
    [b"--b", b"--", b"\r\n", b"\n", b"Content-Disposition: form-data; name=", b'"a[b]"', b"\xff", b"x"]
)


@given(st.lists(_SNIPPETS).map(b"".join))
def test_broken_parts_are_refused(body: bytes) -> None:
    """A body whose last boundary is missing can never be read; no other ends in anything but a form or a refusal."""
    with pytest.raises(Malformed, match=r"^Request body is not valid multipart/form-data\.$"):
        decode_multipart(b"--b\r\n" + body, "multipart/form-data; boundary=missing")
    try:
        form = decode_multipart(body, BOUNDARY)
    except Malformed:
        return
    assert set(form) <= {"a", "x"}


class Recorder(stripe.HTTPClient):
    """What the SDK hands over instead of sending it: the query string of a read, the body of a write."""

    name = "recorder"

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, **options: Any
    ) -> tuple[str, int, Mapping[str, str]]:
        self.query, self.body = url.partition("?")[2], post_data
        return '{"object": "list", "data": []}', 200, {}


@pytest.fixture(scope="module")
def recorder() -> Iterator[Recorder]:
    """A recorder, while the SDK leaves no id in the home of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as settings:
        settings.setattr(stripe, "enable_telemetry", False)
        yield Recorder()


@given(PARAMETERS)
def test_the_python_sdk_is_understood(recorder: Recorder, parameters: Any) -> None:
    """What it writes for any parameters is read as they were, from a body and from a query string."""
    customers = stripe.StripeClient("sk_test_forms", http_client=recorder).v1.customers
    customers.create(parameters)
    assert (
        decode_form(recorder.body) == decode_form(quote(recorder.body, safe="=&%+")) == as_sent(parameters, null=None)
    )
    customers.list(parameters)
    assert decode_form(recorder.query) == as_sent(parameters, null=None)
