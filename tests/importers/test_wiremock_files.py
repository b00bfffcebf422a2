"""What is read, in which order, and how a broken file is refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.core.api.manifest import Apis
from mockserver.core.clock import monotonic
from mockserver.core.documents import parse
from mockserver.core.problems import Misconfigured
from mockserver.importers.wiremock.mappings import read
from mockserver.importers.wiremock.scenario import imported
from mockserver.registry import registered
from mockserver.scenarios.format.includes import LARGEST
from mockserver.scenarios.format.loader import load
from tests.importers.wiremock import carried, rules
from tests.tables import each_row

STUB = {"request": {"method": "GET"}, "response": {"status": 204}}


def ids(path: Path) -> list[str]:
    return [rule["id"] for rule in rules(imported(path, {}))]


def written(path: Path, value: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(value if isinstance(value, str) else json.dumps(value))
    return path


def test_a_file_holds_one_mapping_or_several(tmp_path: Path) -> None:
    assert ids(written(tmp_path / "one.json", STUB)) == ["one"]
    assert ids(written(tmp_path / "two.json", {"mappings": [STUB, STUB], "meta": {"total": 2}})) == ["two-2", "two-1"]
    assert ids(written(tmp_path / "none.json", {"mappings": []})) == []


def test_a_folder_is_read_file_by_file(tmp_path: Path) -> None:
    """What was read last comes first. A folder of WireMock's has its mappings in `mappings`."""
    for name in ("b.json", "a.json", "below/c.json", "notes.txt"):
        written(tmp_path / "mappings" / name, STUB)
    assert ids(tmp_path / "mappings") == ids(tmp_path) == ["c", "b", "a"]


def test_rules_are_called_as_their_mappings_are() -> None:
    """By name, else by id, else by place; no two the same, and none longer than a rule's id may be."""
    named: list[dict[str, Any]] = [
        {"name": "Ada's plan (1)"}, {"name": "Ada's plan: 1"}, {"id": "8c5d", "name": "!"}, {"uuid": "77"}, {},
        {"name": "n" * 200}, {"name": "n" * 200},
    ]  # fmt: skip
    found = carried(*({**STUB, **each} for each in named))
    assert [rule["id"] for rule in reversed(rules(found))] == [
        "Ada-s-plan-1", "Ada-s-plan-1-2", "8c5d", "77", "stubs-5", "n" * 100, "n" * 98 + "-2",
    ]  # fmt: skip


def test_states_keep_apart() -> None:
    """Only WireMock's first state is called `Started`."""
    states = [{"scenarioName": "s", "newScenarioState": state} for state in ("Started!", "Started", "a b", "a  b")]
    found = carried(*({**STUB, **each} for each in states))
    assert [rule["next_state"] for rule in reversed(rules(found))] == ["Started-2", "Started", "a-b", "a-b-2"]


def test_the_api_narrows_every_rule(tmp_path: Path) -> None:
    found = imported(written(tmp_path / "one.json", STUB), Apis(registered()), "stripe")
    assert [rule["api"] for rule in rules(found)] == ["stripe"]


def test_the_same_mappings_make_the_same_text(tmp_path: Path) -> None:
    path = written(tmp_path / "stubs.json", {"mappings": [STUB, {**STUB, "name": "x\ny\u0007"}]})
    assert imported(path, {}).text == imported(path, {}).text == (
        "# Made of stub mappings of WireMock by `mockserver import wiremock`.\n"
        "# The mappings that WireMock read last come first here, because it asks them first.\n"
        "version: 1\nname: stubs\nrules:\n"
        "  # stubs.json, mapping 2\n"
        "  - id: x-y\n    method: GET\n    respond:\n      status: 204\n    times: forever\n\n"
        "  # stubs.json, mapping 1\n"
        "  - id: stubs-1\n    method: GET\n    respond:\n      status: 204\n    times: forever\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", ":1:1: is not JSON: Expecting value"),
        ('{"request": {},}', ":1:16: is not JSON: Expecting property name enclosed in double quotes"),
        ("{'request: {}", ":1:2: is not JSON: Unterminated string starting at"),
        ("/* {'request': {}}", ":1:19: is not JSON: Expecting value"),
        ("{request: {}}", ":1:2: is not JSON: Expecting property name enclosed in double quotes"),
        ('{"request": NaN}', ": is not JSON: NaN is no number of JSON"),
        ("[]", ": must hold a stub mapping, with request and response, or several under mappings"),
        ("{}", ": must hold a stub mapping, with request and response, or several under mappings"),
        ('{"mappings": {}}', ": mappings must be a list"),
        ("[" * 100_000, ": is nested too deeply"),
        ('{"mappings": [' + ",".join(["{}"] * 1001) + "]}", ": has 1001 mappings; a scenario has at most 1000 rules"),
    ],
    ids=["empty", "comma", "text", "comment", "name", "nan", "list", "nothing", "object", "deep", "many"],
)
def test_a_broken_file_is_refused_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    path = written(tmp_path / "stubs.json", text)
    with pytest.raises(Misconfigured) as refused:
        imported(path, {})
    assert str(refused.value).startswith(f"{path}{message}")


