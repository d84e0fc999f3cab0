# humanward from a checkout. GNU make; everything it makes goes into .venv.
#
#   make run     install and watch, in the foreground
#   make test    install what the tests need and run them all
#   make proof   the laws at their full count, and the benchmarks
#   make lint    format, rules, types and floors
#   make clean   remove what was made
#
# PYTHON=python3.13 chooses another Python; ARGS="-k focus" goes to pytest.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help run test proof laws benchmarks lint clean programs

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3 python3.14 python3.13 python3.12 python3.11
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install
PYTEST := $(BIN)/python -m pytest -n 4 --dist worksteal

help:
	@sed -n '3,9s/^# *//p' Makefile

run: $(VENV)/.run
	@exec $(BIN)/humanward run

test: $(VENV)/.dev programs
	$(PYTEST) $(ARGS)

# to the end, whatever fails; where a missed budget is only told, what fails ends it
proof:
	@$(MAKE) --no-print-directory $(if $(BUDGETS),,--keep-going) laws benchmarks

laws: $(VENV)/.dev programs
	HUMANWARD_PROOF=1 $(PYTEST) $(ARGS)

# BUDGETS=--told: briefly, and a missed budget is told and fails nothing
benchmarks: $(VENV)/.dev programs
	$(BIN)/python benchmarks/every.py $(BUDGETS)

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy --platform darwin monitor/sense/macos.py monitor/sense/foreign/apple.py
	$(BIN)/mypy --platform win32 monitor/sense/windows.py monitor/sense/foreign/win32.py
	$(BIN)/lint-imports --no-logo

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	rm -f .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# in CI nothing may be left out; elsewhere the tests that miss a program are skipped by name
programs:
	@.ci/test-packages || test -z "$$CI"

$(VENV)/.run: pyproject.toml $(VENV)/.pip
	@echo "Installing humanward into $(VENV) ..."
	@$(PIP) --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml $(VENV)/.pip
	@echo "Installing humanward and its tools for testing into $(VENV) ..."
	@$(PIP) --editable . --group dev
	@touch $@ $(VENV)/.run

# an unfinished environment, or one whose Python went away, is made anew
$(VENV)/.pip: $(BIN)/python
	@if ! $(BIN)/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	  old=; \
	  for python in $(PYTHON); do \
	    "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	    "$$python" -c 'import ensurepip, venv' 2>/dev/null || { old="$${old:-$$python}"; continue; }; \
	    echo "Making $(VENV) with $$python ..."; \
	    exec "$$python" -m venv --clear $(VENV); \
	  done; \
	  echo "humanward needs Python 3.11 or newer with its venv module." >&2; \
	  if [ -n "$$old" ]; then echo "$$old has none. On Debian: sudo apt-get install python3-venv" >&2; \
	  else echo "On Debian 12: sudo apt-get install python3 python3-venv make" >&2; fi; \
	  exit 1; \
	fi
	@$(PIP) --upgrade pip
	@touch $@

$(BIN)/python:
