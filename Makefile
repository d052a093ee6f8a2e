# Needs nothing but Python 3.11+ and make. `make setup` makes .venv; every other target sees to that by itself.

PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= 4

.PHONY: setup demo test questions soak lint bench screenshots charts documents conversations alerts stories
.DEFAULT_GOAL := demo

setup: .venv/ready-to-work

demo: .venv/ready-to-run
	@$(BIN)/python bot.py demo $(ARGS)

test: .venv/ready-to-work
	$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

questions: .venv/ready-to-work
	@$(BIN)/python -m tests.asking.questions_report

conversations: .venv/ready-to-work
	WRITE_CONVERSATIONS=1 $(BIN)/python -m pytest -p no:xdist tests/conversations

alerts: .venv/ready-to-work
	WRITE_ALERTS=1 $(BIN)/python -m pytest -p no:xdist tests/alerting/test_alerts_page.py

stories: .venv/ready-to-work
	WRITE_STORIES=1 $(BIN)/python -m pytest -p no:xdist -m "soak or not soak" tests/stories

soak: .venv/ready-to-work
	$(BIN)/python -m tests.soak $(ARGS)

lint: .venv/ready-to-work
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/ready-to-work
	$(BIN)/python -m tests.bench $(ARGS)

screenshots: .venv/ready-to-work
	$(BIN)/python -m tests.screenshots

documents: .venv/ready-to-work
	$(BIN)/python -m tests.documents.samples

charts: .venv/ready-to-work
	$(BIN)/python -m tests.charts.kept

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "Scrutineer needs Python 3.11 or newer: install it, or say where it is with make PYTHON=..."; exit 1; }
	@$(PYTHON) -m venv .venv || \
		{ rm -rf .venv; echo "Python's venv module is missing: install it (Debian and Ubuntu: python3-venv)."; exit 1; }

.venv/ready-to-run: requirements.txt | .venv/bin/python
	@echo "Installing what Scrutineer runs on (about half a minute, once) ..."
	@$(call install,requirements.txt)
	@touch $@

.venv/ready-to-work: requirements.txt requirements-dev.txt | .venv/bin/python
	@echo "Installing what Scrutineer and its tests run on (about a minute, once) ..."
	@$(call install,requirements-dev.txt)
	@touch $@ .venv/ready-to-run

# uv does the same as pip from the same pins, in a tenth of the time.
define install
if command -v uv >/dev/null 2>&1; then uv pip install --quiet --python $(BIN)/python -r $(1); \
else $(BIN)/python -m pip install --quiet --disable-pip-version-check -r $(1); fi || \
{ echo "The packages in $(1) could not be installed: is the package index within reach?"; exit 1; }
endef