def test_every_broken_file_of_a_folder_is_told(tmp_path: Path) -> None:
    for name, text in {"a.json": "{", "b.json": "[]", "c.json": json.dumps(STUB)}.items():
        written(tmp_path / name, text)
    found = imported(tmp_path, {})
    assert (found.rules, found.mappings, found.unread) == (1, 1, 2)
    assert [line.partition(": not read: ")[0] for line in found.told] == ["a.json:1:2", "b.json"]
    assert all(f"# {line}\n" in found.text for line in found.told)


def test_a_folder_of_nothing_but_broken_files_is_refused(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        written(tmp_path / name, "{")
    with pytest.raises(Misconfigured) as refused:
        imported(tmp_path, {})
    assert [line.partition(": ")[0] for line in str(refused.value).splitlines()] == [
        f"{tmp_path}/a.json:1:2", f"{tmp_path}/b.json:1:2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("// one\n{'request': {'method': 'GET'}, /* two */ \"response\": {'status': 204}}", []),
        ('{"request": {"method": "GET"}, "response": {"status": 204}} // the end', []),
        (
            '{"request": {"method": "GET"}, "response": {"status": 204}}, {',
            ["what stands behind the first value is not read"],
        ),
        (
            '{"request": {"method": "PUT", "method": "GET"}, "response": {"status": 204}}',
            ["the member 'method' stands twice in one object, of which the last one counts"],
        ),
    ],
    ids=["both", "behind", "more", "twice"],
)
def test_what_wiremock_reads_is_read(tmp_path: Path, text: str, told: list[str]) -> None:
    """It lets Jackson pass over comments, take single quotes, and stop at the end of the first value."""
    found = imported(written(tmp_path / "one.json", text), {})
    [rule] = rules(found)
    assert (rule["method"], rule["respond"]) == ("GET", {"status": 204})
    assert list(found.told) == [f"one.json: {line}" for line in told]


@pytest.mark.parametrize(
    ("written_", "text"),
    [
        ("'it\\'s \"so\"'", 'it\'s "so"'), ('"it\\\'s // /* no \\\\"', "it's // /* no \\"), ("'\\u0041\\n'", "A\n"),
        ('"a"', "a"), ("'/* \\\\'", "/* \\"),
    ],
)  # fmt: skip
def test_texts_keep_what_is_in_them(tmp_path: Path, written_: str, text: str) -> None:
    stub = f"{{'request': {{}}, 'response': {{'body': {written_}}} /* ' */ }}"
    [rule] = rules(imported(written(tmp_path / "one.json", stub), {}))
    assert rule["respond"]["body"] == text


@given(st.text(alphabet="{}[]'\"\\/*,:a1 \n", max_size=40))
@settings(max_examples=300, deadline=None, derandomize=True, database=None)
def test_any_text_is_read_or_refused_in_a_sentence(text: str) -> None:
    try:
        said = json.dumps(read(text).value)
    except ValueError as refused:
        said = str(refused)
    assert said


def test_a_hundred_thousand_open_quotes_take_no_time() -> None:
    """Each place is looked at once, whatever is not closed."""
    for text in ("/*" * 200_000, "'\\" * 200_000, '"' + "'" * 200_001, "'" + '"' * 200_001 + "\\"):
        began = monotonic()
        with pytest.raises(ValueError, match=r"^(Expecting|Unterminated|Invalid)"):
            read(text)
        assert monotonic() - began < 5


