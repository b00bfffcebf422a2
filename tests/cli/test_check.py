"""`mockserver check`: every error of every file, warnings, and exit statuses a CI job notices."""

import json
from pathlib import Path

import pytest

from tests.cli.commands import command
from tests.cli.processes import run


def written(folder: Path, **files: str) -> list[str]:
    """Write scenario files and give their paths."""
    paths = [folder / f"{name}.yaml" for name in files]
    for path, text in zip(paths, files.values(), strict=True):
        path.write_text(f"version: 1\n{text}")
    return [str(path) for path in paths]


def test_it_counts_what_is_right(tmp_path: Path) -> None:
    [path] = written(tmp_path, mine="rules: [{ delay: 1s }]\n")
    ended = run("check", path)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, f"{path}: ok, 1 rule\n", "")


def test_it_names_every_error_of_every_file(tmp_path: Path) -> None:
    """File, line, column, reason, and what was probably meant."""
    first, second = written(tmp_path, a="rulez: []\nnamee: x\n", b="")
    ended = command("check", first, second)
    assert ended.status == 1
    assert ended.output == f"{second}: ok, 0 rules\n"
    assert ended.errors.splitlines() == [
        f"{first}:2:1: rulez: unknown key, did you mean 'rules'?",
        f"{first}:3:1: namee: unknown key, did you mean 'name'?",
        "mockserver: 1 of 2 files are wrong",
    ]


def test_it_names_errors_of_included_files_as_theirs(tmp_path: Path) -> None:
    """Each once, however often the file is included."""
    top, *_ = written(
        tmp_path,
        top="include: [./base.yaml, ./middle.yaml, slow, nowhere, ./gone.yaml]\nrules: [{ delay: 1 }]\n",
        middle="include: [./base.yaml, ./top.yaml]\n",
        base="rules: [{ delay: 1s, when: {} }]\n",
    )
    ended = command("check", top)
    assert ended.status == 1
    found = [line.replace(f"{tmp_path}/", "") for line in ended.errors.splitlines()]
    assert found[0].startswith("top.yaml:3:11: rules[0].delay: must be a duration")
    told = {line.partition(": must")[0].partition(", did")[0].partition("; there")[0] for line in found[1:]}
    assert told == {
        "base.yaml:2:22: rules[0].when",
        "top.yaml:2:45: include[3]: there is no such scenario",
        "top.yaml:2:54: include[4]: there is no file ./gone.yaml",
        "middle.yaml:2:24: include[1]: ./top.yaml includes this file, which would never end",
        "mockserver: 1 of 1 files are wrong",
    }
    assert len(found) == 6


def test_it_warns_and_that_is_no_failure(tmp_path: Path) -> None:
    """Only APIs the rule can be about are named."""
    [path] = written(
        tmp_path,
        limited="rules:\n"
        "  - { api: chargeover, respond: { error: forbidden } }\n"
        "  - { operation: tags.create, respond: { error: declined } }\n"
        "  - { api: stripe, respond: { error: forbidden } }\n"
        "auth: [{ key: k, api: chargeover, error: conflict }]\n",
    )
    ended = command("check", path)
    assert (ended.status, ended.output) == (0, f"{path}: ok, 3 rules, 3 warnings\n")
    stands_in = "the nearest one stands in"
    assert ended.errors.splitlines() == [
        f"{path}:3:35: warning: rules[0].respond.error: ChargeOver has no form of its own for 'forbidden'; {stands_in}",
        f"{path}:4:42: warning: rules[1].respond.error: Rebilly has no form of its own for 'declined'; {stands_in}",
        f"{path}:6:35: warning: auth[0].error: ChargeOver has no form of its own for 'conflict'; {stands_in}",
    ]
    assert command("check", "--strict", path).status == 1


def test_warnings_of_included_files_are_theirs(tmp_path: Path) -> None:
    """A rule that stands behind one of the including file never fires; each is asked after those above it."""
    top, base = written(
        tmp_path,
        top="include: [./base.yaml]\nrules: [{ id: all, respond: { status: 200 }, times: forever }]\n",
        base="vars: { x: 1 }\nrules:\n  - delay: 1s\n",
    )
    assert command("check", top).errors.splitlines() == [
        f"{base}:2:9: warning: vars.x: no text names it",
        f"{base}:4:5: warning: rules[0]: never fires: the rule 'all' before it answers all it is about",
    ]
    assert command("check", base).errors == f"{base}:2:9: warning: vars.x: no text names it\n"


def test_editors_and_ci_get_json(tmp_path: Path) -> None:
    right, wrong = written(tmp_path, right="rules: [{ delay: 1s, when: { probability: 0 } }]\n", wrong="seed: []\n")
    broken = tmp_path / "broken.yaml"
    broken.write_text("rules: [")
    ended = command("check", "--format", "json", right, wrong, str(broken), str(tmp_path / "gone.yaml"))
    assert (ended.status, ended.errors) == (1, "")
    document = json.loads(ended.output)
    assert {**document, "findings": len(document["findings"])} == {
        "files": 4, "errors": 3, "warnings": 1, "findings": 4,
    }  # fmt: skip
    places = [(Path(one["file"]).name, one["line"], one["column"], one["level"]) for one in document["findings"]]
    assert places == [
        ("wrong.yaml", 2, 1, "error"),
        ("broken.yaml", 1, 9, "error"),
        ("gone.yaml", None, None, "error"),
        ("right.yaml", 2, 30, "warning"),
    ]
    assert document["findings"][0]["message"] == "seed: must be a number or text of at most 64 characters"
    assert document["findings"][3]["message"] == "rules[0].when.probability: never fires: its chance is 0"


def test_json_of_what_is_right_succeeds(tmp_path: Path) -> None:
    ended = command("check", "--format", "json", *written(tmp_path, right=""))
    assert (ended.status, json.loads(ended.output)["findings"]) == (0, [])


@pytest.mark.parametrize("arguments", [[], ["--format", "xml", "x.yaml"]])
def test_it_needs_a_file_and_a_known_format(arguments: list[str]) -> None:
    ended = command("check", *arguments)
    assert (ended.status, len(ended.errors.splitlines())) == (2, 1)
