# Every target runs from the repository's root; `make help` lists them. CI calls these and nothing else (.ci/run).
PY ?= python3
VENV := .venv
BIN := $(VENV)/bin
PYTHON := $(BIN)/python
PIP := $(PYTHON) -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --only-binary :all:
# A run of a program on an empty PostgreSQL and broker of its own; the tests bring theirs with a pytest plugin.
THROW_AWAY := $(PYTHON) -m config.embedded --throw-away
TEST_SETTINGS := DJANGO_SETTINGS_MODULE=config.settings_test
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset manage test test-slow test-long test-browser lint format bench lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo '  Variables: PORT=8000, BIANHENG_DATA=.var, DATABASE_URL, REDIS_URL, PG_BIN, ARGS (passed on), PY=python3.'

demo: $(VENV)/.app ## the whole product on 127.0.0.1 with a demo region; Ctrl-C stops it
	@$(PYTHON) -m config.demo --bound $(ARGS)

demo-reset: $(VENV)/.app ## forgets the demo's data; the next `make demo` begins anew
	@$(PYTHON) -m config.demo --reset

manage: $(VENV)/.app ## manage.py on the demo's database, as in `make manage ARGS="verify_ledger"`
	@$(PYTHON) -m config.embedded $(PYTHON) manage.py $(ARGS)

test: $(VENV)/.dev ## all tests that need no browser, on a PostgreSQL and broker of their own
	@echo 'Not in this run: tests/browser (make test-browser, needs Chromium) and tests/slow (make test-slow).'
	@$(PYTHON) -m pytest -n 2 --dist worksteal --ignore=tests/browser --ignore=tests/slow $(ARGS)

test-slow: $(VENV)/.dev ## the demo from start to end, workers and a pool child killed halfway, the smallest bench
	@$(PYTHON) -m pytest tests/slow --ignore=tests/slow/test_seed_004_year.py $(ARGS)

test-long: $(VENV)/.dev ## random ledgers, registers and loans for much longer than in `make test`, and a whole year
	@HYPOTHESIS_PROFILE=long $(PYTHON) -m pytest tests/quotas/test_ledger_machine.py tests/quotas/test_backdating.py \
		tests/staffing/test_register_machine.py tests/talentpool/test_lending_machine.py \
		tests/slow/test_seed_004_year.py $(ARGS)

test-browser: $(VENV)/.dev ## pages in Debian's Chromium (apt-get install chromium fonts-noto-cjk)
	@command -v chromium >/dev/null || { echo 'Chromium is missing: apt-get install chromium fonts-noto-cjk'; exit 1; }
	@DJANGO_ALLOW_ASYNC_UNSAFE=true $(PYTHON) -m pytest tests/browser $(ARGS)

lint: $(VENV)/.dev ## ruff, format, mypy --strict, import contract, migrations, templates
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(TEST_SETTINGS) $(THROW_AWAY) --fast $(PYTHON) manage.py makemigrations --check --dry-run
	@$(TEST_SETTINGS) $(PYTHON) -m config.template_check

format: $(VENV)/.dev ## mends what ruff can mend
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(VENV)/.dev ## measures against bare SQL; SCALE=province for 20,000 units, ONLY=pages for a part
	@$(PYTHON) -m benchmarks

# No host is recorded in the lock files; uv comes from the registry that pip is set up for, into a throw-away folder.
LOCK = "$$tools/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-annotate --no-emit-index-url --no-emit-find-links pyproject.toml
lock: $(BIN)/python ## compiles requirements/*.txt from pyproject.toml; ARGS=--upgrade takes newer versions
	@tools=$$(mktemp -d) && trap 'rm -rf "$$tools"' EXIT && \
	$(PY) -m venv "$$tools" && "$$tools/bin/python" -m pip install --quiet --disable-pip-version-check uv && \
	$(LOCK) $(ARGS) --output-file requirements/app.txt && \
	$(LOCK) $(ARGS) --group dev --constraints requirements/app.txt --output-file requirements/dev.txt

clean: ## removes the environment and caches, not the demo's data
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@$(PY) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed, found " + sys.version.split()[0] + "; name another with PY=")'
	@$(PY) -c 'import ensurepip' 2>/dev/null || { echo 'This Python cannot make environments: apt-get install python3-venv'; exit 1; }
	@echo '· 建立运行环境,仅首次需要 environment, first time only …'
	@$(PY) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.app: requirements/app.txt | $(BIN)/python
	@$(PIP) -r requirements/app.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(BIN)/python
	@$(PIP) -r requirements/dev.txt
	@touch $@ $(VENV)/.app
