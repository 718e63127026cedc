# Each target is what a developer, the commit hook and CI call by name.
PYTHON ?= python3
VENV ?= .venv
PY := $(VENV)/bin/python
# Of tests beside each other: more than there are cores, since those of whole processes wait most of the time.
WORKERS ?= $(shell echo $$((2 * $$($(PYTHON) -c 'import os; print(os.cpu_count() or 1)'))))
PIP := $(PY) -m pip --disable-pip-version-check

.PHONY: run web test check lint types fix content ask backup restore evaluate gate bench bench-check train install slim lock clean

run: $(VENV)/.installed  ## the bot with BOT_TOKEN, else a chat in the terminal
	@if [ -f .env ]; then set -a; . ./.env; set +a; fi; exec $(PY) -m bot

web: $(VENV)/.installed  ## the site on this machine, at the port PORT (8080)
	@if [ -f .env ]; then set -a; . ./.env; set +a; fi; export WEB=on PORT="$${PORT:-8080}"; echo "http://127.0.0.1:$$PORT/"; exec $(PY) -m bot

test: $(VENV)/.installed-dev  ## all tests, on all cores; make test T=tests/bot/rooms/links: those alone
	PYTHONDONTWRITEBYTECODE= $(PY) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(T)

check: lint types content test gate  ## all that CI does

lint: $(VENV)/.installed-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: $(VENV)/.installed-dev
	$(PY) -m mypy

fix: $(VENV)/.installed-dev  ## whatever tools can mend by themselves
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

content: $(VENV)/.installed  ## problems in the content folder
	$(PY) -m knowledge

ask: $(VENV)/.installed  ## make ask Q="wie meldt de route"
	@$(PY) -m index ask $(if $(Q),"$(Q)")

backup: $(VENV)/.installed  ## make backup FILE=/mnt/stick/verbinder.backup: the records, sealed; the bot may be running
	@if [ -f .env ]; then set -a; . ./.env; set +a; fi; $(PY) -m bot backup "$(or $(FILE),$(error name the file: make backup FILE=…))"

restore: $(VENV)/.installed  ## make restore FILE=…: the records of a backup put back; the bot must not be running
	@if [ -f .env ]; then set -a; . ./.env; set +a; fi; $(PY) -m bot restore "$(or $(FILE),$(error name the file: make restore FILE=…))"

evaluate: $(VENV)/.installed  ## the quality table; WRITE=1 fits the numbers that ship
	$(PY) -m index evaluate $(if $(WRITE),--write)

gate: $(VENV)/.installed  ## the quality table, held to tests/questions/accepted.toml
	$(PY) -m index evaluate --check

bench: $(VENV)/.installed-bench  ## speed, memory and growth, beside txtai, haystack and bm25s
	$(PY) -m index bench

bench-check: $(VENV)/.installed  ## ratios of processor time, held loosely to index/bench/accepted.toml
	$(PY) -m index bench --check

train: $(VENV)/.installed-train  ## make train DATA=folder-with-parallel-text
	$(PY) -m index.training $(or $(DATA),$(error give the folder of parallel text: make train DATA=folder)) $(ARGS)

install: $(VENV)/.installed-dev  ## everything for developers, and the commit hook
	$(VENV)/bin/pre-commit install

# A stamp is written when an install has ended well, so a broken one is done again.
$(VENV)/.installed: pyproject.toml requirements.txt requirements-run.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; found $$($(PYTHON) --version). Set PYTHON=python3.x"; exit 1; }
	@rm -f $(VENV)/.installed*
	@$(PY) -m pip --version >/dev/null 2>&1 || { echo "Making $(VENV) and installing; this takes some minutes, once."; $(PYTHON) -m venv --clear $(VENV); }
	$(PY) .ci/lock.py install
	$(PIP) install -e ".[import,pictures]"
	@touch $@

$(VENV)/.installed-%: $(VENV)/.installed
	$(PIP) install -e ".[$*]"
	@touch $@

slim:  ## a virtual environment in .venv-slim with what serving the shipped encoder takes, no torch
	$(PYTHON) -m venv .venv-slim
	.venv-slim/bin/python -m pip --disable-pip-version-check install -r requirements.txt

lock: $(VENV)/.installed  ## what is installed, to the file: renewed within the ranges of pyproject.toml; prints what changed
	$(PY) .ci/lock.py

clean:
	rm -rf .venv .venv-slim var/cache.db build *.egg-info
