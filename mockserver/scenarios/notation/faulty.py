"""How files and headers write a fault: `connection_reset`, `truncate: 40%`, `dribble: {over: 3s, pieces: 10}`."""

from collections.abc import Mapping
from typing import Any, get_args

from mockserver.core.http.reply import Fault, Kind
from mockserver.core.text import suggestion
from mockserver.scenarios.notation.delays import LONGEST
from mockserver.scenarios.notation.durations import share
from mockserver.scenarios.notation.waits import read_wait

FAULTS: tuple[Kind, ...] = get_args(Kind)

USUAL_SHARE, USUAL_DRIBBLE, USUAL_PIECES, MOST_PIECES = 0.5, 2.0, 10, 1_000


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
    part = share(text)
    if part == 1:
        raise ValueError("must be less than 100%, or nothing is wrong")
    return part
