#!/usr/bin/env bash
# What:     Chargebee's Python library forgets Chargebee.ca_cert_path when it sends a request again.
# Version:  chargebee 3.29.0 (with httpx 0.28.1), Python 3.11.
# Expected: a request that is answered 503 once is sent again over https with the same CA file, and answered.
# Seen:     the second attempt fails with CERTIFICATE_VERIFY_FAILED and never reaches the server: the first one takes
#           "verify" out of the arguments that both share (http_request.py, _make_request and _make_request_async).
#           With the variable SSL_CERT_FILE, which httpx reads by itself, the second attempt gets through.
#
# Runs the library against a stub of Python's standard library on this machine. Exits with 1 if it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check chargebee==3.29.0 httpx==0.28.1 trustme==1.2.1
(cd "$folder" && "$folder/venv/bin/python" -m trustme --quiet --identities 127.0.0.1)

cat > "$folder/seen.py" <<'PYTHON'
import json
import os
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.metadata import version

from chargebee import Chargebee
from chargebee.retry_config import RetryConfig

folder, expected = sys.argv[1:]
sent = []


class Stub(BaseHTTPRequestHandler):
    """Refuses the first request with 503, and answers the others."""

    def do_GET(self):
        sent.append(self.path)
        body = {"list": []}
        if len(sent) == 1:
            body = {"message": "Try later.", "api_error_code": "internal_temporary_error", "type": "operation_failed",
                    "error_code": "internal_temporary_error", "http_status_code": 503}
        content = json.dumps(body).encode()
        self.send_response(503 if len(sent) == 1 else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        pass


class Quiet(HTTPServer):
    def handle_error(self, request, client_address):
        pass  # a client that does not trust the certificate hangs up


stub = Quiet(("127.0.0.1", 0), Stub)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(f"{folder}/server.pem", f"{folder}/server.key")
stub.socket = context.wrap_socket(stub.socket, server_side=True)
threading.Thread(target=stub.serve_forever, daemon=True).start()
Chargebee.ca_cert_path = f"{folder}/client.pem"
client = Chargebee(api_key="test_x", site="127", chargebee_domain=f"0.0.1:{stub.server_port}")
client.update_retry_config(RetryConfig(enabled=True, max_retries=2, delay_ms=1))
try:
    client.Customer.list()
    outcome = "answered"
except Exception as error:
    outcome = "CERTIFICATE_VERIFY_FAILED" if "CERTIFICATE_VERIFY_FAILED" in str(error) else repr(error)
where = "SSL_CERT_FILE" if "SSL_CERT_FILE" in os.environ else "ca_cert_path alone"
seen = f"{len(sent)} {outcome}"
print(f"chargebee {version('chargebee')}, {where}: {len(sent)} requests reached the server, {outcome}")
print("as described" if seen == expected else "BEHAVES OTHERWISE")
sys.exit(0 if seen == expected else 1)
PYTHON
export NO_PROXY='*' no_proxy='*'
unset SSL_CERT_FILE SSL_CERT_DIR
timeout 60 "$folder/venv/bin/python" "$folder/seen.py" "$folder" "1 CERTIFICATE_VERIFY_FAILED"
SSL_CERT_FILE="$folder/client.pem" timeout 60 "$folder/venv/bin/python" "$folder/seen.py" "$folder" "2 answered"
