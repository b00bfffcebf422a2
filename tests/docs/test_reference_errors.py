"""The page of errors says what the renderers write and what libraries raise."""

from mockserver.core.problems import KINDS
from tests.docs.error_tables import PAGE, TABLE, with_tables
from tests.docs.pages import Session, plain, sections, tables
from tests.sdks.raised import RAISED

PARTS = sections(PAGE.read_text())


def test_every_name_is_explained() -> None:
    assert [plain(row[0]) for row in tables(PARTS["Names"])[0]] == list(KINDS)


def test_there_is_a_table_of_every_api_with_libraries() -> None:
    assert {match[2] for match in TABLE.finditer(PAGE.read_text())} == {*RAISED}


def test_the_tables_are_what_the_server_answers() -> None:
    """A new kind, another status, body, header or class fails here; `python -m tests.docs.error_tables` writes them."""
    assert with_tables(PAGE.read_text()) == PAGE.read_text()


def test_what_every_library_raises_is_known_for_every_name() -> None:
    """The tests of the libraries run through the same tables."""
    assert {tuple(sorted(raised)) for libraries in RAISED.values() for raised in libraries.values()} == {
        tuple(sorted(KINDS))
    }


def test_the_page_shows_what_happens(terminal: Session) -> None:
    """Every command prints what stands below it."""
    assert terminal.follow(PAGE.read_text(), "docs/reference/errors.md") > 0
