"""Choosing few short sequences that together show everything that any recorded exchange shows."""

import heapq
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from tests.golden.operations import Operations
from tests.golden.wire import Ask, Recorded, Told

Trait = tuple[str, ...]
"""Something that an exchange shows: a status, a member of an answer, a text of a refusal."""

LONGEST = 40
"""Exchanges of a sequence that is worth keeping."""


def traits(operations: Operations, ask: Ask, told: Told) -> frozenset[Trait]:
    """Return what an exchange shows; nothing for what is no request for an operation.

    An operation shows its statuses and the members of its answers. Types of members, headers and texts of refusals
    are what operations of an API share, and count once for the API.
    """
    operation = operations.of(ask)
    if operation is None:
        return frozenset()
    status = str(told.status)
    about, shared = (operation.api, operation.id, status), (operation.api, status)
    leaves = list(_leaves(told.json, texts=told.status >= 400))
    members = {(*about, path) for path, _ in leaves} if told.status < 400 else set()
    headers = {(*shared, "header", name) for name in told.headers}
    return frozenset({about, *members, *headers, *((*shared, *leaf) for leaf in leaves)})


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
    follow: Callable[[Recorded], Recorded],
) -> Recorded:
    """Return a sequence without the exchanges that what is wanted does without."""
    kept = [(exchange, shows(*exchange)) for exchange in sequence.exchanges]
    for index in reversed(range(len(kept))):
        shorter = kept[:index] + kept[index + 1 :]
        if not wanted <= _all(found for _, found in shorter):
            continue  # it shows itself what is wanted
        followed = follow(Recorded(sequence.name, [exchange for exchange, _ in shorter]))
        again = [(exchange, shows(*exchange)) for exchange in followed.exchanges]
        if wanted <= _all(found for _, found in again):
            kept = again
    return Recorded(sequence.name, [exchange for exchange, _ in kept])


def _all(found: Iterable[Iterable[Trait]]) -> set[Trait]:
    return set().union(*found)


def _leaves(value: Any, path: str = "", *, texts: bool) -> Iterator[Trait]:
    """Find the values of a document: by the path of names, with their type, or of a refusal with their text."""
    if isinstance(value, Mapping):
        for name, member in value.items():
            yield from _leaves(member, f"{path}.{_kind(name)}", texts=texts)
    elif isinstance(value, list):
        for member in value:
            yield from _leaves(member, f"{path}[]", texts=texts)
    elif texts and isinstance(value, str):
        yield path, _kind(value)
    else:
        yield path, type(value).__name__


def _kind(text: str) -> str:
    """Return a text without what differs from case to case: numbers, ids, what is quoted."""
    text = re.sub(r"""'[^']*'|"[^"]*"|`[^`]*`|\u2018[^\u2019]*\u2019|\u201c[^\u201d]*\u201d""", "'…'", text)
    return re.sub(r"\S*\d\S*", "#", text)[:120]
