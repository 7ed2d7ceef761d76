# Amorce. `make demo` and `make test` set up all they need; the other targets build on the same set-up.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
export GX_ANALYTICS_ENABLED := false
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export DAGSTER_DISABLE_TELEMETRY := yes

.DEFAULT_GOAL := help
.PHONY: help setup demo test chromium lint format pages bench soak lock wheel clean

help:  ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: $(VENV)/.ready  ## create .venv with the locked versions

$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v <= (3, 13) else f"Amorce needs Python 3.11 to 3.13, this is {v[0]}.{v[1]}: call make PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "python3 -m venv failed: on Debian, apt-get install python3-venv"; exit 1; }
	@echo "Installing the locked packages into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup  ## make a workspace with sample exports in demo/, run it, show what it found
	@$(BIN)/amorce demo demo

test: setup lint chromium  ## lint, then all tests but the soak trials
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not soak"

chromium:  ## install the browser that the report is tested in, where this user may; else those tests are skipped
	@command -v chromium >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
	  && echo "Installing Chromium …" && apt-get -qq update && apt-get -qq install --yes --no-install-recommends chromium >/dev/null; } \
	  || echo "Chromium cannot be installed by this user: the report is not tested in a browser."

lint: setup  ## ruff, mypy, sqlfluff
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/sqlfluff lint --processes $(WORKERS) dbt_models/models

format: setup  ## let ruff and sqlfluff write
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/sqlfluff fix --processes $(WORKERS) dbt_models/models

pages: setup  ## write the pages of docs/ that are made from the contracts
	@$(BIN)/python -m dagster_project.contracts_page

bench: setup  ## measure landing and runs (docs/benchmarks.md says what and how)
	@$(BIN)/python -m benchmarks landing
	@$(BIN)/python -m benchmarks runs --scale medium
	@$(BIN)/python -m benchmarks runs --scale large

soak: setup  ## the trials at full count; hours
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m soak

lock:  ## resolve the versions again
	uv pip compile --quiet --universal --python-version 3.11 --extra dev --extra bench --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header pyproject.toml -o requirements.lock

wheel: setup  ## build dist/amorce-*.whl
	@$(BIN)/python -m hatchling build -t wheel

clean:  ## remove what make made, the virtual environment included
	rm -rf $(VENV) demo dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis dbt_models/target dbt_models/logs
