"""Make the golden files again: record the tests of the APIs, choose, replay, and keep what is the same every time."""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from itertools import accumulate, groupby
from pathlib import Path

from tests.golden import recording
from tests.golden.cover import LONGEST, Trait, choose, traits, trimmed
from tests.golden.operations import APIS, Operations
from tests.golden.replay import Replayer
from tests.golden.wire import DATA, Ask, Recorded, Told, read, shortened, write

LONGEST_ASK = 4_000
"""Characters of a request that is kept."""

DEEPEST_ASK = 20
"""Levels of a request that is kept."""

_RECEIVER = re.compile(r"(?<=127\.0\.0\.1)(:|%3A)\d+")
"""The port of a receiver of messages, which is gone by now."""


def main() -> None:
    """Make the files."""
    parser = argparse.ArgumentParser(prog="python -m tests.golden", description=__doc__)
    parser.add_argument("--recordings", type=Path, help="Folder to take recordings from, or to leave them in.")
    parser.add_argument("--check", action="store_true", help="Only print which sequences are answered differently.")
    options = parser.parse_args()
    if options.check:
        print(json.dumps(changed()))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.recordings or Path(temporary)
        if not any(folder.glob("recorded*")):
            record(folder)
        make([sequence for path in sorted(folder.glob("recorded*")) for sequence in recorded(path)])


def record(folder: Path) -> None:
    """Run the tests of the APIs and write down what they send; a test that fails is recorded as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "auto", "-p", recording.__name__, "tests/apis"]
    environment = {**os.environ, recording.FILE: str(folder.resolve() / "recorded")}
    subprocess.run(command, env=environment, check=False)


def recorded(path: Path) -> Iterator[Recorded]:
    """Return the sequences of a recording that can be replayed."""
    with path.open(encoding="utf-8") as lines:
        exchanges = [json.loads(_RECEIVER.sub(r"\g<1>9", line)) for line in lines]
    for name, group in groupby(exchanges, key=lambda exchange: exchange[0]):
        held = [(asked, told) for _, asked, told in group]
        if len(held) > LONGEST or not all(asked for asked, _ in held):
            continue
        sequence = Recorded(name, [(Ask(*asked), Told(*told)) for asked, told in held])
        if all(_is_plain(ask) for ask in sequence.asks):
            yield sequence


def _is_plain(ask: Ask) -> bool:
    """Return whether a request is neither huge nor deep."""
    sent = " ".join([ask.target, *ask.headers.values(), ask.body or ""])
    depth = list(accumulate((1 if mark in "[{" else -1) for mark in re.findall(r"[\[\]{}]", sent)))
    return len(sent) <= LONGEST_ASK and max(depth, default=0) <= DEEPEST_ASK


def make(sequences: Iterable[Recorded]) -> None:
    """Choose among recorded sequences and write the files."""
    replayer = Replayer()
    operations = Operations(replayer)

    def shows(ask: Ask, told: Told) -> frozenset[Trait]:
        return traits(operations, ask, told)

    followed = []
    for sequence in sorted(sequences, key=lambda sequence: sequence.name):
        again = replayer.follow(sequence)
        if [told.status for _, told in again.exchanges] == [told.status for _, told in sequence.exchanges]:
            followed.append(again)
    print(f"{len(followed)} sequences can be replayed")
    shown = [[shows(*exchange) for exchange in sequence.exchanges] for sequence in followed]
    unsteady: set[str] = set()
    trims: dict[tuple[int, frozenset[Trait]], Recorded] = {}
    while True:
        steady = [index for index, sequence in enumerate(followed) if sequence.name not in unsteady]
        chosen = {steady[index]: wanted for index, wanted in choose([shown[index] for index in steady]).items()}
        for index, wanted in chosen.items():
            key = (index, frozenset(wanted))
            if key not in trims:
                trims[key] = trimmed(followed[index], wanted, shows, replayer.follow)
        short = [trims[index, frozenset(wanted)] for index, wanted in sorted(chosen.items())]
        for api in APIS:
            write(DATA / f"{api}.jsonl", [_kept(sequence) for sequence in short if f"/{api}/" in sequence.name])
        found = {name for seed in ("1", "2") for name in _changed_elsewhere(seed)}
        print(f"{len(short)} sequences were chosen, {len(found)} of them are not the same every time: {sorted(found)}")
        if not found:
            return
        unsteady |= found


def changed() -> list[str]:
    """Return the sequences that are answered differently now, replayed from the last to the first."""
    replayer = Replayer()
    held = [sequence for api in APIS for sequence in read(DATA / f"{api}.jsonl")]
    return [sequence.name for sequence in reversed(held) if _kept(replayer.follow(sequence)) != sequence]


def _changed_elsewhere(seed: str) -> list[str]:
    """Return what is answered differently by another process, which hashes differently."""
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-m", "tests.golden", "--check"]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    names: list[str] = json.loads(done.stdout.splitlines()[-1])
    return names


def _kept(sequence: Recorded) -> Recorded:
    return Recorded(sequence.name, [(ask, shortened(told)) for ask, told in sequence.exchanges])


if __name__ == "__main__":
    main()
