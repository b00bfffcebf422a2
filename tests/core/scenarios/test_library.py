"""Files of scenarios: found by name, read anew when they change, and kept as they were when they break."""

import os
from pathlib import Path

import pytest

from mockserver.core.api.manifest import Apis
from mockserver.core.problems import Misconfigured
from mockserver.registry import registered
from mockserver.scenarios.format.library import Library

APIS = Apis(registered())


class Folder:
    """A folder of scenarios; each writing looks later than the one before, however fast they follow."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._time = 1_700_000_000

    def write(self, name: str, text: str) -> Path:
        path = self.path / name
        path.write_text(f"version: 1\n{text}\n")
        self._time += 1
        os.utime(path, (self._time, self._time))
        return path

    def delay(self, name: str, seconds: int, more: str = "") -> Path:
        return self.write(name, f"{more}rules: [{{ id: a, delay: {seconds}s }}]")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library([tmp_path], APIS)


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Give what the log says: level and file."""
    return [f"{record.levelname} {Path(record.getMessage().split()[0]).name}" for record in caplog.records]


def seconds(library: Library, name: str = "x") -> list[float]:
    """Give the delays of a scenario's rules."""
    return [rule.steps[0].delay.seconds(0) for rule in library.get(name).rules if rule.steps[0].delay]


def test_a_file_that_has_not_changed_is_not_read_again(folder: Folder, library: Library) -> None:
    folder.delay("x.yaml", 1)
    assert library.get("x") is library.get("x")


def test_a_changed_file_is_read_anew(folder: Folder, library: Library) -> None:
    folder.delay("x.yaml", 1)
    assert seconds(library) == [1]
    folder.delay("x.yaml", 2)
    assert seconds(library) == [2]


def test_a_changed_file_that_is_included_is_read_anew(folder: Folder, library: Library) -> None:
    folder.delay("base.yaml", 1)
    folder.write("x.yaml", "include: [./base.yaml]")
    assert seconds(library) == [1]
    folder.delay("base.yaml", 2)
    assert seconds(library) == [2]


def test_a_broken_file_stays_what_it_was(folder: Folder, library: Library, caplog: pytest.LogCaptureFixture) -> None:
    """The log says so once, and once that it is good again."""
    path = folder.delay("x.yaml", 1)
    assert seconds(library) == [1]
    folder.write("x.yaml", "rulez: []")
    assert [seconds(library) for _ in range(3)] == [[1]] * 3
    assert library.broken == {path: f"{path}:2:1: rulez: unknown key, did you mean 'rules'?"}
    folder.delay("x.yaml", 3)
    assert [seconds(library) for _ in range(3)] == [[3]] * 3
    assert library.broken == {}
    assert said(caplog) == ["ERROR x.yaml", "WARNING x.yaml"]


def test_another_mistake_is_said_again(folder: Folder, library: Library, caplog: pytest.LogCaptureFixture) -> None:
    folder.delay("x.yaml", 1)
    library.get("x")
    for text in ("rulez: []", "rules: {}"):
        folder.write("x.yaml", text)
        library.get("x")
    assert said(caplog) == ["ERROR x.yaml", "ERROR x.yaml"]


def test_a_file_that_is_gone_stays_what_it_was_for_those_who_follow_it(folder: Folder, library: Library) -> None:
    """Nobody finds it by its name any more, and it goes on when it is back, even if it looks as before."""
    path = folder.delay("x.yaml", 1)
    followed = library.get("x")
    path.rename(folder.path / "x.away")
    assert library.current(followed) is followed
    assert library.broken == {path: f"{path}: cannot be read: No such file or directory"}
    with pytest.raises(Misconfigured, match="no such scenario"):
        library.get("x")
    (folder.path / "x.away").rename(path)
    assert seconds(library) == [1]
    assert library.broken == {}


def test_an_included_file_that_breaks_breaks_what_includes_it(folder: Folder, library: Library) -> None:
    """And mends it."""
    base = folder.delay("base.yaml", 1)
    path = folder.write("x.yaml", "include: [base]")
    library.get("x")
    folder.write("base.yaml", "rules: [{}]")
    assert seconds(library) == [1]
    assert library.broken[path].startswith(f"{base}:2:9: rules[0]: must hold")
    folder.delay("base.yaml", 2)
    assert seconds(library) == [2]
    assert library.broken == {}


def test_what_could_not_be_found_may_come(folder: Folder, library: Library) -> None:
    """A file that includes one that is not there is read again when the folder changes."""
    folder.delay("x.yaml", 1)
    library.get("x")
    folder.delay("x.yaml", 1, "include: [later]\n")
    assert seconds(library) == [1]
    assert len(library.broken) == 1
    os.utime(folder.path, (1, 1))
    folder.write("later.yaml", "rules: [{ id: b, delay: 5s }]")
    assert seconds(library) == [1, 5]
    assert library.broken == {}


def test_a_file_that_never_was_good_is_refused_each_time(folder: Folder, library: Library) -> None:
    """It is not read again before it changes, and is nobody's, so it is not listed as broken."""
    path = folder.write("x.yaml", "rulez: []")
    for _ in range(2):
        with pytest.raises(Misconfigured, match="unknown key"):
            library.read(path)
    assert library.broken == {}
    folder.delay("x.yaml", 1)
    assert seconds(library) == [1]


def test_a_broken_file_that_nobody_follows_is_looked_at_again(folder: Folder, library: Library) -> None:
    """Good again it is no longer listed; nor is it when it is gone."""
    folder.delay("x.yaml", 1)
    folder.delay("y.yaml", 1)
    paths = [library.find(name) for name in ("x", "y")]
    for name in ("x", "y"):
        library.get(name)
        folder.write(f"{name}.yaml", "rulez: []")
        library.get(name)
    assert sorted(library.broken) == paths
    folder.delay("x.yaml", 1)
    paths[1].unlink()
    library.look_again([])
    assert library.broken == {}


def test_a_scenario_that_came_without_a_file_stays_as_it_is(folder: Folder, library: Library) -> None:
    """Also where it includes some: it does not become what it includes."""
    from mockserver.core.documents import parse
    from mockserver.scenarios.format.includes import load_document

    folder.delay("base.yaml", 1)
    library.get("base")
    text = "version: 1\ninclude: [base]\nrules: [{ id: own, delay: 2s }]"
    inline = load_document(parse(text, "body"), "inline", APIS, library.find)
    folder.delay("base.yaml", 9)
    assert library.current(inline) is inline
    assert [rule.id for rule in inline.rules] == ["own", "a"]


def test_unnamed_rules_of_included_files_are_named_after_them(folder: Folder, library: Library) -> None:
    """Or the first unnamed rule of each file would take the place of the other's."""
    folder.write("base.yaml", "rules: [{ delay: 1s }, { id: named, delay: 2s }]")
    folder.write("x.yaml", "include: [base]\nrules: [{ delay: 3s }]")
    assert [rule.id for rule in library.get("x").rules] == ["rule-1", "base.rule-1", "named"]


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".", "x" * 5000, "a\0b", "*", "\udcff"])
def test_a_name_that_no_file_has_is_refused(folder: Folder, library: Library, name: str) -> None:
    (folder.path.parent / "x.yaml").write_text("version: 1\n")
    with pytest.raises(Misconfigured) as refused:
        library.get(name)
    assert len(str(refused.value)) < 1000
