"""`mockserver schema`: the formats of files for editors."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.cli.commands import command

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("what", ["scenario", "fixture"])
def test_it_prints_a_schema(what: str) -> None:
    ended = command("schema", what)
    assert (ended.status, ended.errors) == (0, "")
    Draft202012Validator.check_schema(json.loads(ended.output))


def test_the_schema_that_ships_is_the_one_it_prints() -> None:
    """Write it anew with `mockserver schema scenario > scenarios/schema/scenario.json`."""
    assert command("schema", "scenario").output == (ROOT / "scenarios/schema/scenario.json").read_text()


def test_an_unknown_schema_is_one_line() -> None:
    ended = command("schema", "recipe")
    assert (ended.status, len(ended.errors.splitlines())) == (2, 1)
