"""Writing rules as YAML that our reader reads as what was meant."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

import yaml


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
    """Write lines as comments; what a comment cannot hold becomes a question mark."""
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
