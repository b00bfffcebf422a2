"""`mockserver import wiremock`, as a user runs it."""

import json
from pathlib import Path

from tests.cli.processes import run

STUBS = {
    "mappings": [
        {"request": {"method": "GET", "urlPath": "/v1/plans"}, "response": {"status": 503}},
        {"name": "xml", "request": {"bodyPatterns": [{"equalToXml": "<a/>"}]}, "response": {"status": 200}},
    ]
}
LOST = "stubs.json, mapping 2 (xml): not imported: request.bodyPatterns[0].equalToXml: has no counterpart"


def stubs(folder: Path, value: object = STUBS) -> Path:
    path = folder / "stubs.json"
    path.write_text(json.dumps(value))
    return path


def test_the_scenario_goes_to_the_output_and_the_report_beside_it(tmp_path: Path) -> None:
    ended = run("import", "wiremock", str(stubs(tmp_path)))
    assert (ended.returncode, ended.stderr.splitlines()) == (0, [LOST, "1 of 2 mappings imported"])
    assert f"# {LOST}\n" in ended.stdout
    assert ended.stdout.endswith("    path: /v1/plans\n    respond:\n      status: 503\n    times: forever\n")


def test_the_scenario_goes_to_a_file_that_can_be_checked(tmp_path: Path) -> None:
    out = tmp_path / "out.yaml"
    ended = run("import", "wiremock", str(stubs(tmp_path)), "-o", str(out), "--api", "stripe")
    assert (ended.returncode, ended.stdout) == (0, "")
    assert "    api: stripe\n" in out.read_text()
    assert run("check", str(out)).returncode == 0


def test_nothing_is_written_where_nothing_could_be_imported(tmp_path: Path) -> None:
    out = tmp_path / "out.yaml"
    path = stubs(tmp_path, {"mappings": STUBS["mappings"][1:]})
    ended = run("import", "wiremock", str(path), "-o", str(out))
    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1] == "mockserver: none of 1 mappings can be a rule"
    assert not out.exists()


def test_wrong_wishes_are_one_line_each(tmp_path: Path) -> None:
    path = str(stubs(tmp_path))
    for arguments, told in (
        ([path, "--api", "stirpe"], "--api: there is no API 'stirpe', did you mean 'stripe'?"),
        ([str(tmp_path / "none.json")], f"{tmp_path}/none.json: cannot be read"),
        ([path, "-o", str(tmp_path / "none" / "out.yaml")], f"{tmp_path}/none/out.yaml: cannot be written"),
    ):
        ended = run("import", "wiremock", *arguments)
        assert ended.returncode == 2
        assert ended.stderr.splitlines()[-1].startswith(f"mockserver: {told}")


def test_a_broken_file_is_listed_and_the_others_are_written(tmp_path: Path) -> None:
    """The exit status says that something is missing."""
    folder = tmp_path / "stubs"
    folder.mkdir()
    stubs(folder)
    (folder / "broken.json").write_text("{")
    ended = run("import", "wiremock", str(folder))
    assert ended.returncode == 1
    first, *_, last = ended.stderr.splitlines()
    assert first.startswith("broken.json:1:2: not read: is not JSON: ")
    assert last == "mockserver: 1 file cannot be read"
    assert ended.stdout.endswith("    path: /v1/plans\n    respond:\n      status: 503\n    times: forever\n")
