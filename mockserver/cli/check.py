"""`mockserver check`: mistakes in scenario files, and warnings."""

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from mockserver.cli.group import main, say
from mockserver.core.problems import Misconfigured

if TYPE_CHECKING:
    from mockserver.core.api.manifest import Apis

_LINE = re.compile(r"(?P<file>.*?):(?:(?P<line>\d+):(?P<column>\d+):)? (?P<message>.*)")


@dataclass(frozen=True, slots=True)
class Finding:
    """One error or warning; `line` and `column` count from 1."""

    level: Literal["error", "warning"]
    file: str
    line: int | None
    column: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The findings of one file: its rules and warnings, or its errors, as lines."""

    rules: int = 0
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--strict", is_flag=True, help="Let a warning make the command fail, as an error does.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to tell: lines for people, or one JSON document.",
)
def check(files: tuple[Path, ...], strict: bool, form: str) -> None:
    """Check scenario files and what they include; every error and warning has its file, line and column."""
    from mockserver.registry import served

    apis = served()
    checked = {file: _checked(file, apis) for file in files}
    wrong = [file for file, found in checked.items() if found.errors or (strict and found.warnings)]
    if form == "json":
        click.echo(json.dumps(_document(checked), indent=2))
    else:
        for file, found in checked.items():
            _print(file, found)
    if wrong and form == "json":
        raise click.exceptions.Exit(1)
    if wrong:
        raise click.ClickException(f"{len(wrong)} of {len(files)} files are wrong")


def _checked(file: Path, apis: "Apis") -> Checked:
    from mockserver.scenarios.format.includes import Reading, load_file
    from mockserver.scenarios.format.library import Library
    from mockserver.scenarios.format.lint import warnings
    from mockserver.settings import SHIPPED_SCENARIOS

    reading = Reading()
    try:
        scenario = load_file(file, apis, Library([file.parent, SHIPPED_SCENARIOS], apis).find, reading)
    except Misconfigured as error:
        return Checked(errors=tuple(str(error).splitlines()))
    return Checked(len(scenario.rules), warnings=tuple(map(str, warnings(scenario, reading.parts, apis))))


def _print(file: Path, found: Checked) -> None:
    for line in (*found.errors, *found.warnings):
        say(line, err=True)
    if not found.errors:
        parts = [_counted(found.rules, "rule")]
        parts += [_counted(len(found.warnings), "warning")] if found.warnings else []
        say(f"{file}: ok, {', '.join(parts)}")


def _document(checked: dict[Path, Checked]) -> dict[str, object]:
    findings = [
        *(_finding("error", line) for found in checked.values() for line in found.errors),
        *(_finding("warning", line) for found in checked.values() for line in found.warnings),
    ]
    counts = {f"{level}s": sum(one.level == level for one in findings) for level in ("error", "warning")}
    return {"files": len(checked), **counts, "findings": [asdict(one) for one in findings]}


def _finding(level: Literal["error", "warning"], text: str) -> Finding:
    """Read a line as it is printed."""
    found = _LINE.fullmatch(text)
    if found is None:
        return Finding(level, "", None, None, text)
    line, column = (int(found[name]) if found[name] else None for name in ("line", "column"))
    return Finding(level, found["file"], line, column, found["message"].removeprefix("warning: "))


def _counted(number: int, what: str) -> str:
    return f"{number} {what if number == 1 else what + 's'}"
