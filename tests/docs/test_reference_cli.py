"""The page of the command line names every command and every option, with its variable and its default."""

from dataclasses import fields

import click
import pytest

from mockserver.cli import main
from mockserver.settings import PREFIX, Settings
from tests.docs.pages import ROOT, Session, plain, sections, tables

PAGE = ROOT / "docs" / "reference" / "cli.md"
SECTIONS = sections(PAGE.read_text())

Row = tuple[str, str, str]


def documented(command: str) -> set[Row]:
    """Give option, variable and default of each row."""
    rows = [row for table in tables(SECTIONS[f"mockserver {command}"]) for row in table]
    return {(plain(option), plain(variable), plain(default)) for option, variable, default, _ in rows}


def declared(command: click.Command) -> set[Row]:
    """Give the same of a command that declares its options with click alone."""
    return {
        (option.opts[0], str(option.envvar or ""), str(option.default or "") if _has_default(option) else "")
        for option in command.params
        if isinstance(option, click.Option)
    }


def _has_default(option: click.Option) -> bool:
    """Say whether an option has a default of its own: click's newer releases have a mark for none."""
    return isinstance(option.default, (str, int)) and not option.is_flag


def test_every_command_has_a_section() -> None:
    names = ("serve", "check", "schema", "explain", "import", "apis", "health", "seed", "repair", "new-api")
    assert list(SECTIONS) == [f"mockserver {name}" for name in names]
    assert {f"mockserver {name}" for name in main.commands} == set(SECTIONS)


def shown_default(default: object) -> str:
    if default in (None, "", (), False):
        return ""
    return ",".join(default) if isinstance(default, tuple) else str(default)


def test_serve_documents_every_setting() -> None:
    """An option without a row, or a row without an option, fails here."""
    settings = {
        (
            f"--{setting.name.replace('_', '-')}",
            PREFIX + setting.name.upper(),
            shown_default(setting.default),
        )
        for setting in fields(Settings)
    }
    assert documented("serve") == settings


@pytest.mark.parametrize("name", ["check", "schema", "explain", "apis", "health", "seed", "repair", "new-api"])
def test_the_other_commands_document_their_options(name: str) -> None:
    assert documented(name) == declared(main.commands[name])


def test_import_documents_the_options_of_what_it_imports() -> None:
    importing = main.commands["import"]
    assert isinstance(importing, click.Group)
    assert [*importing.commands] == ["wiremock"]
    assert documented("import") == declared(importing.commands["wiremock"])


def test_the_page_shows_what_happens(terminal: Session) -> None:
    """Every command prints what stands below it, from the first to the last."""
    assert terminal.follow(PAGE.read_text(), "docs/reference/cli.md") > 0
