#!/usr/bin/env bash
# What:     an entry of ~/.netrc for the host takes the place of the key that Stripe's Python library was made with.
# Version:  stripe 16.1.0 (with requests 2.34.2, its HTTP client wherever that is installed), Python 3.11.
# Expected: StripeClient("sk_test_…") sends "Authorization: Bearer sk_test_…", whatever files lie in the home folder.
# Seen:     with a .netrc that has the host, or a "default" entry, it sends that user and password as "Basic …" instead.
#           The library sets the header and no auth of its own, and requests then lets .netrc go before the header.
#           A "default" entry, kept for some other service, is enough to be answered "Invalid API Key".
#
# Runs the library against a stub of Python's standard library on this machine. Exits with 1 if it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check stripe==16.1.0 requests==2.34.2

cat > "$folder/seen.py" <<'PYTHON'
import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.metadata import version

from stripe import StripeClient

folder = sys.argv[1]
sent = []


class Stub(BaseHTTPRequestHandler):
    """Remembers who called, and answers with an empty list."""

    def do_GET(self):
        sent.append(self.headers["Authorization"])
        content = json.dumps({"object": "list", "data": [], "has_more": False, "url": "/v1/customers"}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        pass


stub = HTTPServer(("127.0.0.1", 0), Stub)
threading.Thread(target=stub.serve_forever, daemon=True).start()
client = StripeClient("sk_test_invented", base_addresses={"api": f"http://127.0.0.1:{stub.server_port}"})
entries = {"no entry": "", "its host": "machine 127.0.0.1 login ada password invented\n",
           "a default": "default login ada password invented\n"}
for text in entries.values():
    with open(f"{folder}/netrc", "w") as file:
        file.write(text)
    os.environ["NETRC"] = f"{folder}/netrc"
    client.v1.customers.list()
for name, header in zip(entries, sent):
    print(f"stripe {version('stripe')}, requests {version('requests')}, .netrc with {name}: {header}")
sys.exit(sent != ["Bearer sk_test_invented", "Basic YWRhOmludmVudGVk", "Basic YWRhOmludmVudGVk"])
PYTHON

env -u HTTP_PROXY -u http_proxy -u ALL_PROXY -u all_proxy "$folder/venv/bin/python" "$folder/seen.py" "$folder"
