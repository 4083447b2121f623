# The front door: `make run` starts the demo, `make test` proves the code, `make check` reads it.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps

.PHONY: run test crash fuzz lanes storm model bench check fix screenshots lock

run: $(VENV)/run.stamp ## the demo: a station, its phones in a web page, no account needed
	$(PY) -m bot demo

test: $(VENV)/dev.stamp ## every test, on SQLite, PostgreSQL and in a real browser; four at a time, many wait for clocks
	$(PY) -m pytest -n 4 --dist worksteal

crash: $(VENV)/dev.stamp ## kill the bot N times (200) while people work with it; SEED repeats a run
	KILLS=$(N) SEED=$(SEED) $(PY) -m pytest -n 2 -rP tests/crash

fuzz: $(VENV)/dev.stamp ## send N (20,000) updates to the bot, mutilated ones and made-up ones of every kind; SEED repeats a run
	UPDATES=$(or $(N),20000) SEED=$(SEED) $(PY) -m pytest -n 0 -s tests/fuzz

lanes: $(VENV)/dev.stamp ## whose turn it is, with N (100,000) messages against a strict Telegram on a virtual clock
	MESSAGES=$(or $(N),100000) $(PY) -m pytest -n 0 tests/bot/test_lanes.py

storm: $(VENV)/dev.stamp ## 10,000 messages while a third of all calls fail, 3,000 at Telegram's full pace; minutes; SEED repeats a run
	FAILING=10000 PACED=3000 SEED=$(SEED) $(PY) -m pytest -n 0 -s tests/storms

model: $(VENV)/dev.stamp ## let N (100) stations live at random and look at the invariants after every step
	LIVES=$(or $(N),100) STEPS=60 $(PY) -m pytest -n 0 tests/model

bench: $(VENV)/dev.stamp $(VENV)/peers.stamp ## turns a second, press to answer, start-up and memory (docs/performance.md)
	$(PY) -m bench.turns
	$(PY) -m bench.sending
	$(PY) -m bench.delivering
	$(PY) -m bench.due
	$(PY) -m bench.history
	$(PY) -m bench.presses
	$(PY) -m bench.broadcast
	$(PY) -m bench.startup

check: $(VENV)/dev.stamp ## format, lint, types, import contracts, dead code, dependency hygiene
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/vulture
	$(VENV)/bin/deptry .

fix: $(VENV)/dev.stamp ## format and mend what can be mended
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

screenshots: $(VENV)/dev.stamp ## the README's pictures, taken anew (needs Chromium)
	$(PY) -m docs.screenshots

lock: ## renew the lock files (needs uv)
	uv pip compile pyproject.toml --universal -p 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements.lock
	uv pip compile pyproject.toml --group dev -c requirements.lock --universal -p 3.11 --generate-hashes --no-emit-index-url --no-header -q -o tests/requirements.lock
	uv pip compile bench/peers/requirements.in --universal -p 3.11 --generate-hashes --no-emit-index-url --no-header -q -o bench/peers/requirements.lock

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Dudao needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.lock | $(VENV)/bin/python
	$(PIP) -r requirements.lock
	touch $@

$(VENV)/dev.stamp: tests/requirements.lock | $(VENV)/bin/python
	$(PIP) -r tests/requirements.lock
	touch $@ $(VENV)/run.stamp

$(VENV)/peers.stamp: bench/peers/requirements.lock | $(VENV)/bin/python
	$(PYTHON) -m venv $(VENV)/peers
	$(VENV)/peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $<
	touch $@
