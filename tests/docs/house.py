"""The house on one page: its rooms from top to bottom, what each is for, and which others each stands on.

`python -m tests.docs.house` draws it from the code into docs/design.md, and a test fails where it is stale.
"""

import importlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "design.md"
BLOCK = re.compile(r"(<!-- the house, drawn by `python -m tests.docs.house` -->\n```text\n).*?(```\n)", re.DOTALL)

PARTED = ("core", "scenarios", "sandbox")
"""The rooms whose own rooms are shown; each API is a room of its own, and one more changes nothing of the house."""

HOUSE = "mockserver"
WIDTH = 24


def drawn() -> str:
    """Return the picture, one line a room: its name, what its docstring says first, and the rooms it stands on."""
    graph = grimp.build_graph(HOUSE, cache_dir=None)
    return "".join(f"{line}\n" for line in _rooms(graph, HOUSE, ""))


def _rooms(graph: grimp.ImportGraph, parent: str, indent: str) -> Iterator[str]:
    layers = _layers(parent)
    rooms = sorted(graph.find_children(parent), key=lambda room: (layers.get(room.rpartition(".")[2], 99), room))
    for room in rooms:
        name = room.rpartition(".")[2]
        if name in ("__main__", "version") or (indent and not graph.find_children(room)):
            continue
        below = sorted(
            other.rpartition(".")[2]
            for other in rooms
            if other != room and graph.direct_import_exists(importer=room, imported=other, as_packages=True)
        )
        stands = f" [on {', '.join(below)}]" if below else ""
        yield f"{indent + name:<{WIDTH}}{_purpose(room)}{stands}"
        if name in PARTED and not indent:
            yield from _rooms(graph, room, "  ")


def _layers(parent: str) -> dict[str, int]:
    """Return the layer of each room, the highest first, as the contracts have it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    for contract in contracts:
        if contract["type"] == "layers" and contract["containers"] == [parent]:
            return {name.strip(): number for number, row in enumerate(contract["layers"]) for name in row.split("|")}
    return {}


def _purpose(room: str) -> str:
    """Return the first sentence of a room's docstring."""
    text = importlib.import_module(room).__doc__ or ""
    return " ".join(text.split("\n\n")[0].split()).removesuffix(".")


def main() -> None:
    """Draw the house anew."""
    page = PAGE.read_text()
    PAGE.write_text(BLOCK.sub(lambda found: found[1] + drawn() + found[2], page))


if __name__ == "__main__":
    main()
