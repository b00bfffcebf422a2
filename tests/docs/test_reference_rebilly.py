"""The page of Rebilly says what its API declares."""

from mockserver.apis.rebilly import api
from tests.docs.pages import ROOT, Session, plain, sections, tables, words

PAGE = ROOT / "docs" / "reference" / "rebilly.md"
TEXT = PAGE.read_text()
PARTS = sections(TEXT)


def test_every_operation_is_documented() -> None:
    """A route without a row, a row without a route, another caller or status fails here."""
    documented = [tuple(map(plain, row)) for row in tables(PARTS["Operations"])[0]]
    declared = [
        (
            f"{route.method} {route.path.replace('<', '{').replace('>', '}')}",
            route.operation,
            route.operation_id,
            "anybody" if route.public else ", ".join(sorted(route.callers)),
            ", ".join(map(str, sorted(route.responses))),
        )
        for route in api.routes
    ]
    assert documented == declared


def test_every_query_parameter_is_documented() -> None:
    documented = {plain(row[0]): words(row[1]) for row in tables(PARTS["Query parameters"])[0]}
    declared: dict[str, list[str]] = {}
    for route in api.routes:
        for parameter in route.query:
            declared.setdefault(parameter.name, []).append(route.operation)
    assert {name: sorted(operations) for name, operations in documented.items()} == {
        name: sorted(operations) for name, operations in declared.items()
    }


def test_every_setting_is_documented() -> None:
    documented = [(plain(row[0]), plain(row[1]), words(row[2])) for row in tables(PARTS["Settings"])[0]]
    assert documented == [
        (setting.name, _written(setting.default), [_written(choice) for choice in setting.choices])
        for setting in api.settings
    ]


def test_every_published_limit_is_documented() -> None:
    documented = [(plain(id), what, many) for id, what, many in tables(PARTS["Limits"])[0]]
    assert documented == [
        (limit.id, limit.operations, f"{limit.limit} in {limit.window:.0f} s") for limit in api.published_limits
    ]


def test_every_collection_is_documented() -> None:
    documented = {plain(row[0]): row[1] == "yes" for row in tables(PARTS["Collections"])[0]}
    assert documented == {collection.name: collection.name in api.fixtures for collection in api.collections}


def test_the_page_shows_what_happens(terminal: Session) -> None:
    """Every command prints what stands below it."""
    assert terminal.follow(TEXT, "docs/reference/rebilly.md") > 0


def _written(value: bool | str) -> str:
    return value if isinstance(value, str) else str(value).lower()
