"""The page of each API says what the API declares."""

import pytest

from mockserver.core.api.manifest import Apis
from mockserver.core.api.model import Api
from mockserver.registry import registered
from tests.docs.pages import ROOT, Session, plain, sections, tables, words

APIS = pytest.mark.parametrize("api", Apis(registered()).values(), ids=lambda api: api.name)


def text(api: Api) -> str:
    return (ROOT / "docs" / "reference" / f"{api.name}.md").read_text()


def rows(api: Api, section: str) -> list[list[str]]:
    """Give the first table of a section; no rows where it says in words that there are none."""
    found = tables(sections(text(api))[section])
    return found[0] if found else []


@APIS
def test_every_operation_is_documented(api: Api) -> None:
    """A route without a row, a row without a route, another caller or status fails here."""
    documented = [tuple(map(plain, row)) for row in rows(api, "Operations")]
    declared = [
        (
            f"{route.method} {api.path_of(route).replace('<', '{').replace('>', '}')}",
            route.operation,
            route.operation_id,
            "anybody" if route.public else ", ".join(sorted(route.callers)),
            ", ".join(map(str, sorted(route.responses))),
        )
        for route in api.routes
    ]
    assert documented == declared


@APIS
def test_every_query_parameter_is_documented(api: Api) -> None:
    documented = {plain(row[0]): words(row[1]) for row in rows(api, "Query parameters")}
    declared: dict[str, list[str]] = {}
    for route in api.routes:
        for parameter in route.query:
            declared.setdefault(parameter.name, []).append(route.operation)
    assert {name: sorted(operations) for name, operations in documented.items()} == {
        name: sorted(operations) for name, operations in declared.items()
    }


@APIS
def test_every_setting_is_documented(api: Api) -> None:
    documented = [(plain(row[0]), plain(row[1]), words(row[2])) for row in rows(api, "Settings")]
    assert documented == [
        (setting.name, _written(setting.default), [_written(choice) for choice in setting.choices])
        for setting in api.settings
    ]


@APIS
def test_every_published_limit_is_documented(api: Api) -> None:
    documented = [(plain(id), plain(what), many) for id, what, many in rows(api, "Limits")]
    assert documented == [
        (
            limit.id,
            limit.operations if isinstance(limit.operations, str) else ", ".join(limit.operations),
            f"{limit.limit} in {limit.window:.0f} s",
        )
        for limit in api.published_limits
    ]


@APIS
def test_every_collection_is_documented(api: Api) -> None:
    documented = {plain(row[0]): row[1] == "yes" for row in rows(api, "Collections")}
    assert documented == {collection.name: collection.name in api.fixtures for collection in api.collections}


@APIS
def test_the_page_shows_what_happens(api: Api, terminal: Session) -> None:
    """Every command prints what stands below it."""
    assert terminal.follow(text(api), f"docs/reference/{api.name}.md") > 0


def _written(value: bool | str | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    return value if isinstance(value, str) else str(value).lower()
