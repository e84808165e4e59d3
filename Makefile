# The commands of this project. `make` alone lists them.

PYTHON ?= python3
PORT ?= 8000
export PORT

VENV := .venv/bin
TEST ?=

.DEFAULT_GOAL := help
.PHONY: help setup run test check fix bench demo-reset lock

help:  ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup:  ## Make .venv with the locked packages; checks Python and the system libraries
	@$(PYTHON) requirements/install.py

run: setup  ## Serve the site with demo data (PORT=8000); Ctrl-C stops everything and keeps the data
	@exec $(VENV)/python -m s117.management.supervisor run

test: setup  ## Run the whole test suite on its own database (TEST= names files or options)
	@exec $(VENV)/python -m s117.management.supervisor test $(TEST)

check: setup  ## Format, lint, types, import contracts, migrations, templates, drift, deployment settings
	@exec $(VENV)/python -m s117.management.checks

fix: setup  ## Put formatting and simple lint right
	@$(VENV)/ruff check --fix --quiet . ; $(VENV)/ruff format .

bench: setup  ## Measure pages against the bare SQL behind them
	@exec $(VENV)/python bench/run.py

demo-reset: setup  ## Throw the local data away and make the demo data anew
	@exec $(VENV)/python -m s117.management.supervisor demo-reset

lock: setup  ## Compile requirements/*.in into the locked lists with hashes
	@cd requirements && for list in dev base; do \
		../$(VENV)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
		$$([ $$list = base ] && echo -c dev.txt) -o $$list.txt $$list.in || exit 1; done
