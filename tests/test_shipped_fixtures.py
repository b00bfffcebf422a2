"""The fixture files that ship can be loaded, and loaded again."""

from pathlib import Path

from mockserver.app import create_app
from mockserver.sandbox.fixtures import load_path
from mockserver.settings import Settings
from tests.clients import InProcess
from tests.tables import each_row

FIXTURES = sorted((Path(__file__).parents[1] / "fixtures").glob("*.yaml"))


@each_row("file", FIXTURES, ids=lambda file: file.stem)
def test_a_file_holds_records_of_the_api_it_is_called_after(file: Path) -> None:
    """Each of them is created once, however often the file is loaded."""
    sandbox = InProcess(create_app(Settings())).sandbox
    first = load_path(sandbox, file)
    assert list(first) == [file.stem]
    [(tenant, counts)] = first[file.stem].items()
    assert min(counts.values()) > 0
    with sandbox.store.transaction(tenant) as transaction:
        customers = transaction.count(f"{file.stem}.customers")
    assert customers == counts["customers"]
    load_path(sandbox, file)
    with sandbox.store.transaction(tenant) as transaction:
        assert transaction.count(f"{file.stem}.customers") == customers


@each_row("file", FIXTURES, ids=lambda file: file.stem)
def test_a_file_begins_with_how_to_use_it(file: Path) -> None:
    assert f"--fixtures fixtures/{file.name}" in file.read_text().partition("version:")[0]
