"""Recorded exchanges as data: what was asked, the whole answer, and how a file holds them, one exchange a line."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"

LONGEST = 8_000
"""Characters of a body that is kept as it is; of a longer one its digest is kept."""

_LAYOUTS: Mapping[str, Mapping[str, Any]] = {
    "json": {"separators": (",", ":"), "ensure_ascii": False},
    "ascii": {"separators": (",", ":")},
    "spaced": {},
    "pretty": {"indent": 2, "ensure_ascii": False},
}
"""Ways to write JSON. A body that one of them writes again byte for byte is kept as a value, which can be read."""


@dataclass(frozen=True)
class Ask:
    """A request."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: str | None = None

    @property
    def is_for_control_plane(self) -> bool:
        return self.target.startswith("/__admin")


@dataclass(frozen=True)
class Told:
    """An answer: its status, its headers but for those of the server, its body."""

    status: int
    headers: Mapping[str, str]
    body: str

    @property
    def json(self) -> Any:
        """The body, `None` where it is no JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


@dataclass(frozen=True)
class Recorded:
    """The exchanges of one test, in their order."""

    name: str
    exchanges: Sequence[tuple[Ask, Told]]

    @property
    def asks(self) -> list[Ask]:
        return [ask for ask, _ in self.exchanges]


def read(path: Path) -> list[Recorded]:
    """Return the sequences of a file."""
    found: list[Recorded] = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            held = json.loads(line)
            if isinstance(held, str):
                found.append(Recorded(held, []))
            else:
                found[-1] = Recorded(found[-1].name, [*found[-1].exchanges, _exchange(held)])
    return found


def write(path: Path, sequences: Iterable[Recorded]) -> None:
    """Write sequences: a line for the name of each, then one for each of its exchanges."""
    with path.open("w", encoding="utf-8") as file:
        for sequence in sequences:
            for held in (sequence.name, *(_held(*exchange) for exchange in sequence.exchanges)):
                file.write(json.dumps(held, ensure_ascii=False, separators=(",", ":")) + "\n")


def shortened(told: Told) -> Told:
    """Return an answer as it is kept: a long body as its digest."""
    if len(told.body) <= LONGEST:
        return told
    return Told(told.status, told.headers, f"sha256 {hashlib.sha256(told.body.encode()).hexdigest()}")


def _held(ask: Ask, told: Told) -> dict[str, Any]:
    asked = {"ask": f"{ask.method} {ask.target}"}
    with_headers = {"with": dict(ask.headers)} if ask.headers else {}
    body = {} if ask.body is None else {"body": ask.body}
    return {**asked, **with_headers, **body, "status": told.status, "headers": dict(told.headers), **_body(told.body)}


def _body(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError:
        return {"text": text}
    for layout, how in _LAYOUTS.items():
        for end in ("", "\n"):
            if json.dumps(value, **how) + end == text:
                return {layout + ("+" if end else ""): value}
    return {"text": text}


def _exchange(held: dict[str, Any]) -> tuple[Ask, Told]:
    method, _, target = held["ask"].partition(" ")
    layout = next(reversed(held))
    value = held[layout]
    if layout != "text":
        value = json.dumps(value, **_LAYOUTS[layout.rstrip("+")]) + ("\n" if layout.endswith("+") else "")
    ask = Ask(method, target, held.get("with", {}), held.get("body"))
    return ask, Told(held["status"], held["headers"], value)
