# Every target makes what it needs by itself: a virtual environment in .venv, and what is installed into it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help install serve test check format bench clean

help: ## Show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

install: $(INSTALLED) ## Make .venv and install the project into it

$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "mockserver needs Python 3.11 or newer; name one with PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

serve: $(INSTALLED) ## Run the server; options: make serve ARGS='--port 9090 --scenario rate-limited'
	@exec $(BIN)/mockserver serve $(ARGS)

test: $(INSTALLED) ## Run the tests; options: make test ARGS='-k customers'
	@# Compiled tests are kept, whatever the environment says: a later run begins twice as soon.
	env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -n auto $(ARGS)

check: $(INSTALLED) ## Check format, lint, types, layers, documents and scenario files
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/mockserver check scenarios/*.yaml
	$(BIN)/python -m pytest -q tests/docs

format: $(INSTALLED) ## Format the code and mend what ruff can mend
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .

bench: $(INSTALLED) ## Run the benchmarks and print their figures
	$(BIN)/python -m benchmarks.startup
	$(BIN)/python -m benchmarks.growth
	$(BIN)/python -m benchmarks.operations
	$(BIN)/python -m benchmarks.create
	$(BIN)/python -m benchmarks.snapshots
	$(BIN)/python -m benchmarks.waiting
	$(BIN)/python -m benchmarks.pauses
	$(BIN)/python -m benchmarks.moves
	$(BIN)/python -m benchmarks.attack

clean: ## Remove what the targets made
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
