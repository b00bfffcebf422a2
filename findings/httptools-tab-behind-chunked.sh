#!/usr/bin/env bash
# What:     httptools refuses a request whose `Transfer-Encoding: chunked` is followed by a tab, and takes one followed by
#           a space.
# Version:  httptools 0.9.0, Python 3.11.
# Expected: blanks behind a value are no part of it, and both a space and a tab are blanks: RFC 9110, sections 5.5 and
#           5.6.3. With other headers the library leaves both out of the value.
# Seen:     the space is taken, the tab is refused: "Request has invalid `Transfer-Encoding`".
#
# Runs the library alone on valid input. Exits with 1 if it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check httptools==0.9.0

cat > "$folder/seen.py" <<'PYTHON'
import sys
from importlib.metadata import version

from httptools import HttpParserError, HttpRequestParser

EXPECTED = {"before, space": "taken", "before, tab": "taken", "behind, space": "taken", "behind, tab": "refused"}


class Silent:
    pass


seen = {}
for blank, sign in (("space", b" "), ("tab", b"\t")):
    for where, value in (("before", sign + b"chunked"), ("behind", b" chunked" + sign)):
        head = b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding:" + value + b"\r\n\r\n0\r\n\r\n"
        try:
            HttpRequestParser(Silent()).feed_data(head)
            seen[f"{where}, {blank}"] = "taken"
        except HttpParserError as error:
            seen[f"{where}, {blank}"] = "refused"
            print(f"  {error}")
for what, outcome in seen.items():
    print(f"httptools {version('httptools')}, a blank {what}: {outcome}")
print("as described" if seen == EXPECTED else "BEHAVES OTHERWISE")
sys.exit(0 if seen == EXPECTED else 1)
PYTHON
timeout 60 "$folder/venv/bin/python" "$folder/seen.py"
