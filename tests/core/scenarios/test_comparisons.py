"""A comparison is one row of a table, which all that knows comparisons reads; what no text can pass is refused."""

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from mockserver.core.api.manifest import Apis
from mockserver.core.documents import Document, dotted, parse
from mockserver.core.problems import Misconfigured
from mockserver.registry import registered
from mockserver.scenarios.format.loader import load, load_rule
from mockserver.scenarios.format.published import scenario_schema
from mockserver.scenarios.rules.comparisons import COMPARISONS, TEXT, Operator
from mockserver.scenarios.rules.matching import ALWAYS_TEXT, PARTS
from tests.clients import Rebilly
from tests.core.toy import keyed

KEYS = {"jsonpath": "$.a", "request": "url"}


@pytest.fixture
def starts_with() -> Iterator[str]:
    """Add the row of a comparison that there is not, as whoever adds one does, and take it away again."""
    COMPARISONS["starts_with"] = Operator(
        TEXT, lambda value, expected: isinstance(value, str) and value.startswith(expected), "text begins with the text"
    )
    yield "starts_with"
    del COMPARISONS["starts_with"]


def rule(part: str, wish: Any) -> dict[str, Any]:
    return {"id": "seen", "match": {part: {KEYS.get(part, "a"): wish}}, "respond": {"status": 299}, "times": "forever"}


def refusals(part: str, wish: Any) -> list[str]:
    """Give what is said of a matcher when it is read."""
    try:
        load_rule(Document("", rule(part, wish)), "", {"toy": keyed})
    except Misconfigured as refused:
        return [f"{dotted(tuple(path))}: {message}" for path, message in refused.errors]
    return []


def published(part: str, wish: Any) -> bool:
    """Say whether the JSON Schema takes a matcher."""
    schema = Draft202012Validator(scenario_schema(Apis(registered())))
    return schema.is_valid({"version": 1, "rules": [rule(part, wish)]})


def test_a_new_row_is_accepted_and_decides(starts_with: str, rebilly: Rebilly) -> None:
    answer = rebilly.admin("POST", "/rules", rule("body", {starts_with: "Ada"}))
    assert answer.status == 201, answer.content
    assert rebilly.post("/customers", {"a": "Ada Lovelace"}).status == 299
    assert rebilly.post("/customers", {"a": "Grace"}).status != 299
    assert rebilly.post("/customers", {}).status != 299


@pytest.mark.parametrize("operand", [5, None, True, ["x"], {"a": 1}], ids=repr)
def test_a_wrong_operand_of_a_new_row_is_refused(starts_with: str, operand: Any) -> None:
    """Such a one once came as far as the requests, and failed them."""
    assert refusals("body", {starts_with: operand}) == [f"match.body.a.{starts_with}: must be text"]
    assert refusals("body", {"any_of": [{starts_with: operand}]}) == [
        f"match.body.a.any_of[0].{starts_with}: must be text"
    ]
    assert not published("body", {starts_with: operand})


def test_a_new_row_is_published_and_described(starts_with: str) -> None:
    definitions = scenario_schema(Apis(registered()))["$defs"]
    for definition in ("Test", "TextTest"):
        assert definitions[definition]["anyOf"][-1]["properties"][starts_with] == {
            "type": "string",
            "description": "Holds when text begins with the text.",
        }
    assert published("headers", {starts_with: "x"})


def test_a_new_row_is_explained(starts_with: str, rebilly: Rebilly) -> None:
    rebilly.admin("POST", "/rules", rule("body", {"any_of": [{starts_with: "Ada"}, "Grace"]}))
    rebilly.post("/customers", {"a": "Bob"})
    [*_, last] = rebilly.admin("GET", "/requests").json["requests"]
    [told] = rebilly.admin("POST", "/scenario/explain", {"request": last["id"]}).json["rules"]
    assert told["reasons"] == ["body a is 'Bob', expected any_of [starts_with 'Ada'; equals 'Grace']"]


def test_a_new_row_is_named_where_a_comparison_is_not_known(starts_with: str) -> None:
    [told] = refusals("body", {"start_with": "x"})
    assert "did you mean 'starts_with'?" in told
    assert told.endswith(f", {starts_with}")


SCALAR, LIST = "must be text, a number, true or false", "must be a list of text, numbers, true or false"
NEVER: list[tuple[Any, str, str]] = [
    (None, "", SCALAR),
    (["x"], "", SCALAR),
    ({"equals": None}, ".equals", SCALAR),
    ({"equals": {"a": 1}}, ".equals", SCALAR),
    ({"not": None}, ".not", SCALAR),
    ({"one_of": ["x", None]}, ".one_of", LIST),
    ({"one_of": [["x"]]}, ".one_of", LIST),
    ({"contains": 5}, ".contains", "must be text"),
    ({"any_of": ["x", None]}, ".any_of[1]", SCALAR),
    ({"none_of": [{"all_of": [{"equals": {}}]}]}, ".none_of[0].all_of[0].equals", SCALAR),
]
"""What is the same for every text, with its place and what is said of it."""


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(("wish", "place", "message"), NEVER, ids=repr)
def test_what_no_text_can_be_is_refused_of_what_is_always_text(part: str, wish: Any, place: str, message: str) -> None:
    """Bodies can hold it."""
    key = KEYS.get(part, "a")
    told = [f"match.{part}.{key}{place}: {message}, because {part} {key} is always text"] if part in ALWAYS_TEXT else []
    assert refusals(part, wish) == told
    assert published(part, wish) is not bool(told)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "wish",
    [
        "x", 5, 1.5, True, "absent", {"equals": 0}, {"one_of": ["x", 5, False]}, {"contains": "x"}, {"gt": 5},
        {"any_of": ["absent", {"matches": "x+"}]}, {"present": False},
    ],
    ids=repr,
)  # fmt: skip
def test_what_some_text_is_like_is_taken_everywhere(part: str, wish: Any) -> None:
    assert refusals(part, wish) == []
    assert published(part, wish)


def test_a_file_is_told_the_line_of_what_can_never_hold() -> None:
    text = "version: 1\nrules:\n  - match:\n      query:\n        plan: null\n    respond: { status: 500 }\n"
    with pytest.raises(Misconfigured) as refused:
        load(parse(text, "x.yaml"), "x", {"toy": keyed})
    assert str(refused.value) == f"x.yaml:5:9: rules[0].match.query.plan: {SCALAR}, because query plan is always text"
