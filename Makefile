# Clean Claim: `make run` to use it, `make test` to prove it. Needs Python 3.11+, make and pip.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py

.DEFAULT_GOAL := help
.PHONY: help run prepare test prove check bench browser clean

help: ## What can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: prepare ## Set up what is missing and serve on 127.0.0.1:8000 (PORT changes it)
	@echo "Serving on http://127.0.0.1:$(PORT)/ - stop with Ctrl-C"
	@DEMO=1 exec $(BIN)/gunicorn sandbox.wsgi \
		--bind 127.0.0.1:$(PORT) --worker-class gthread --workers 2 --threads 4 --preload \
		--log-level warning

prepare: .venv/installed
	@$(MANAGE) set_up

test: .venv/installed-tests browser ## Install what tests need, a browser too, and run them all on both databases
	@$(MANAGE) build_codebook
	$(BIN)/python tests/on_both.py --numprocesses auto --dist worksteal --ignore tests/journeys
	$(BIN)/pytest tests/journeys --numprocesses auto --dist worksteal

prove: .venv/installed-tests browser ## The long proofs (races, crashes, walks), about an hour on two cores
	@$(MANAGE) build_codebook
	$(BIN)/python tests/on_both.py everything --numprocesses auto --dist worksteal --ignore tests/journeys
	$(BIN)/pytest -m prove --numprocesses auto --dist worksteal; ended=$$?; $(BIN)/python tests/postgres.py stop; exit $$ended

check: .venv/installed-tests ## Lint, types, migrations, deployment settings, packages, cases
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(MANAGE) makemigrations --check --dry-run
	HTTPS=1 $(MANAGE) check --deploy --fail-level WARNING
	$(BIN)/python tests/audit.py
	@$(MANAGE) build_codebook
	$(MANAGE) check_cases
	$(MANAGE) check_payers
	$(MANAGE) rules_table --check
	$(MANAGE) cases_table --check

bench: .venv/installed-tests ## One table: what it costs beside a bare Django project, some 20 minutes
	@$(BIN)/python -m tests.bench

browser: .venv/installed-tests
	@$(BIN)/python tests/browser.py

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Clean Claim needs Python 3.11 or newer; set PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv .venv || { $(PYTHON) -m pip install --user --quiet virtualenv \
		&& $(PYTHON) -m virtualenv --quiet .venv; }

.venv/installed: requirements.txt | .venv/bin/python
	@echo "[1/6] Packages"; $(BIN)/python -m pip install --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/installed-tests: tests/requirements.txt requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	@touch $@ .venv/installed

clean: ## Remove what was built (the database in var/ stays)
	rm -rf .venv build .pytest_cache .mypy_cache .ruff_cache .hypothesis
