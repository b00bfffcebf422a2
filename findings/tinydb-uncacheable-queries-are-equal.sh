#!/usr/bin/env bash
# What:     two queries of TinyDB that cannot be cached are equal, whatever they ask, and a set keeps one of both.
# Version:  tinydb 4.9.0, Python 3.11.
# Expected: queries about different members are not equal, as they are not where they can be cached; they find different
#           documents.
# Seen:     a query with `map` has no hash of its own, and queries are compared by their hashes alone: `None == None`.
#
# Runs the library alone on valid input. Exits with 1 if it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check tinydb==4.9.0

cat > "$folder/seen.py" <<'PYTHON'
import sys
from importlib.metadata import version

from tinydb import where

EXPECTED = {"cacheable": (False, 2), "uncacheable": (True, 1)}
DOCUMENT = {"a": 1, "b": 2}

pairs = {
    "cacheable": (where("a") == 1, where("b") == 1),
    "uncacheable": (where("a").map(str) == "1", where("b").map(str) == "1"),
}
seen = {}
for what, (one, other) in pairs.items():
    assert one(DOCUMENT) and not other(DOCUMENT), "they ask different things"
    seen[what] = (one == other, len({one, other}))
    print(f"tinydb {version('tinydb')}, {what}: equal {seen[what][0]}, {seen[what][1]} in a set of both")
print("as described" if seen == EXPECTED else "BEHAVES OTHERWISE")
sys.exit(0 if seen == EXPECTED else 1)
PYTHON
timeout 60 "$folder/venv/bin/python" "$folder/seen.py"
