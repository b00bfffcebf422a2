"""A folder of stub mappings becomes a scenario file, with a report of what was left out.

It is written as YAML that our reader reads as intended.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from mockserver.core.api.model import Api
from mockserver.core.documents import Document, dotted, parse
from mockserver.core.problems import Misconfigured
from mockserver.importers.wiremock.files import Files, files_of
from mockserver.importers.wiremock.mappings import Stub, stubs
from mockserver.importers.wiremock.members import Members, Remarks, Unsayable
from mockserver.importers.wiremock.rules import Names, States, plain_name, rule, rule_wish
from mockserver.scenarios.format.includes import LARGEST
from mockserver.scenarios.format.loader import load_rule
from mockserver.scenarios.format.schema import MOST_RULES
from mockserver.scenarios.rules.model import STARTED


class _Dumper(yaml.SafeDumper):
    """PyYAML's writer, with quotes where our reader would take a text for something else, and no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text.rstrip("\n") else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
# Texts that begin as numbers do get quotes: to PyYAML `1e3` is text, and to our reader a number.
_Dumper.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^[-+.eE0-9]*[0-9][-+.eE0-9]*$"), None)


def written(value: Any) -> str:
    """Write a value as YAML."""
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def comment(lines: Iterable[str]) -> str:
    """Write lines as comments; a character that no comment can hold becomes a question mark."""
    return "".join(f"# {''.join(c if c.isprintable() else '?' for c in line)}".rstrip() + "\n" for line in lines)


def indented(text: str, by: int = 2) -> str:
    """Move lines to the right, but for empty ones."""
    return "".join(" " * by + line if line.strip() else line for line in text.splitlines(keepends=True))


def file(head: Sequence[str], name: str, rules: Iterable[tuple[Sequence[str], str]]) -> str:
    """Write a scenario file: comments at its head, and each rule with comments above it."""
    parts = [comment(head), written({"version": 1, "name": name})]
    blocks = [indented(comment(lines) + text) for lines, text in rules]
    if blocks:
        parts += ["rules:\n", "\n".join(blocks)]
    return "".join(parts)


HEAD = (
    "Made of stub mappings of WireMock by `mockserver import wiremock`.",
    "The mappings that WireMock read last come first here, because it asks them first.",
)


@dataclass(frozen=True, slots=True)
class Imported:
    """The result of an import: the file's text, the number of mappings in it, and the report, line by line."""

    text: str
    mappings: int
    rules: int
    told: Sequence[str]
    unread: int = 0
    """How many files cannot be read; the others are in the text."""


@dataclass(frozen=True, slots=True)
class _Carried:
    """The result of one mapping: the rule's text, or the reason why there is none."""

    stub: Stub
    title: str
    text: str
    remarks: Sequence[tuple[str, str]]
    refusal: str = ""

    @property
    def told(self) -> list[str]:
        """Its lines of the report."""
        if self.refusal:
            return [f"{self.title}: not imported: {self.refusal}"]
        return [f"{self.title}: {member}: {text}" for member, text in self.remarks]


def imported(path: Path, apis: Mapping[str, Api], api: str | None = None) -> Imported:
    """Read stub mappings and write a scenario; `api` narrows its rules. Raise `Misconfigured` for broken files."""
    found = stubs(path)
    if len(found.stubs) > MOST_RULES:
        raise Misconfigured(str(path), f"has {len(found.stubs)} mappings; a scenario has at most {MOST_RULES} rules")
    ids, states = Names(), States(Names(), Names())
    states.states.of(STARTED)  # the one that has to keep its name
    files = files_of(path)
    carried = [_carry(stub, ids, states, files, apis, api) for stub in found.stubs]
    lost = [*found.unread, *found.told, *(line for each in carried if each.refusal for line in each.told)]
    head = [*HEAD, *(["", *lost] if lost else [])]
    rules = [(_comments(each), each.text) for each in reversed(carried) if not each.refusal]
    name = plain_name(path.resolve().stem) or "wiremock"
    text = file(head, name, rules)
    if len(text.encode()) > LARGEST:
        raise Misconfigured(str(path), f"would make a scenario of more than {LARGEST} bytes; import it in parts")
    told = [*found.unread, *found.told, *(line for each in carried for line in each.told)]
    return Imported(text, len(found.stubs), len(rules), told, len(found.unread))


def _carry(
    stub: Stub, ids: Names, states: States, files: Files, apis: Mapping[str, Api], api: str | None
) -> _Carried:  # fmt: skip
    remarks = Remarks()
    title = stub.place
    try:
        if len(json.dumps(stub.value)) > LARGEST:
            raise Unsayable("", f"has more than {LARGEST} bytes")
        members = Members(stub.value, "")
        wish = rule_wish(members, _otherwise(stub))
        title = f"{stub.place} ({wish})"
        keys = {**({"api": api} if api else {}), **rule(members, states, files, remarks)}
        id = ids.new(wish)
        return _Carried(stub, title, _checked({"id": id, **keys}, apis), remarks.said)
    except Unsayable as error:
        return _Carried(stub, title, "", (), f"{error.member}: {error.reason}" if error.member else error.reason)
    except RecursionError:
        return _Carried(stub, title, "", (), "is nested too deeply")


def _checked(keys: Mapping[str, object], apis: Mapping[str, Api]) -> str:
    """Write a rule, and read it as a server would: what comes out is what went in, and nothing of it is refused."""
    text = written([dict(keys)])
    try:
        value = parse(text, "").value
        if value != [keys]:
            raise Unsayable("", "holds numbers or characters that a scenario file cannot hold")
        load_rule(Document("", value[0]), "", apis)
    except Misconfigured as error:
        found = [f"{dotted(tuple(path))}: {message}" for path, message in error.errors] or [error.message]
        raise Unsayable("", f"no rule can be so: {'; '.join(found)}") from None
    return text


def _otherwise(stub: Stub) -> str:
    stem = stub.file.rpartition("/")[2].removesuffix(".json")
    return stem if stub.number is None else f"{stem}-{stub.number}"


def _comments(carried: _Carried) -> list[str]:
    return [carried.stub.place, *(f"{member}: {text}" for member, text in carried.remarks)]
