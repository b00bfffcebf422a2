#!/bin/bash
# What:     two operators on one field of a list, as the types of chargebee for Node allow: first_name: {is, starts_with}.
# Version:  chargebee 3.33.0 (npm, Node 20 or later).
# Expected: first_name[is]=Ada&first_name[starts_with]=A, as the Python library sends it.
# Seen:     first_name[is]=Ada&first_name[is][starts_with]=A: the second operator stands inside the first, where the API
#           knows no such parameter, so that half of the filter is lost without an error.
#
# Installs the library into a temporary folder and lets it call a server of a few lines, which prints the query and answers
# an empty list. Exits with 1 where it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund chargebee@3.33.0 > npm.log 2>&1 || { cat npm.log; exit 1; }

cat > call.js << 'NODE'
const Chargebee = require('chargebee').default ?? require('chargebee');
const http = require('http');
const server = http.createServer((request, response) => {
  console.log(decodeURIComponent(request.url.split('?')[1]));
  response.setHeader('Content-Type', 'application/json');
  response.end('{"list":[]}');
});
server.listen(0, '127.0.0.1', async () => {
  const {port} = server.address();
  const chargebee = new Chargebee({apiKey: 'test_x', site: '127.0.0.1', hostSuffix: '', protocol: 'http', port});
  await chargebee.customer.list({first_name: {is: 'Ada', starts_with: 'A'}});
  server.closeAllConnections();
  server.close();
});
NODE
seen=$(no_proxy='*' node call.js)
echo "chargebee $(node -p 'require("./node_modules/chargebee/package.json").version') of npm sends: $seen"
[ "$seen" = "first_name[is]=Ada&first_name[is][starts_with]=A" ]
