# make run    install, build the population store if it is missing or old, serve at http://localhost:8501
# make dev    the same for who writes it: reload on save, errors in full
# make test   install, fetch what tests need, run every check and test
# make check  format, lint, types and import contracts only
# make refcases REFCASES=DIR  every reference projection under DIR, a line a comparison
# make explore  properties tried on new examples, ten times as many
# make data   build the population store again        make clean  undo all of it
# make requirements  pin requirements*.txt again from requirements*.in

SHELL := /bin/bash -o pipefail

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8501
JOBS ?= 2
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install
SHOW := | sed -u -n 's/^Collecting /  /p; s/^Installing collected.*/  installing .../p'
ROOT := $(shell test "$$(id -u)" = 0 && command -v apt-get)
APT := DEBIAN_FRONTEND=noninteractive apt-get
CANNOT = { echo; echo "A package could not be had; the lines above name it. Is the package registry reachable from here, and is there room on the disk? Then run make again: what was installed is kept."; exit 1; }

.PHONY: run dev test check data clean requirements format browser postgres tests refcases explore

run: $(VENV)/.run
	@$(BIN)/python -m dashboard --port $(PORT)

dev: $(VENV)/.test
	@$(BIN)/python -m dashboard --port $(PORT) --dev

data: $(VENV)/.run
	@$(BIN)/python -m data.ingest

test: check browser postgres tests

check: $(VENV)/.test
	@echo "== format";           $(BIN)/ruff format --check .
	@echo "== lint";             $(BIN)/ruff check .
	@echo "== types";            $(BIN)/mypy
	@echo "== import contracts"; $(BIN)/lint-imports --no-cache

REFCASES ?= ../shared/refcases
refcases: $(VENV)/.test
	@$(BIN)/python -m tests.refcases $(REFCASES)

tests: $(VENV)/.test
	@echo "== tests"; $(BIN)/python -m data.ingest --if-stale >/dev/null && OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n $(JOBS) --dist loadfile --durations=25

explore: $(VENV)/.test
	@RASAD_EXPLORE=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n $(JOBS) -m hypothesis

format: $(VENV)/.test
	@$(BIN)/ruff check --fix --quiet .; $(BIN)/ruff format .

# Chromium itself, and the library that Playwright's driver of it wants
browser:
	@{ command -v chromium || command -v chromium-browser; } >/dev/null 2>&1 && \
	  test -n "$$(ls /usr/lib/*/libatomic.so.1 /usr/lib/libatomic.so.1 2>/dev/null)" || \
	if [ -n "$(ROOT)" ]; then \
	  echo "== Chromium, for the browser tests"; \
	  { $(APT) update -qq && $(APT) install -y -qq --no-install-recommends chromium libatomic1 >/dev/null; } || $(CANNOT); \
	else \
	  echo "The browser tests need Chromium: as root, apt-get install chromium libatomic1 (then run make test again)."; exit 1; \
	fi

postgres:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || test -n "$(TEST_POSTGRES_URL)" || \
	if [ -n "$(ROOT)" ]; then \
	  echo "== PostgreSQL, for the store's tests"; \
	  { $(APT) update -qq && $(APT) install -y -qq --no-install-recommends postgresql >/dev/null; } || $(CANNOT); \
	else \
	  echo "The store's tests need PostgreSQL: as root, apt-get install postgresql (then run make test again), or set TEST_POSTGRES_URL."; exit 1; \
	fi

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed: as root, apt-get install python3 python3-venv."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; $(PYTHON) is $$($(PYTHON) -V 2>&1)."; exit 1; }
	@echo "== Python environment in $(VENV)"
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	if [ -n "$(ROOT)" ]; then \
	  { $(APT) update -qq && $(APT) install -y -qq --no-install-recommends python3-venv >/dev/null; } || $(CANNOT); \
	else \
	  echo "Python's venv module is missing: as root, apt-get install python3-venv (then run make again)."; exit 1; \
	fi
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/bin/python requirements.txt pyproject.toml
	@echo "== Packages (a few minutes the first time)"
	@$(PIP) -r requirements.txt $(SHOW) || $(CANNOT)
	@echo "  compiling the loops of trajectories ..."; $(BIN)/python -m forecasting.kernel
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements-dev.txt
	@echo "== Packages for tests"
	@$(PIP) -r requirements-dev.txt $(SHOW) || $(CANNOT)
	@touch $@

requirements: $(VENV)/bin/python
	@$(PIP) --quiet uv || $(CANNOT)
	@$(BIN)/uv pip compile --quiet --no-header --no-annotate --no-emit-index-url --no-emit-find-links --python-version 3.11 requirements.in -o requirements.txt
	@printf '%s\n' '-e .' >> requirements.txt
	@grep -v '^-e' requirements.txt > $(VENV)/constraints.txt
	@$(BIN)/uv pip compile --quiet --no-header --no-annotate --no-emit-index-url --no-emit-find-links --python-version 3.11 -c $(VENV)/constraints.txt requirements-dev.in -o requirements-dev.txt

clean:
	@rm -rf $(VENV) data/store *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis tests/browser/shots
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
