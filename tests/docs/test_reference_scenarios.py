"""The page of the scenario format says what its reader takes, and lists the files that come with the server."""

import re
from pathlib import Path
from typing import get_args

import pytest
from marshmallow import Schema

from mockserver.core import patterns
from mockserver.core.api.manifest import Apis
from mockserver.core.documents import parse, read
from mockserver.registry import registered
from mockserver.scenarios.format import includes, loader, schema
from mockserver.scenarios.notation import delays, moments
from mockserver.scenarios.rules import matching, scripted, tallies, templates
from mockserver.scenarios.rules.comparisons import COMPARISONS
from mockserver.scenarios.rules.matching import ALWAYS_TEXT, PARTS, REQUEST
from mockserver.scenarios.rules.model import Then
from tests.docs.pages import ROOT, blocks, sections, tables, words

TEXT = (ROOT / "docs" / "reference" / "scenarios.md").read_text()
PAGE = sections(TEXT.replace("\n### ", "\n## "))
SHIPPED = sorted((ROOT / "scenarios").glob("*.yaml"))
APIS = Apis(registered())


def first_column(section: str, table: int = 0) -> list[str]:
    """Give the code of the first cells of a table."""
    return [word for row in tables(PAGE[section])[table] for word in words(row[0])]


@pytest.mark.parametrize(
    ("of", "section", "table"),
    [
        (schema.ScenarioSchema, "The file", 0),
        (schema.ClockSchema, "Clock", 0),
        (schema.RuleSchema, "Rules", 0),
        (schema.WhenSchema, "When", 0),
        (schema.RespondSchema, "Respond", 0),
        (schema.ErrorFieldSchema, "Respond", 1),
        (schema.StepSchema, "Sequences", 0),
        (schema.LimitSchema, "Rate limits", 0),
        (schema.GrantSchema, "Credentials", 0),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else None,
)
def test_every_key_is_documented(of: type[Schema], section: str, table: int) -> None:
    """A key without a row, or a row without a key, fails here; so does one whose need is not told."""
    declared = {field.data_key or name: field.required for name, field in of().fields.items()}
    assert sorted(first_column(section, table)) == sorted(declared)
    if of is not schema.ErrorFieldSchema:
        required = {words(row[0])[0] for row in tables(PAGE[section])[table] if "required" in row[1]}
        assert required == {name for name, needed in declared.items() if needed}


def test_every_schema_of_the_reader_is_on_the_page() -> None:
    """A new part of the format needs a table."""
    schemas = {
        value
        for value in vars(schema).values()
        if isinstance(value, type) and issubclass(value, Schema) and value.__module__ == schema.__name__
    }
    assert {found.__name__ for found in schemas} - {"_Strict"} == {
        "ScenarioSchema", "ClockSchema", "RuleSchema", "WhenSchema", "RespondSchema", "ErrorFieldSchema", "StepSchema",
        "LimitSchema", "GrantSchema",
    }  # fmt: skip


def test_every_part_and_comparison_is_documented() -> None:
    assert first_column("Matchers", 0) == list(PARTS)
    assert set(REQUEST) <= set(words(PAGE["Matchers"]))
    said = [[_plain(cell) for cell in row] for row in tables(PAGE["Matchers"])[1]]
    assert said == [[name, kind.operand.words, kind.sentence] for name, kind in COMPARISONS.items()]
    [always] = [line for line in PAGE["Matchers"].splitlines() if "are always text" in line]
    assert set(words(always.partition(".")[0])) == ALWAYS_TEXT


def _plain(cell: str) -> str:
    """Give what a cell says, without code and links."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", cell).replace("`", "").strip()


def test_every_name_and_filter_of_templates_is_documented() -> None:
    assert first_column("Templates", 0) == list(templates.NAMES)
    assert first_column("Templates", 1) == list(templates.FILTERS)


def test_every_way_to_go_on_after_a_sequence_is_documented() -> None:
    assert first_column("Sequences", 1) == list(get_args(Then))


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def test_units_and_bounds_are_those_of_the_reader() -> None:
    assert set(moments._UNITS) <= set(words(PAGE["Durations, rates and moments"]))
    assert f"`{delays.LONGEST:.0f}s`" in PAGE["Rules"]
    assert f"at most {schema.MOST_RULES} " in PAGE["The file"]
    assert f"at most {schema.MOST_STEPS} " in PAGE["Rules"]
    assert f"{includes.DEEPEST} levels, {includes.MOST_FILES} files, or {schema.MOST_RULES} rules" in PAGE["Include"]
    assert f"For {_thousands(tallies.MOST_SHARED)} shares" in PAGE["When"]
    assert f"at {_thousands(matching.MOST_SEARCHED)} values" in PAGE["JSONPath"]
    for bound in (templates.LONGEST, templates.MOST_GAPS, templates.LONGEST_VALUE, scripted.LONGEST_HEADER):
        assert f" {_thousands(bound)} " in PAGE["Templates"].replace(".", " ").replace("\n", " ")
    assert f"at most {patterns.LONGEST} characters" in PAGE["Matchers"]
    assert f"this is version {schema.VERSION}" in TEXT


@pytest.mark.parametrize("number", range(len([b for b in blocks(TEXT) if b.language == "yaml"])))
def test_the_examples_are_scenarios(number: int) -> None:
    """What the page shows is accepted."""
    example = [block for block in blocks(TEXT) if block.language == "yaml"][number]
    loader.load(parse(example.text, "scenarios.md"), "example", APIS)


def test_the_shipped_scenarios_are_listed() -> None:
    """Each with what its file says about itself."""
    listed = {words(name)[0]: text for name, text in tables(PAGE["Scenarios that come with the server"])[0]}
    assert listed == {path.stem: read(path).value["description"] for path in SHIPPED}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_scenario_is_called_as_its_file(path: Path) -> None:
    assert read(path).value["name"] == path.stem
