"""`mockserver new-api`: one more folder, with a small API that works."""

import re
import subprocess
import sys
from collections.abc import Mapping
from importlib.resources import files
from keyword import iskeyword
from pathlib import Path

import click

from mockserver.cli.group import main, say
from mockserver.core.problems import Misconfigured

LONGEST_NAME = 20
"""So that lines with the name stay within what the formatter allows."""

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")

_RESERVED = frozenset({"version", "admin", "mockserver", "none", "test", "tests", "con", "prn", "aux", "nul"})
"""What means something else beside the names of APIs: in fixture files, in code, or to a file system."""

_FOLDERS = {"api": "mockserver/apis/acme", "tests": "tests/apis/acme", "docs": "docs/reference"}
"""Where the files of each folder of templates go. They are about an API called acme."""

_SCHEMA = "scenarios/schema/scenario.json"


@main.command("new-api")
@click.argument("name")
def new_api(name: str) -> None:
    """Write a small API that works, with its tests and its page, into a checkout of this project."""
    checkout = Path.cwd()
    wanted = [*_FOLDERS.values(), _SCHEMA]
    if not all((checkout / each).parent.is_dir() for each in wanted):
        raise Misconfigured("new-api", "must be run in a checkout of mockserver, at its root")
    _check_name(name)
    written = {checkout / _named(place, name): _named(text, name) for place, text in _templates().items()}
    _check_places(checkout, name, written)
    _check_addresses(name)
    for path, text in written.items():
        _write(path, text)
    _write(checkout / _SCHEMA, _schema(checkout))
    for path in [*written, checkout / _SCHEMA]:
        say(f"wrote {path.relative_to(checkout).as_posix()}")
    say("")
    for line in _named(_NEXT, name).splitlines():
        say(line)


_NEXT = """\
Next:
  make check test     it is green as it is
  make serve          then: curl -s localhost:8080/acme/v1/accounts -H 'Authorization: Bearer acme_test_demo'
  docs/tutorial/new-api.md goes on from here"""


def _check_name(name: str) -> None:
    """Raise `Misconfigured` for what cannot be the name of an API."""
    if not _NAME.fullmatch(name) or not 2 <= len(name) <= LONGEST_NAME or iskeyword(name):
        expected = f"must be 2 to {LONGEST_NAME} small letters, digits and single _, and no word of Python's"
        raise Misconfigured("NAME", f"{expected}, not {name!r}")
    if name in _RESERVED:
        raise Misconfigured("NAME", f"{name!r} has a meaning of its own")


def _first_segments() -> list[tuple[str, str]]:
    """Return the first segments of all APIs' addresses, each with its API."""
    from mockserver.core.api.manifest import Apis
    from mockserver.registry import registered

    return [
        ((mount + route.path).split("/")[1], api.name)
        for api in Apis(registered()).values()
        for route in api.routes
        for mount in api.mounts_of(route)
    ]


def _templates() -> Mapping[str, str]:
    """Return the text of each file by its place in a checkout."""
    root = files("mockserver.cli") / "templates"
    return {
        f"{place}/{file.name.removesuffix('.txt')}": file.read_text("utf-8")
        for folder, place in _FOLDERS.items()
        for file in sorted((root / folder).iterdir(), key=lambda file: file.name)
    }


def _named(text: str, name: str) -> str:
    return text.replace("acme", name).replace("Acme", name.replace("_", " ").title())


def _check_places(checkout: Path, name: str, written: Mapping[Path, str]) -> None:
    """Raise `Misconfigured` where one of the files exists."""
    folders = [checkout / f"{_named(_FOLDERS[each], name)}{end}" for each in ("api", "tests") for end in ("", ".py")]
    for path in [*folders, *written]:
        if path.exists() or path.is_symlink():
            raise Misconfigured("NAME", f"{name!r} is taken: {path.relative_to(checkout).as_posix()} is there already")


def _check_addresses(name: str) -> None:
    """Raise `Misconfigured` for a name that would take addresses of another API."""
    for first, owner in _first_segments():
        if first == name:
            raise Misconfigured("NAME", f"addresses below /{name} are of {owner}'s already")


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    except OSError as error:
        raise Misconfigured(str(path), f"cannot be written: {error.strerror}") from None


def _schema(checkout: Path) -> str:
    """Return the new schema of scenarios; another process makes it, because this one has the old list of APIs."""
    command = [sys.executable, "-m", "mockserver", "schema", "scenario"]
    ended = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)  # noqa: S603  (own command)
    if ended.returncode:
        raise Misconfigured(_SCHEMA, f"cannot be made: {ended.stderr.strip().splitlines()[-1]}")
    return ended.stdout
