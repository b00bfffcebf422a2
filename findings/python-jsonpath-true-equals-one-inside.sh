#!/usr/bin/env bash
# What:     to the filters of python-jsonpath, in strict mode, true equals 1 inside arrays and objects.
# Version:  python-jsonpath 2.2.2, Python 3.11.
# Expected: [1] == [true] is false, as 1 == true is: RFC 9535, section 2.3.5.2.2, compares arrays and objects by their
#           elements and members, and a number equals nothing but a number.
# Seen:     the values alone do not compare as equal, the arrays and the objects do.
#
# Runs the library alone on valid input. Exits with 1 if it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-jsonpath==2.2.2

cat > "$folder/seen.py" <<'PYTHON'
import sys
from importlib.metadata import version

from jsonpath import JSONPathEnvironment

EXPECTED = {"values": False, "arrays": True, "objects": True}

environment = JSONPathEnvironment(strict=True)
pairs = {"values": (1, True), "arrays": ([1], [True]), "objects": ({"n": 1}, {"n": True})}
seen = {}
for what, (one, other) in pairs.items():
    seen[what] = bool(environment.findall("$[?@.a == @.b]", [{"a": one, "b": other}]))
    print(f"python-jsonpath {version('python-jsonpath')}, {what}: {one} == {other} is {str(seen[what]).lower()}")
print("as described" if seen == EXPECTED else "BEHAVES OTHERWISE")
sys.exit(0 if seen == EXPECTED else 1)
PYTHON
timeout 60 "$folder/venv/bin/python" "$folder/seen.py"
