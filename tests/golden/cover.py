"""Choosing few short sequences that together show everything that any recorded exchange shows."""

import heapq
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from tests.golden.operations import Operations
from tests.golden.wire import Ask, Recorded, Told

Trait = tuple[str, ...]
"""Something that an exchange shows: a member of an answer, a kind of refusal, a parameter of a request."""

LONGEST = 40
"""Exchanges of a sequence that is worth keeping."""


def traits(operations: Operations, ask: Ask, told: Told) -> frozenset[Trait]:
    """Return what an exchange shows of an operation; nothing for other requests."""
    operation = operations.of(ask)
    if operation is None:
        return frozenset()
    status = str(told.status)
    refused = told.status >= 400
    about = (operation.api, operation.id, status)
    return frozenset(
        [
            about,
            *((*about, "header", name) for name in told.headers),
            *((*about, "answer", *leaf) for leaf in _leaves(told.json, told=refused)),
            *((*about, "request", name) for name in _parameters(ask) if not refused),
        ]
    )


def choose(shown: Sequence[Sequence[frozenset[Trait]]]) -> dict[int, set[Trait]]:
    """Return the sequences to keep, by index, each with the traits it is kept for.

    Greedy: the sequence with the most new traits for each of its exchanges comes first.
    """
    everything = [frozenset[Trait]().union(*exchanges) for exchanges in shown]
    open_traits: set[Trait] = set().union(*everything)
    chosen: dict[int, set[Trait]] = {}
    heap = [(-len(found) / (len(shown[index]) + 1), index) for index, found in enumerate(everything) if found]
    heapq.heapify(heap)
    while open_traits and heap:
        gain, index = heapq.heappop(heap)
        new = open_traits & everything[index]
        now = -len(new) / (len(shown[index]) + 1)
        if not new:
            continue
        if now > gain:
            heapq.heappush(heap, (now, index))
            continue
        chosen[index] = new
        open_traits -= new
    return chosen


def trimmed(
    sequence: Recorded,
    wanted: set[Trait],
    shows: Callable[[Ask, Told], frozenset[Trait]],
    replay: Callable[[Sequence[Ask]], Sequence[Told]],
) -> Recorded:
    """Return a sequence without the exchanges that what is wanted does without."""
    kept = list(sequence.exchanges)
    index = len(kept) - 1
    while index >= 0:
        shorter = kept[:index] + kept[index + 1 :]
        remaining: set[Trait] = set().union(*(shows(*exchange) for exchange in shorter))
        if wanted <= remaining:  # or what it shows itself is lost, which needs no replay
            asks = [ask for ask, _ in shorter]
            replayed = list(zip(asks, replay(asks), strict=True))
            if wanted <= set().union(*(shows(*exchange) for exchange in replayed)):
                kept = replayed
        index -= 1
    return Recorded(sequence.name, kept)


def _leaves(value: Any, path: str = "", *, told: bool) -> Iterator[Trait]:
    """Find the values of a document: by the path of names, with their type, or of a refusal with their text."""
    if isinstance(value, Mapping):
        for name, member in value.items():
            yield from _leaves(member, f"{path}.{_kind(name)}", told=told)
    elif isinstance(value, list):
        for member in value:
            yield from _leaves(member, f"{path}[]", told=told)
    elif told and isinstance(value, str):
        yield path, _kind(value)
    else:
        yield path, type(value).__name__


def _kind(text: str) -> str:
    """Return a text without what differs from case to case: numbers, ids, what is quoted."""
    text = re.sub(r"""'[^']*'|"[^"]*"|`[^`]*`|\u2018[^\u2019]*\u2019|\u201c[^\u201d]*\u201d""", "'…'", text)
    return re.sub(r"\S*\d\S*", "#", text)[:120]


def _parameters(ask: Ask) -> Iterator[str]:
    """Find the names of a request's parameters."""
    query = ask.target.partition("?")[2]
    pairs = parse_qsl(query, keep_blank_values=True)
    body = ask.body or ""
    if body[:1] in ("{", "["):
        try:
            yield from (path for path, _ in _leaves(json.loads(body), told=False))
        except ValueError:
            return
    else:
        pairs += parse_qsl(body, keep_blank_values=True)
    for name, _ in pairs:
        yield re.sub(r"\[\d+\]", "[]", name)
