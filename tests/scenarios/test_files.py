"""The files of the shipped scenarios: how they begin, what `check` says of them, and that each is tried."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from mockserver.cli import main
from mockserver.core.documents import read
from tests.scenarios.shops import Shop

FILES = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))
EDITORS = "# yaml-language-server: $schema=schema/scenario.json"

BORROWED = {
    "bad-day": ["unavailable"],
    "brown-out": ["unavailable"],
    "conflict": ["conflict"],
    "declined-card": ["declined"],
    "duplicate-submission": ["idempotency_in_progress"],
    "forbidden": ["forbidden"],
    "gateway-timeout": ["timeout"],
    "locked-record": ["locked"],
    "maintenance": ["unavailable"],
    "outage-and-recovery": ["unavailable"],
    "partial-outage": ["unavailable"],
}
"""The errors of each file that some API has no form of its own for, which is meant."""


def _checked(path: Path) -> Sequence[str]:
    done = CliRunner().invoke(main, ["check", str(path)])
    assert done.exit_code == 0, done.output
    return [line for line in done.output.splitlines() if "warning:" in line]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_explains_itself(path: Path) -> None:
    """It says to editors what it is, then to people what it shows and how to use it, and is called as it is named."""
    first, *comment = path.read_text().partition("version:")[0].splitlines()
    assert first == EDITORS
    assert all(line.startswith("#") for line in comment)
    assert any(f"make serve ARGS='--scenario {path.stem}'" in line for line in comment)
    document = read(path).value
    assert document["name"] == path.stem
    assert document["description"].endswith(".")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_has_no_errors_and_no_warnings_but_those_that_are_meant(path: Path) -> None:
    borrowed = {match[1] for line in _checked(path) if (match := re.search(r"for '(\w+)'; the nearest", line))}
    assert sorted(borrowed) == BORROWED.get(path.stem, [])
    assert all("nearest one stands in" in line for line in _checked(path))


def test_every_file_is_tried() -> None:
    """A file that no test of this folder follows on all APIs fails here."""
    tried = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py") if path != Path(__file__))
    assert [path.stem for path in FILES if f'"{path.stem}"' not in tried] == []


@pytest.mark.parametrize(
    "name", [path.stem for path in FILES if f"\n#   X-Mock-Scenario: {path.stem}" in path.read_text()]
)
def test_a_header_does_what_following_does(shop: Shop, name: str) -> None:
    """Files that offer the header mean the same by it."""
    shop.follow(name)
    followed = [shop.create().status for _ in range(4)]
    shop.follow_nothing()
    assert [shop.create({"X-Mock-Scenario": name}).status for _ in range(4)] == followed
