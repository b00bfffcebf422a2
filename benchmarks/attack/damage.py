"""Torn tails and flipped bits in a data folder: the one is mended at the start, the other refused and repaired."""

import logging
import shutil
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.attack.chance import Chance
from mockserver.core.problems import Misconfigured
from mockserver.core.store.folder import Folder
from mockserver.core.store.folder.repair import repair
from mockserver.core.store.tinydb import TinyStore

TENANT, THINGS = "org_attack", "rebilly.customers"
RECORDS = 60


def tails(chance: Chance, many: int) -> dict[str, int]:
    """Cut a journal off in the middle of its last line; whatever stands before that has to be there."""
    logging.disable(logging.WARNING)  # each is told
    found = Counter({"torn tails": many})
    with tempfile.TemporaryDirectory() as path:
        folder = Path(path)
        _filled(folder, small=1 << 30)
        whole = (folder / "journal-0.jsonl").read_bytes()
        ends = [at + 1 for at, byte in enumerate(whole) if byte == ord("\n")]
        for _ in range(many):
            line = 1 + chance.below(len(ends) - 1)
            cut = ends[line - 1] + chance.below(ends[line] - ends[line - 1])
            (folder / "journal-0.jsonl").write_bytes(whole[:cut])
            found["refused"] += (ids := _opened(folder)) is None
            found["wrong"] += ids is not None and len(ids) != line - 1
    logging.disable(logging.NOTSET)
    return dict(found)


def flips(chance: Chance, many: int) -> dict[str, int]:
    """Flip one bit of a folder; it has to be refused, and repaired with all but what stood in that line."""
    found = Counter({"flipped bits": many})
    with tempfile.TemporaryDirectory() as path:
        folder = Path(path, "whole")
        _filled(folder, small=4_000)
        for number in range(many):
            copy = Path(path, str(number))
            shutil.copytree(folder, copy)
            file = chance.one(sorted(copy.glob("*.jsonl")))
            data = bytearray(file.read_bytes())
            data[chance.below(len(data))] ^= 1 << chance.below(8)
            file.write_bytes(data)
            found["started without a word"] += _opened(copy) is not None
            repair(copy)
            found["repaired with too little"] += len(_opened(copy) or ()) < RECORDS - 2
            shutil.rmtree(copy)
    return dict(found)


def _filled(folder: Path, small: int) -> None:
    """Fill a folder with records that each have a line of their own."""
    store = TinyStore(Folder(folder, small))
    for number in range(RECORDS):
        with store.transaction(TENANT) as transaction:
            transaction.put(THINGS, f"cus-{number}", {"id": f"cus-{number}", "name": f"Ada {number}"})
    store.close()


def _opened(folder: Path) -> set[str] | None:
    """Return the ids of what a folder holds, `None` where it is refused."""
    try:
        store = TinyStore(Folder(folder))
    except Misconfigured:
        return None
    with store.transaction(TENANT) as transaction:
        ids = {record["id"] for record in transaction.newest_first(THINGS)}
    store.close()
    return ids
