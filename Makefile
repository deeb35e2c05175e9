# The front desk's commands. `make help` lists them from the lines with two hash signs.

SHELL := /bin/sh
.DEFAULT_GOAL := help

# A uv that works, wherever it is; else one of our own in .uv/.
UV := $(shell uv --version >/dev/null 2>&1 && command -v uv || echo .uv/bin/uv)
PYTHON := .venv/bin/python
SYNCED := .venv/.synced

export RASA_TELEMETRY_ENABLED := false
export SQLALCHEMY_SILENCE_UBER_WARNING := 1

.PHONY: help run say train check test fmt clean env

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: env ## start the front desk; PORT=8080 make run chooses another port
	@exec $(PYTHON) -m engine run

say: env ## talk to it here in the terminal
	@exec $(PYTHON) -m engine say

check: env ## find every mistake: flows, domain and tenants, then code style and types
	@status=0; \
	$(PYTHON) -m engine check || status=1; \
	.venv/bin/ruff check --quiet . || status=1; \
	.venv/bin/ruff format --check --quiet . || { status=1; echo "make fmt puts the layout right"; }; \
	.venv/bin/mypy --no-error-summary || status=1; \
	exit $$status

test: env ## run every test that needs no server; logs in var/test-logs/
	@exec $(PYTHON) tests/run_suites.py

train: env ## train the model, if what it depends on has changed
	@exec $(PYTHON) -m engine train

fmt: env ## put the layout of the code right
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix-only --quiet .

clean: ## remove caches, logs and models; the database stays
	@rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis .rasa results
	@rm -rf var/models var/logs var/test-logs var/schemas
	@find actions connectors engine tests -name __pycache__ -prune -exec rm -rf {} +

# -- the environment -------------------------------------------------------------------------------

env: $(SYNCED)

# The stamp is inside the environment: without one there is no stamp.
$(SYNCED): uv.lock pyproject.toml .python-version $(wildcard packaging/*/src/*.py) | $(UV)
	@echo "preparing the environment (a minute or two the first time) …"
	@$(UV) sync --frozen --compile-bytecode
	@touch $@

.uv/bin/uv:
	@echo "fetching uv into .uv/ …"
	@{ python3 -m venv .uv && .uv/bin/python -m pip install --quiet --disable-pip-version-check uv; } \
	  || { rm -rf .uv; python3 -m pip install --quiet --disable-pip-version-check --target .uv uv; } \
	  || { echo "uv cannot be fetched: install python3-venv or python3-pip, or uv itself" >&2; exit 1; }
