"""The page about Python names every public member with its arguments, every fixture, option and key, and no others."""

import inspect
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

import mockserver
from mockserver import Tenant
from mockserver.testing import pytest_plugin, results
from mockserver.testing.server import MockServer
from mockserver.testing.wording import Failure
from tests.docs.pages import ROOT, plain, sections, tables, words

PAGE = ROOT / "docs" / "reference" / "python.md"
TEXT = PAGE.read_text()
SECTIONS = sections(TEXT)

_OF_THE_PLANE = {"Access"}
"""Results that nobody is given as such."""


def column(section: str, table: int = 0, cell: int = 0) -> list[str]:
    return [plain(row[cell]) for row in tables(SECTIONS[section])[table]]


def written(name: str, member: Any) -> str:
    """Write a member as the page does: a function with its arguments, and anything else by its name."""
    if not callable(member):
        return name
    signature = inspect.signature(member)
    given = [
        argument.replace(annotation=inspect.Parameter.empty)
        for argument in signature.parameters.values()
        if argument.name != "self"
    ]
    return name + str(signature.replace(parameters=given, return_annotation=inspect.Signature.empty))


def members(of: type, made: Any) -> list[str]:
    """Write the public members of a class, and those that its making adds."""
    names = {name for name in [*dir(of), *vars(made)] if not name.startswith("_")}
    return sorted(written(name, getattr(of, name, None)) for name in names)


def test_the_package_gives_what_the_page_says() -> None:
    assert set(words(TEXT.partition("All of it")[0])) - {"from mockserver import …"} == set(mockserver.__all__)


def test_every_member_of_a_server() -> None:
    assert sorted(column("MockServer")) == members(MockServer, MockServer())


def test_every_member_of_a_tenant() -> None:
    tenant: Any = object.__new__(Tenant)
    tenant.name = tenant.url = ""
    assert sorted(column("Tenant")) == members(Tenant, tenant)


def test_every_argument_of_a_failure() -> None:
    rows = tables(SECTIONS["Tenant"])[1]
    assert {name for row in rows for name in words(row[0])} == set(Failure.__annotations__)


def test_every_result() -> None:
    """Its members are fields and properties, and it is given by methods that say so."""
    declared = {
        name: value
        for name, value in vars(results).items()
        if is_dataclass(value) and isinstance(value, type) and name not in _OF_THE_PLANE
    }
    rows = {plain(value): (words(given), words(named)) for value, given, named in tables(SECTIONS["Results"])[0]}
    assert set(rows) == set(declared)
    for name, value in declared.items():
        properties = [known for known, member in vars(value).items() if isinstance(member, property)]
        assert sorted(rows[name][1]) == sorted([*(field.name for field in fields(value)), *properties])
    for name, (given, _) in rows.items():
        for method in given:
            member = inspect.getattr_static(Tenant, method)
            function: Any = member.fget if isinstance(member, property) else member
            assert name in str(inspect.signature(function).return_annotation), method


def test_every_fixture() -> None:
    declared = [
        name
        for name, value in vars(pytest_plugin).items()
        if isinstance(value, pytest.FixtureDef) or type(value).__name__ == "FixtureFunctionDefinition"
    ]
    assert sorted(column("Fixtures")) == sorted(declared)


def test_every_option_and_key() -> None:
    rows = tables(SECTIONS["Options"])[0]
    assert {plain(row[0]) for row in rows} - {""} == {f"--mockserver-{name}" for name in pytest_plugin._OPTIONS}
    assert {plain(row[1]) for row in rows} == {f"mockserver_{name}" for name in pytest_plugin._INI}
