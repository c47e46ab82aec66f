# `make` lists the commands. On a machine with Python 3.11 or newer and make, nothing else is set up by hand.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PY ?= python3
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
# The locks name no host, so a package index of the reader's own works without a change here.
COMPILE := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header

.PHONY: help setup spark demo dev check lint types contracts test test-postgres prove bench lock assets clean

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | awk -F '\t' '{printf "  make %-10s %s\n", $$1, $$2}'

.venv/bin/python:
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Due Regard needs Python 3.11 or newer; this is `$(PY) --version`. Set PY=python3.11, say."; exit 1; }
	@$(PY) -c 'import ensurepip' 2>/dev/null || { echo "Python has no ensurepip. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	$(PY) -m venv .venv

.venv/.run: requirements.lock pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.assets: package-lock.json tools/assets.py .venv/.run
	$(BIN)/python -m tools.assets
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.run .venv/.assets
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m tools.assets --dev
	@touch $@

setup: .venv/.dev ## Make .venv with the commands and the test tools

spark: setup ## Add Spark to .venv, which the engine can count with; Java is needed, too
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-spark.lock

assets: ## Bring in the GOV.UK and MoJ front-end files again
	$(BIN)/python -m tools.assets --force

demo: .venv/.run .venv/.assets ## Make the demonstration organisation and serve it
	@exec $(BIN)/dueregard demo

dev: setup ## Serve with reloading, on the demonstration organisation
	@DUEREGARD_DEBUG=1 exec $(BIN)/dueregard demo --reload

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

contracts: setup
	$(BIN)/lint-imports

check: lint types contracts ## Lint, types, import contracts, the framework's checks, the benchmarks' smoke
	$(BIN)/dueregard manage check --fail-level WARNING
	$(BIN)/dueregard manage makemigrations --check --dry-run
	$(BIN)/python -m benchmarks --smoke

test: setup ## Run the tests, on SQLite and on PostgreSQL
	$(PYTEST) -n auto --dist loadfile
	@$(BIN)/python -m tests.postgres; case $$? in 0) $(MAKE) --no-print-directory test-postgres;; 1) ;; *) exit 1;; esac

test-postgres: setup
	DUEREGARD_TEST_DATABASE=postgres $(PYTEST) -n auto --dist loadfile

prove: setup ## The long proofs: property runs, kill loops, load
	$(PYTEST) -m prove -p no:randomly
	DUEREGARD_TEST_DATABASE=postgres $(PYTEST) -m prove -p no:randomly

bench: setup ## The benchmarks, as ratios measured side by side
	$(BIN)/python -m benchmarks

lock: ## Write the lock files anew
	$(COMPILE) --extra web --group setup pyproject.toml -o requirements.lock
	$(COMPILE) --extra web --group setup --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	$(COMPILE) --extra spark -c requirements-dev.lock pyproject.toml -o requirements-spark.lock
	$(BIN)/python -m tools.assets --lock

clean: ## Remove what set-up and the demonstration made
	rm -rf .venv node_modules var src/dueregard/design/static/vendor
