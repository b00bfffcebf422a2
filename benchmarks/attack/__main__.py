"""`python -m benchmarks.attack`: run every part and print what held; the exit status is 1 where anything did not."""

import argparse
import sys
from collections.abc import Mapping

from benchmarks.attack.bodies import bodies
from benchmarks.attack.chance import Chance
from benchmarks.attack.damage import flips, tails
from benchmarks.attack.kills import rounds
from benchmarks.attack.requests import requests
from benchmarks.attack.soak import soak
from benchmarks.table import show

HELD = {
    "lost",
    "refused",
    "wrong",
    "started without a word",
    "repaired with too little",
    "500",
    "exceptions",
    "unanswered",
    "wrong answers",
}
"""What has to be none."""
GROWN = 30.0
"""MB that a server may have grown by."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.attack")
    parser.add_argument("--seed", default="13")
    for name, default in (("kills", 20), ("tails", 300), ("flips", 300), ("bodies", 9_000), ("requests", 2_000)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--soak", type=float, default=30, metavar="SECONDS")
    wanted = parser.parse_args()
    parts: Mapping[str, Mapping[str, float]] = {
        "kill -9": rounds(Chance(wanted.seed, "kills"), wanted.kills),
        "torn tails": tails(Chance(wanted.seed, "tails"), wanted.tails),
        "flipped bits": flips(Chance(wanted.seed, "flips"), wanted.flips),
        "malformed bodies": bodies(Chance(wanted.seed, "bodies"), wanted.bodies),
        "mutated requests": requests(Chance(wanted.seed, "requests"), wanted.requests),
        "soak": soak(wanted.seed, wanted.soak),
    }
    rows = [[part, name, f"{value:,g}"] for part, figures in parts.items() for name, value in figures.items()]
    show(f"Attack with seed {wanted.seed}", ["part", "what", "figure"], rows)
    failed = [
        f"{part}: {name} is {value:g}"
        for part, figures in parts.items()
        for name, value in figures.items()
        if (name in HELD and value) or (name == "MB grown" and value > GROWN)
    ]
    sys.exit("\n".join(failed) or 0)


if __name__ == "__main__":
    main()
