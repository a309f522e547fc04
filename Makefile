# Racetracker. `make run` needs Python 3.11 or newer, make and a package index; nothing else.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:

VENV := .venv
PY := $(VENV)/bin/python
UV := $(PY) -m uv
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run check test browser nightly more-facts mutate examples lighthouse client lint fmt bench drill fuzz screenshots map lock vendor clean

help: ## This list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/.installed ## The whole site on http://127.0.0.1:8000 (HOST, PORT, DATA_DIR)
	@exec $(PY) -P racetracker/run.py

check: $(VENV)/.installed-dev ## Lint and the fast tests on SQLite, within a minute: the inner loop (ARGS="-k word")
	@$(PY) -m tests.check $(ARGS)

test: $(VENV)/.installed-dev browser ## All tests on SQLite, then on PostgreSQL and Redis (ARGS="-k word")
	@$(PY) -m tests $(ARGS)

nightly: ## What is longer: lint, all tests, again with more facts, thousands of examples, fuzz, a sample of mutants, Lighthouse, a client, the drill, the full benchmark
	@status=0; for step in lint test more-facts examples "fuzz ARGS=600" mutate lighthouse client drill "bench ARGS=full"; do $(MAKE) $$step || status=1; done; exit $$status

more-facts: $(VENV)/.installed-dev browser ## All tests on SQLite, on a ledger with more facts of every kind (ARGS="tests/pages -k word")
	@$(PY) -m tests.more_facts $(ARGS)

examples: $(VENV)/.installed-dev browser ## Tests whose inputs hypothesis makes up, 10,000 for every reader of a feed, all cases of those that take some by day, and those of the night alone
	@EXAMPLES=nightly $(PY) -m tests -q -n auto -m "hypothesis or sampled or nightly" $(ARGS)

mutate: $(VENV)/.installed-dev ## Small faults in a copy of the code, one at a time: which ones does no test notice? (ARGS="--count 9 --seed 7 metrics")
	@$(PY) -m tests.mutate $(ARGS)

lighthouse: $(VENV)/.installed-dev browser ## Speed and accessibility of every page, by Lighthouse (needs Node; ARGS="overview")
	@$(PY) -m tests.lighthouse $(ARGS)

client: $(VENV)/.installed-dev ## Reads the whole API by a program in another language (needs Node)
	@$(PY) -m tests.client

browser: $(VENV)/.installed-dev
	@$(PY) -m tests.chromium

lint: $(VENV)/.installed-dev ## Style, types, the direction of imports, migrations, templates
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(VENV)/bin/lint-imports
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) -m djlint templates --lint --quiet
	$(PY) -m mypy

fmt: $(VENV)/.installed-dev ## Formats the code
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

bench: $(VENV)/.installed-dev ## Medians of what must be fast (ARGS=full: a million objects and a long history too)
	@$(PY) -m tests.bench $(ARGS)

drill: $(VENV)/.installed-dev ## Does every fault to a site of its own, and says what came of it (ARGS="F04")
	@$(PY) -m tests.drill $(ARGS)

fuzz: $(VENV)/.installed-dev ## Damaged answers and files for every reader, for 60 s (ARGS=600)
	@$(PY) -m tests.feeds.fuzz $(ARGS)

screenshots: $(VENV)/.installed-dev browser ## The pictures in README, of this checkout
	@$(PY) -m tests.screenshots

map: $(VENV)/.installed-dev ## The pictures of docs/architecture.md, from the import contracts in pyproject.toml
	@$(PY) -m tooling.architecture

lock: $(VENV)/.installed-dev ## requirements*.in -> pinned requirements*.txt with hashes
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-dev.in -o requirements-dev.txt

vendor: ## Builds static/vendor and tests/vendor from npm (needs Node)
	sh tooling/vendor/build.sh

clean: ## Removes what can be made again: not var/, which holds the data
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- The environment: a stamp a step, so that a second start does nothing ---------------------------
$(VENV)/.made:
	@if $(PY) -m pip --version >/dev/null 2>&1; then touch $@; exit 0; fi; \
	for candidate in $$PYTHON python3 python3.14 python3.13 python3.12 python3.11 python; do \
	  if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$candidate; break; fi; \
	done; \
	if [ -z "$$found" ]; then echo "Racetracker needs Python 3.11 or newer. Install it, or name it: make run PYTHON=/path/to/python3"; exit 1; fi; \
	if ! $$found -c 'import ensurepip, venv' 2>/dev/null; then echo "$$found has no venv module. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; fi; \
	echo "Making $(VENV) with $$($$found --version) ..."; \
	$$found -m venv --clear $(VENV) && touch $@

$(VENV)/.installed: requirements.txt | $(VENV)/.made
	@$(PY) deploy/install.py requirements.txt && touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@$(PY) deploy/install.py requirements-dev.txt && touch $@
