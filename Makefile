# Every target runs from the repository's root; `make help` lists them.
PY ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --only-binary :all:

$(BIN)/python:
	@$(PY) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11+ is needed, found " + sys.version.split()[0])'
	$(PY) -m venv $(VENV)

$(VENV)/.app: requirements/app.txt | $(BIN)/python
	$(PIP) -r requirements/app.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(BIN)/python
	$(PIP) -r requirements/dev.txt
	@touch $@ $(VENV)/.app
