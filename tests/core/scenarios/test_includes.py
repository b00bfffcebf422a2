"""Files that include others: what lies over what, and what leads nowhere or round in circles."""

from pathlib import Path

import pytest

from mockserver.core.api.manifest import Apis
from mockserver.core.documents import parse
from mockserver.core.problems import Misconfigured
from mockserver.registry import registered
from mockserver.scenarios.format.includes import DEEPEST, MOST_FILES, load_document
from mockserver.scenarios.format.library import Library
from mockserver.scenarios.format.schema import MOST_RULES
from mockserver.scenarios.rules.model import Scenario

APIS = Apis(registered())


class Folder:
    """A folder of scenario files, and the library over it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.library = Library([path], APIS)

    def write(self, name: str, text: str) -> None:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"version: 1\n{text}")

    def read(self, name: str) -> Scenario:
        return self.library.read(self.path / name)

    def refusal(self, name: str) -> str:
        with pytest.raises(Misconfigured) as refused:
            self.read(name)
        return str(refused.value).replace(f"{self.path}/", "")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_a_file_is_found_beside_the_one_that_includes_it_or_by_its_name(folder: Folder) -> None:
    """A path is relative to its own file, not to the one at the top or the folder the server runs in."""
    folder.write("top.yaml", "include: [./below/one.yaml, shipped]\nrules: [{ id: top, delay: 1s }]")
    folder.write("below/one.yaml", "include: [../beside.yaml]\nrules: [{ id: one, delay: 1s }]")
    folder.write("beside.yaml", "rules: [{ id: beside, delay: 1s }]")
    folder.write("shipped.yml", "rules: [{ id: shipped, delay: 1s }]")
    scenario = folder.read("top.yaml")
    assert [rule.id for rule in scenario.rules] == ["top", "shipped", "one", "beside"]
    assert [path.name for path in scenario.files] == ["top.yaml", "shipped.yml", "one.yaml", "beside.yaml"]


def test_what_a_file_says_itself_lies_over_what_it_includes(folder: Folder) -> None:
    """And of several that it includes, the later over the earlier."""
    folder.write(
        "top.yaml",
        """
name: top
include: [./first.yaml, ./second.yaml]
vars: { a: top }
settings: { chargebee: { multi_currency: true } }
rate_limits: [{ id: both, limit: 1/s }]
auth: [{ key: sk_sandbox_top, api: rebilly }]
rules: [{ id: mine, delay: 1s }, { id: both, delay: 1s }]
""",
    )
    folder.write(
        "first.yaml",
        """
name: first
seed: 1
vars: { a: first, b: first, c: first }
clock: { start: 2026-01-01T00:00:00Z, mode: frozen }
settings: { rebilly: { put: merge } }
rate_limits: [{ id: both, limit: 2/s }, { id: first, limit: 2/s }]
auth: [{ key: sk_sandbox_first, api: rebilly }, { key: sk_test_first, api: stripe }]
rules: [{ id: both, delay: 2s }, { id: all, delay: 2s }, { id: first, delay: 2s }]
""",
    )
    folder.write(
        "second.yaml",
        """