def test_a_body_is_read_from_its_file(tmp_path: Path) -> None:
    """Of `__files`, wherever in WireMock's folder the mapping is read from."""
    stub = {**STUB, "response": {"bodyFileName": "below/a.txt", "transformers": ["response-template"]}}
    written(tmp_path / "__files" / "below" / "a.txt", "Hello {{request.path}}\r\n")
    file = written(tmp_path / "mappings" / "deep" / "one.json", stub)
    for source in (tmp_path, tmp_path / "mappings", tmp_path / "mappings" / "deep", file):
        found = imported(source, {})
        [rule] = rules(found)
        assert rule["respond"]["body"] == 'Hello {{ request.path }}{{ "\\r" }}\n'
        assert found.told == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../secret.txt", "is not below __files"), ("/etc/hostname", "is not below __files"),
        ("link.txt", "is not below __files"), ("none.txt", "cannot be read: No such file or directory"),
        (".", "cannot be read: Is a directory"), ("a\0b", "cannot be read: embedded null byte"),
        ("large.txt", f"has more than {LARGEST} bytes"), ("image.png", "is no text in UTF-8"),
    ],
    ids=["above", "absolute", "link", "none", "folder", "null", "large", "bytes"],
)  # fmt: skip
def test_a_file_that_can_be_no_body_leaves_it_empty(tmp_path: Path, name: str, reason: str) -> None:
    files = tmp_path / "__files"
    written(tmp_path / "secret.txt", "s3cret")
    written(files / "large.txt", "a" * (LARGEST + 1))
    (files / "image.png").write_bytes(b"\x89PNG")
    (files / "link.txt").symlink_to(tmp_path / "secret.txt")
    found = imported(written(tmp_path / "mappings" / "one.json", {**STUB, "response": {"bodyFileName": name}}), {})
    [rule] = rules(found)
    assert rule["respond"] == {"status": 200}
    [line] = found.told
    assert line == f"one.json (one): response.bodyFileName: {name} {reason}, so the body is left empty"


@pytest.mark.parametrize(("name", "message"), [("none.json", "cannot be read"), (".", "has no files that end in")])
def test_what_is_not_there_is_said(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(Misconfigured, match=message):
        imported(tmp_path / name, {})


def test_files_are_bounded(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="more than 4194304 bytes"):
        imported(written(tmp_path / "big.json", '{"request": {}}' + " " * 4_194_304), {})
    many = {"mappings": [{"response": {"body": "a" * 100_000}}] * (LARGEST // 100_000 + 1)}
    with pytest.raises(Misconfigured, match=f"more than {LARGEST} bytes; import it in parts"):
        imported(written(tmp_path / "much.json", many), {})


@each_row(
    "mapping",
    [
        [],
        None,
        {"request": [], "response": {}},
        {"request": {"bodyPatterns": [{"not": {"not": {"not": {"not": {"not": {"not": {"equalTo": "a"}}}}}}}]}},
        {"request": {"headers": {"a": {"matches": "a" * 201}}}},
        {"response": {"body": "{{" * 6_000}},
        {"response": {"body": "{{" * 2_000_000, "transformers": ["response-template"]}},
        {"request": {"bodyPatterns": [{"matchesJsonPath": "$[?(@.a ==" + " " * 1_000_000}]}},
    ],
    ids=["list", "null", "list-inside", "deep", "expression", "gaps", "open", "spaces"],
)
def test_a_mapping_that_cannot_be_read_leaves_the_others(mapping: Any) -> None:
    found = carried(mapping, STUB)
    assert (found.rules, found.mappings) == (1, 2)
    assert "not imported: " in found.told[0]


_WORDS = st.sampled_from([
    "request", "response", "method", "url", "urlPath", "urlPathTemplate", "headers", "bodyPatterns", "equalTo", "not",
    "matches", "and", "or", "matchesJsonPath", "expression", "equalToJson", "ignoreExtraElements", "status", "body",
    "jsonBody", "fault", "transformers", "response-template", "delayDistribution", "type", "lognormal", "priority",
    "scenarioName", "newScenarioState", "{{now}}", "$.a", "$[?(@.a == 1)]", "/{id}", "absent",
])  # fmt: skip
_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 700)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | _WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS | st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(st.lists(st.dictionaries(_WORDS, _VALUES, max_size=5), max_size=3))
def test_whatever_is_read_what_is_written_loads(mappings: list[Any]) -> None:
    """Each mapping becomes a rule, or it is told why not."""
    found = carried(*mappings)
    loaded = load(parse(found.text, "out.yaml"), "out", {})
    assert len(loaded.rules) == found.rules
    assert found.rules + sum("not imported: " in line for line in found.told) == found.mappings == len(mappings)
