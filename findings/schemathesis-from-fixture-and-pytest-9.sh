#!/usr/bin/env bash
# What:     a test that schemathesis parametrizes from a fixture fails under pytest 9 before it sends anything.
# Version:  schemathesis 4.32.5, pytest 9.2.0, flask 3.1.2, Python 3.11.
# Expected: `schemathesis.pytest.from_fixture("name").parametrize()` runs the test for each operation of the document, as
#           `parametrize()` of a document that is loaded beforehand does.
# Seen:     the loaded document passes, the one from a fixture fails with
#           AttributeError: 'Function' object has no attribute '_nodeid'.
#
# Runs the libraries alone on valid input. Exits with 1 if they behave otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check schemathesis==4.32.5 pytest==9.2.0 flask==3.1.2

cat > "$folder/shop.py" <<'PYTHON'
from flask import Flask

app = Flask("shop")
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "1"},
    "paths": {"/toys": {"get": {"responses": {"200": {"description": "All toys."}}}}},
}


@app.get("/openapi.json")
def document():
    return DOCUMENT


@app.get("/toys")
def toys():
    return []
PYTHON
cat > "$folder/test_loaded.py" <<'PYTHON'
import schemathesis
from shop import app

schema = schemathesis.openapi.from_wsgi("/openapi.json", app)


@schema.parametrize()
def test_toys(case):
    assert case.call().status_code < 500
PYTHON
cat > "$folder/test_fixture.py" <<'PYTHON'
import pytest
import schemathesis
from shop import app


@pytest.fixture
def shop():
    return schemathesis.openapi.from_wsgi("/openapi.json", app)


schema = schemathesis.pytest.from_fixture("shop")


@schema.parametrize()
def test_toys(case):
    assert case.call().status_code < 500
PYTHON

cd "$folder"
run() { timeout 120 "$folder/venv/bin/python" -m pytest -q -p no:cacheprovider "$1" >"$1.log" 2>&1; }
loaded=failed fixture=failed
run test_loaded.py && loaded=passed
run test_fixture.py && fixture=passed
reason=$(grep -o "AttributeError: 'Function' object has no attribute '_nodeid'" test_fixture.py.log | head -1 || true)
echo "schemathesis 4.32.5, pytest 9.2.0: loaded $loaded, from a fixture $fixture ${reason}"
if [ "$loaded" = passed ] && [ "$fixture" = failed ] && [ -n "$reason" ]; then
  echo "as described"
else
  echo "BEHAVES OTHERWISE"
  exit 1
fi