name: second
vars: { a: second, b: second }
clock: { start: 2026-02-02T00:00:00Z, mode: frozen }
settings: { rebilly: { put: replace }, chargebee: { multi_currency: false } }
rules: [{ id: both, delay: 3s }, { id: all, delay: 3s }]
""",
    )
    scenario = folder.read("top.yaml")
    assert scenario.name == "top"
    assert scenario.seed == load_document(parse("version: 1\nname: top", "x"), "x", APIS, folder.library.find).seed
    assert [(rule.id, getattr(rule.steps[0].delay, "least", None)) for rule in scenario.rules] == [
        ("mine", 1.0), ("both", 1.0), ("all", 3.0), ("first", 2.0),
    ]  # fmt: skip
    assert [(limit.id, limit.limit) for limit in scenario.rate_limits] == [("both", 1), ("first", 2)]
    assert scenario.vars == {"a": "top", "b": "second", "c": "first"}
    assert scenario.clock
    assert scenario.clock.start
    assert scenario.clock.start.month == 2
    assert scenario.settings == {"rebilly": {"put": "replace"}, "chargebee": {"multi_currency": True}}
    assert {api: [grant.key for grant in grants] for api, grants in scenario.auth.items()} == {
        "rebilly": ["sk_sandbox_top"],
        "stripe": ["sk_test_first"],
    }


def test_records_of_all_files_are_created(folder: Folder) -> None:
    """A list of records stands in place of an included one; what is beside it stays."""
    folder.write(
        "top.yaml",
        'include: [./base.yaml]\ndata: { stripe: { accounts: { "*": { customers: [{ id: cus_top }] } } } }',
    )
    folder.write(
        "base.yaml",
        "data:\n"
        '  stripe: { accounts: { "*": { customers: [{ id: cus_base }], coupons: [{ id: half }] } } }\n'
        '  rebilly: { organizations: { "*": { customers: [{ id: ada }] } } }\n',
    )
    assert folder.read("top.yaml").data == {
        "stripe": {"accounts": {"*": {"customers": [{"id": "cus_top"}], "coupons": [{"id": "half"}]}}},
        "rebilly": {"organizations": {"*": {"customers": [{"id": "ada"}]}}},
    }


def test_rules_without_an_id_are_called_after_their_file(folder: Folder) -> None:
    """So the first of one file is not taken for the first of another; the same file twice is there once."""
    folder.write("top.yaml", "include: [./left.yaml, ./right side.yaml]\nrules: [{ delay: 1s }]")
    folder.write("left.yaml", "include: [./base.yaml]\nrules: [{ delay: 1s }, { id: named, delay: 1s }]")
    folder.write("right side.yaml", "include: [./base.yaml]\nrules: [{ delay: 1s }]")
    folder.write("base.yaml", "rules: [{ delay: 1s }]")
    assert [rule.id for rule in folder.read("top.yaml").rules] == [
        "rule-1", "right-side.rule-1", "base.rule-1", "left.rule-1", "named",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("files", "refusal"),
    [
        (
            {"a.yaml": "include: [./a.yaml]"},
            "a.yaml:2:11: include[0]: ./a.yaml includes this file, which would never end",
        ),
        (
            {"a.yaml": "include: [b]", "b.yaml": "include: [./c.yaml]", "c.yaml": "include: [./b.yaml]"},
            "c.yaml:2:11: include[0]: ./b.yaml includes this file, which would never end",
        ),
        ({"a.yaml": "include: [./none.yaml]"}, "a.yaml:2:11: include[0]: there is no file ./none.yaml"),
        ({"a.yaml": "include: [none]"}, "a.yaml:2:11: include[0]: there is no such scenario; there are a"),
        ({"a.yaml": "include: base.yaml"}, "a.yaml:2:1: include: not a valid list"),
        (
            {"a.yaml": "include: [./b.yaml]", "b.yaml": "rulez: []"},
            "b.yaml:2:1: rulez: unknown key, did you mean 'rules'?",
        ),
        (
            {"a.yaml": "include: [./none.yaml, ./b.yaml, ./nor.yaml]\nrulez: []", "b.yaml": "rulez: []"},
            (
                "a.yaml:3:1: rulez: unknown key, did you mean 'rules'?\n"
                "a.yaml:2:11: include[0]: there is no file ./none.yaml\n"
                "b.yaml:2:1: rulez: unknown key, did you mean 'rules'?\n"
                "a.yaml:2:34: include[2]: there is no file ./nor.yaml"
            ),
        ),
    ],
)
def test_an_include_that_leads_nowhere_is_refused_with_its_place(
    folder: Folder, files: dict[str, str], refusal: str
) -> None:
    for name, text in files.items():
        folder.write(name, text)
    assert folder.refusal("a.yaml") == refusal


def test_files_stand_in_one_another_to_a_bound(folder: Folder) -> None:
    for number in range(DEEPEST + 2):
        folder.write(f"f{number}.yaml", f"include: [./f{number + 1}.yaml]")
    folder.write(f"f{DEEPEST + 2}.yaml", "")
    assert f"must not lead to more than {DEEPEST} levels" in folder.refusal("f0.yaml")
    assert folder.read("f2.yaml").name == "f2"


def test_a_scenario_is_of_so_many_files_at_most(folder: Folder) -> None:
    """Also where each includes the next twice, which would be a thousand."""
    for number in range(10):
        folder.write(f"f{number}.yaml", f"include: [./f{number + 1}.yaml, ./f{number + 1}.yaml]")
    folder.write("f10.yaml", "")
    assert f"levels or {MOST_FILES} files" in folder.refusal("f0.yaml")


def test_a_scenario_has_so_many_rules_at_most_with_all_it_includes(folder: Folder) -> None:
    rules = ", ".join(["{ delay: 1s }"] * (MOST_RULES // 2 + 1))
    folder.write("a.yaml", f"include: [./b.yaml]\nrules: [{rules}]")
    folder.write("b.yaml", f"rules: [{rules}]")
    assert folder.refusal("a.yaml") == f"a.yaml:2:1: include: brings the rules to more than {MOST_RULES}"


@pytest.mark.parametrize("name", ["./base.yaml", "../base", "/etc/passwd", "base.yaml", "sub/base", ""])
def test_a_scenario_that_came_without_a_file_includes_by_name_only(folder: Folder, name: str) -> None:
    """Whoever sends one must not read files of the server."""
    folder.write("base.yaml", "")
    with pytest.raises(Misconfigured):
        load_document(parse(f"version: 1\ninclude: ['{name}']", "body"), "inline", APIS, folder.library.find)


def test_a_scenario_that_came_without_a_file_can_include_one_of_the_library(folder: Folder) -> None:
    folder.write("base.yaml", "rules: [{ delay: 1s }]")
    document = parse("version: 1\ninclude: [base]\nrules: [{ delay: 1s }]", "body")
    scenario = load_document(document, "inline", APIS, folder.library.find)
    assert [rule.id for rule in scenario.rules] == ["rule-1", "base.rule-1"]
    assert folder.library.current(scenario) is scenario
