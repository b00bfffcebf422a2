"""Every pattern that is published is one of ECMA-262, and fits there what it fits here."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from marshmallow import Schema, validate

from mockserver.app import create_app
from mockserver.core.api.manifest import Apis
from mockserver.core.api.openapi import document
from mockserver.core.patterns import portable
from mockserver.registry import registered
from mockserver.scenarios.format.published import SCHEMAS
from mockserver.scenarios.format.schema import HEADER_NAME
from mockserver.scenarios.notation.counts import CALLS, RATE, is_share
from mockserver.scenarios.notation.delays import DELAY
from mockserver.scenarios.notation.faults import FAULT
from mockserver.scenarios.notation.moments import BETWEEN, duration
from mockserver.settings import Settings

APIS = Apis(registered())
JUDGE = """
const chunks = [];
process.stdin.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
  const cases = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  console.log(JSON.stringify(cases.map(([pattern, texts]) => {
    const expression = new RegExp(pattern, 'u');
    return texts.map((text) => expression.test(text));
  })));
});
"""


def judged(cases: list[tuple[str, list[str]]]) -> list[list[bool]]:
    """Ask Node which texts each pattern fits."""
    if shutil.which("node") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("node is not installed")
        pytest.skip("node is not installed")
    ended = subprocess.run(
        ["node", "-e", JUDGE], input=json.dumps(cases), capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 0, ended.stderr
    found: list[list[bool]] = json.loads(ended.stdout)
    return found


def patterns(value: Any) -> Iterator[str]:
    """Give every pattern of a JSON Schema, however deep."""
    if isinstance(value, dict):
        if isinstance(value.get("pattern"), str):
            yield value["pattern"]
        yield from value.get("patternProperties", {})
        for item in value.values():
            yield from patterns(item)
    elif isinstance(value, list):
        for item in value:
            yield from patterns(item)


@pytest.fixture
def published() -> list[str]:
    documents = [*(make(APIS) for make in SCHEMAS.values()), *(document(api) for api in APIS.values())]
    own = create_app(Settings()).test_client().get("/__admin/openapi.json").json
    return sorted({pattern for each in (*documents, own) for pattern in patterns(each)})


def test_every_published_pattern_compiles_in_javascript(published: list[str]) -> None:
    """With the flag `u`, as JSON Schema 2020-12 recommends."""
    assert len(published) > 20
    judged([(pattern, []) for pattern in published])


def test_every_published_pattern_says_where_it_begins(published: list[str]) -> None:
    """JSON Schema seeks a pattern anywhere in a text; only a name with wildcards is sought so."""
    assert [pattern for pattern in published if not pattern.startswith("^")] == [r"[*?\[]"]


def _schemas(of: type[Schema] = Schema) -> Iterator[type[Schema]]:
    for each in of.__subclasses__():
        yield each
        yield from _schemas(each)


def _reads(read: Callable[[str], Any]) -> Callable[[str], bool]:
    def reads(text: str) -> bool:
        try:
            read(text)
        except ValueError:
            return False
        return True

    return reads


def held_against() -> dict[str, tuple[re.Pattern[str], Callable[[str], bool]]]:
    """Give every pattern that fields are held against, with Python's expression and what Python says of a text."""
    for api in APIS.values():
        document(api)
    found: dict[str, tuple[re.Pattern[str], Callable[[str], bool]]] = {}
    for schema in _schemas():
        for field in schema._declared_fields.values():
            for check in getattr(field, "validators", ()):
                if isinstance(check, validate.Regexp):
                    expression: Any = check.regex
                    found[portable(expression)] = (expression, _fits(expression.match))
            own = getattr(field, "pattern", None)
            if isinstance(own, re.Pattern):
                published = field.metadata.get("pattern") or portable(own, whole=True)
                found[published] = (own, _fits(own.fullmatch))
    return found


def _fits(method: Callable[[str], Any]) -> Callable[[str], bool]:
    return lambda text: method(text) is not None


LITTLE: dict[str, tuple[str, Callable[[str], bool]]] = {
    "duration": (
        str(SCHEMAS["scenario"](APIS)["$defs"]["Respond"]["properties"]["retry_after"]["pattern"]),
        _reads(duration),
    ),
    "rate": (RATE.json_schema["oneOf"][0]["pattern"], _reads(RATE.read)),
    "calls": (CALLS.json_schema["oneOf"][1]["pattern"], _reads(CALLS.read)),
    "delay": (DELAY.json_schema["oneOf"][0]["pattern"], _reads(DELAY.read)),
    "share": (str(SCHEMAS["scenario"](APIS)["$defs"]["Limit"]["properties"]["per"]["pattern"]), is_share),
    "moment": (BETWEEN.json_schema["prefixItems"][0]["pattern"], _reads(lambda text: BETWEEN.read([text, None]))),
    "part": (
        FAULT.json_schema["oneOf"][1]["properties"]["truncate"]["pattern"],
        _reads(lambda text: FAULT.read({"truncate": text})),
    ),
    "header": (portable(HEADER_NAME, whole=True), _fits(HEADER_NAME.fullmatch)),
}
"""The little languages of scenario files: what is published of each, and its reader, which may know more."""

SPOILS: tuple[Callable[[str], str], ...] = (
    lambda text: text,
    lambda text: text + "\n",
    lambda text: "\n" + text,
    lambda text: "x" + text,
    lambda text: text + " ",
    lambda text: re.sub("[0-9]", "\u0663", text),
    lambda text: re.sub("[A-Za-z]", "\u00e9", text),
    lambda text: re.sub(r"[\s.]", "\u00a0", text),
    lambda text: text + "\u2028",
    lambda text: text + "\U0001f600",
    lambda text: "",
)


def told(text: str) -> bool:
    """Say whether a text can be told to Node as it is."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


cheap = settings(
    max_examples=15, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)


def samples(expression: re.Pattern[str] | str) -> list[str]:
    """Give texts that an expression fits, and the same spoiled in ways that dialects differ in."""
    texts: list[str] = []

    @cheap
    @given(st.from_regex(expression))
    def collect(text: str) -> None:
        texts.extend(spoil(text[:200]) for spoil in SPOILS)

    collect()
    return sorted({text for text in texts if told(text)})


def test_a_pattern_fits_there_what_its_field_takes_here() -> None:
    cases = [(pattern, samples(expression), fits) for pattern, (expression, fits) in held_against().items()]
    assert len(cases) > 10
    for (pattern, texts, fits), answers in zip(cases, judged([case[:2] for case in cases]), strict=True):
        assert [text for text, answer in zip(texts, answers, strict=True) if fits(text) != answer] == [], pattern


def test_what_a_little_language_reads_its_pattern_fits() -> None:
    """The reader may refuse more: a range that runs backwards, a date that never was."""
    cases = [(pattern, samples(pattern)) for pattern, _ in LITTLE.values()]
    for (name, (_, reads)), (_, texts), answers in zip(LITTLE.items(), cases, judged(cases), strict=True):
        missed = [text for text, answer in zip(texts, answers, strict=True) if reads(text) and not answer]
        if name == "rate":
            missed = [text for text in missed if text != "published"]
        assert missed == [], name
        assert any(answers), name
