#!/bin/bash
# What:     the same dictionary as meta_data, which the API documents as a JSON object, sent by two official libraries.
# Version:  chargebee 3.29.0 (PyPI, Python 3.11 or later), chargebee 3.33.0 (npm, Node 20 or later).
# Expected: both send the same JSON, with the keys as they were given.
# Seen:     Node sends {"Plan":"gold","Vip":true,"Note":null}. Python sends {'plan': 'gold', 'vip': True, 'note': None}:
#           its repr, which no JSON parser reads, with the keys in small letters. JSON text given as a string is sent as it
#           is by both.
#
# Installs both into a temporary folder and lets them call a server of a few lines, which prints the form it gets. Exits
# with 1 where one of them behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
server=""
trap '[ -z "$server" ] || kill "$server" 2> /dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check chargebee==3.29.0 2> pip.log || { cat pip.log; exit 1; }
npm install --silent --no-audit --no-fund chargebee@3.33.0 > npm.log 2>&1 || { cat npm.log; exit 1; }

cat > server.py << 'PYTHON'
import http.server
import json
import urllib.parse

class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        print(form["meta_data"][0], file=open("seen", "a"))
        body = json.dumps({"customer": {"id": "a", "object": "customer"}}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass

server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, file=open("port", "w"), flush=True)
server.serve_forever()
PYTHON
python3 server.py &
server=$!
for _ in $(seq 50); do [ -s port ] && break; sleep 0.1; done
port=$(cat port)

cat > call.py << 'PYTHON'
import sys
from chargebee import Chargebee

Chargebee.verify_ca_certs = False
chargebee = Chargebee(api_key="test_x", site="127", chargebee_domain=f"0.0.1:{sys.argv[1]}", protocol="http")
chargebee.Customer.create({"meta_data": {"Plan": "gold", "Vip": True, "Note": None}})
PYTHON
cat > call.js << 'NODE'
const Chargebee = require('chargebee').default ?? require('chargebee');
const chargebee = new Chargebee({apiKey: 'test_x', site: '127.0.0.1', hostSuffix: '', protocol: 'http', port: +process.argv[2]});
chargebee.customer.create({meta_data: {Plan: 'gold', Vip: true, Note: null}});
NODE
no_proxy='*' python/bin/python call.py "$port"
no_proxy='*' node call.js "$port"

echo "chargebee $(python/bin/python -c 'import importlib.metadata as m; print(m.version("chargebee"))') of PyPI sends: $(sed -n 1p seen)"
echo "chargebee $(node -p 'require("./node_modules/chargebee/package.json").version') of npm sends:  $(sed -n 2p seen)"
[ "$(sed -n 1p seen)" = "{'plan': 'gold', 'vip': True, 'note': None}" ]
[ "$(sed -n 2p seen)" = '{"Plan":"gold","Vip":true,"Note":null}' ]
