#!/usr/bin/env bash
# What:     the retries of Chargebee's Python library know no bound where the answer is 429.
# Version:  chargebee 3.29.0 (with httpx 0.28.1), Python 3.11.
# Expected: with RetryConfig(enabled=True, max_retries=2) a request that is answered 429 each time is sent 3 times, and
#           the error reaches the caller, as it does for 503.
# Seen:     it is sent until another answer comes: max_retries is not asked about 429 (http_request.py,
#           _process_response and _process_response_async). Here the stub gives in after 12 refusals.
#
# Runs the library against a stub of Python's standard library on this machine. Exits with 1 if it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check chargebee==3.29.0 httpx==0.28.1

cat > "$folder/seen.py" <<'PYTHON'
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.metadata import version

from chargebee import Chargebee
from chargebee.retry_config import RetryConfig

REFUSALS, MOST_RETRIES = 12, 2
sent = {429: 0, 503: 0}


class Stub(BaseHTTPRequestHandler):
    """Refuses a number of requests, and answers the next one."""

    status = 429

    def do_GET(self):
        sent[self.status] += 1
        refuses = sent[self.status] <= REFUSALS
        body = {"list": []}
        if refuses:
            body = {"message": "Try later.", "api_error_code": "api_request_limit_exceeded", "type": "operation_failed",
                    "error_code": "api_request_limit_exceeded", "http_status_code": self.status}
        content = json.dumps(body).encode()
        self.send_response(self.status if refuses else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        pass


stub = HTTPServer(("127.0.0.1", 0), Stub)
threading.Thread(target=stub.serve_forever, daemon=True).start()
Chargebee.verify_ca_certs = False  # plain http
client = Chargebee(api_key="test_x", site="127", chargebee_domain=f"0.0.1:{stub.server_port}", protocol="http")
client.update_retry_config(RetryConfig(enabled=True, max_retries=MOST_RETRIES, delay_ms=1))
outcome = {}
for status in (503, 429):
    Stub.status = status
    try:
        client.Customer.list()
        outcome[status] = "answered"
    except Exception as error:
        outcome[status] = type(error).__name__
    print(f"chargebee {version('chargebee')}, max_retries={MOST_RETRIES}, {status}: "
          f"sent {sent[status]} times, {outcome[status]}")
same = sent[429] == REFUSALS + 1 and outcome[429] == "answered" and sent[503] == MOST_RETRIES + 1
print("as described" if same else "BEHAVES OTHERWISE")
sys.exit(0 if same else 1)
PYTHON
NO_PROXY='*' no_proxy='*' timeout 60 "$folder/venv/bin/python" "$folder/seen.py"
