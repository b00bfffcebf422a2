"""`mockserver new-api`: an API that is one more folder, and that everything holds for."""

import re
from pathlib import Path

import pytest

from tests.checkout import checkout, run_in
from tests.cli.commands import command

NAME = "made_by_a_test"

WRITTEN = (
    *(f"mockserver/apis/{NAME}/{file}.py" for file in ("__init__", "accounts", "api", "auth", "problems")),
    f"mockserver/apis/{NAME}/stored.json",
    *(f"tests/apis/{NAME}/{file}.py" for file in ("__init__", "conftest", "sample", "test_accounts", "test_openapi")),
    f"docs/reference/{NAME}.md",
    "scenarios/schema/scenario.json",
)


def files(folder: Path) -> dict[str, bytes]:
    found = [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with an API that was just made."""
    folder = checkout(tmp_path_factory.mktemp("project"))
    before = files(folder)
    ended = run_in(folder, "mockserver", "new-api", NAME)
    assert ended.returncode == 0, ended.stdout
    assert [line.split()[1] for line in ended.stdout.splitlines() if line.startswith("wrote ")] == [*WRITTEN]
    after = files(folder)
    assert {path for path in after if after[path] != before.get(path)} == {*WRITTEN}
    return folder


CHECKS = (
    ("ruff", "format", "--check", "."),
    ("ruff", "check", "."),
    ("mypy", "-p", f"mockserver.apis.{NAME}", "-p", f"tests.apis.{NAME}"),
    ("lint-imports", "--no-cache"),
)

TESTS = (
    f"tests/apis/{NAME}", "tests/conformance", "tests/docs", "tests/admin/test_stored_anywhere.py",
    "tests/core/test_registry.py", "tests/cli/test_schema.py",
)  # fmt: skip
EVERY = "linked or test_every_page_with_commands or schema_that_ships or the_house"
CHOSEN = f"({NAME} or {EVERY}) and not slots and not faults"
"""What happens to connections depends on no API, takes its time, and is tried with each that ships."""


@pytest.mark.parametrize("check", CHECKS, ids=" ".join)
def test_checks_hold_with_no_other_file_touched(project: Path, check: tuple[str, ...]) -> None:
    ended = run_in(project, *check)
    assert ended.returncode == 0, ended.stdout


def test_tests_pass_with_no_other_file_touched(project: Path) -> None:
    """Its own, and those about every API: conformance, records by hand, pages."""
    ended = run_in(project, "pytest", "-q", "-p", "no:cacheprovider", *TESTS, "-k", CHOSEN)
    assert ended.returncode == 0, ended.stdout
    passed = re.search(r"(\d+) passed", ended.stdout)
    assert passed
    assert int(passed[1]) > 250


def test_the_new_api_is_served_beside_the_others(project: Path) -> None:
    listed = run_in(project, "mockserver", "apis").stdout.splitlines()
    assert "made_by_a_test  Made By A Test, 5 operations" in listed
    assert any(line.startswith("stripe ") for line in listed)


def test_no_name_breaks_the_format(tmp_path: Path) -> None:
    """Neither the shortest nor the longest."""
    checkout(tmp_path)
    for name in ("zz", "made_by_another_test"):
        made = run_in(tmp_path, "mockserver", "new-api", name)
        assert made.returncode == 0, made.stdout
    for check in (("format", "--check"), ("check",)):
        ended = run_in(tmp_path, "ruff", *check, "mockserver/apis", "tests/apis")
        assert ended.returncode == 0, ended.stdout


FORM = "must be 2 to 20 small letters, digits and single _, and no word of Python's"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        *(
            (name, f"{FORM}, not {name!r}")
            for name in ("a", "x" * 21, "Acme", "my-api", "9lives", "_a", "a__b", "class")
        ),
        ("../acme", f"{FORM}, not '../acme'"),
        ("\u00e4b", f"{FORM}, not '\u00e4b'"),
        ("version", "'version' has a meaning of its own"),
        ("v1", "addresses below /v1 are of stripe's already"),
        ("organizations", "addresses below /organizations are of rebilly's already"),
        ("customers", "addresses below /customers are of rebilly's already"),
        ("stripe", "'stripe' is taken: mockserver/apis/stripe is there already"),
        ("generated", "'generated' is taken: tests/apis/generated.py is there already"),
        ("errors", "'errors' is taken: docs/reference/errors.md is there already"),
    ],
)
def test_another_name_is_refused_and_nothing_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, told: str
) -> None:
    """In folders as a checkout has them."""
    for file in (
        "mockserver/apis/stripe/api.py",
        "tests/apis/generated.py",
        "docs/reference/errors.md",
        "scenarios/schema/scenario.json",
    ):
        (tmp_path / file).parent.mkdir(parents=True)
        (tmp_path / file).touch()
    before = files(tmp_path)
    monkeypatch.chdir(tmp_path)
    ended = command("new-api", name)
    assert (ended.status, ended.output, ended.errors) == (2, "", f"mockserver: NAME: {told}\n")
    assert files(tmp_path) == before


def test_it_wants_a_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ended = command("new-api", "acme")
    assert (ended.status, ended.errors) == (
        2,
        "mockserver: new-api: must be run in a checkout of mockserver, at its root\n",
    )
    assert not [*tmp_path.iterdir()]
