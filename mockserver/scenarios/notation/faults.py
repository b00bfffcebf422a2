"""How files and headers write a fault: `connection_reset`, `truncate: 40%`, `dribble: {over: 3s, pieces: 10}`."""

import re
from collections.abc import Mapping
from typing import Any, get_args

from mockserver.core.http.reply import Fault, Kind
from mockserver.core.text import suggestion
from mockserver.scenarios.notation import Notation, one_of_these
from mockserver.scenarios.notation.delays import LONGEST, read_wait
from mockserver.scenarios.notation.moments import DURATION

FAULTS: tuple[Kind, ...] = get_args(Kind)

USUAL_SHARE, USUAL_DRIBBLE, USUAL_PIECES, MOST_PIECES = 0.5, 2.0, 10, 1_000


_PERCENTAGE = re.compile(r"(\d{1,2}|100)%", re.ASCII)


def read_fault(value: Any) -> Fault:
    """Read a fault; raise `ValueError`."""
    if isinstance(value, str):
        name, colon, rest = value.partition(":")
        return _fault(name.strip(), rest.strip() if colon else None)
    if isinstance(value, Mapping) and len(value) == 1:
        [(name, wish)] = value.items()
        return _fault(name, wish)
    raise ValueError(f"must be one of {', '.join(FAULTS)}, or one of them with its measure, such as {{truncate: 40%}}")


def _fault(name: Any, wish: Any) -> Fault:
    if name not in FAULTS:
        raise ValueError(f"must be one of {', '.join(FAULTS)}{suggestion(str(name), FAULTS)}")
    kind: Kind = name
    if kind in ("truncate", "wrong_length"):
        return Fault(kind, share=USUAL_SHARE if wish is None else _part(wish))
    if kind == "hang":
        return Fault(kind, seconds=LONGEST if wish is None else read_wait(wish))
    if kind == "dribble":
        return _dribble(wish)
    if wish is not None:
        raise ValueError(f"{name} has no measure")
    return Fault(kind)


def _dribble(wish: Any) -> Fault:
    if wish is None or isinstance(wish, str):
        return Fault("dribble", seconds=USUAL_DRIBBLE if wish is None else read_wait(wish), pieces=USUAL_PIECES)
    if not isinstance(wish, Mapping) or not set(wish) <= {"over", "pieces"}:
        raise ValueError("dribble must be a duration, or a mapping with over and pieces")
    pieces = wish.get("pieces", USUAL_PIECES)
    if isinstance(pieces, bool) or not isinstance(pieces, int) or not 1 <= pieces <= MOST_PIECES:
        raise ValueError(f"pieces must be a number from 1 to {MOST_PIECES}")
    return Fault("dribble", seconds=read_wait(wish["over"]) if "over" in wish else USUAL_DRIBBLE, pieces=pieces)


def _part(text: Any) -> float:
    """Read a percentage as a number between 0 and 1."""
    match = _PERCENTAGE.fullmatch(text) if isinstance(text, str) else None
    if not match:
        raise ValueError("must be a percentage such as 40%")
    if match[1] == "100":
        raise ValueError("must be less than 100%, or nothing is wrong")
    return int(match[1]) / 100


_SPAN = DURATION.json_schema
_PART = {"type": "string", "pattern": r"^\d{1,2}%$"}
_PIECES = {"type": "integer", "minimum": 1, "maximum": MOST_PIECES}
_DRIBBLE = {"type": "object", "properties": {"over": _SPAN, "pieces": _PIECES}, "additionalProperties": False}
FAULT = Notation(
    read_fault,
    {
        "oneOf": [
            {"enum": list(FAULTS)},
            one_of_these({
                "truncate": _PART, "wrong_length": _PART, "hang": _SPAN, "dribble": {"oneOf": [_SPAN, _DRIBBLE]},
            }),
        ]
    },
)  # fmt: skip
