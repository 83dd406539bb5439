# Every command makes what it needs: an environment from the lock file, and for tests a browser.
PYTHON ?= python3.11
VENV   := .venv
BIN    := $(VENV)/bin
UV     := 0.13.9

.PHONY: install run check test evals bench format lock browser clean

install: $(VENV)/.installed

$(VENV)/.installed: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	test -x $(BIN)/uv || $(BIN)/pip install --quiet --disable-pip-version-check uv==$(UV)
	$(BIN)/uv pip sync --quiet --require-hashes requirements.lock
	$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

run: install
	$(BIN)/carnet serve

check: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/carnet prompts verify

format: install
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

browser:
	sh tests/journeys/browser.sh

# The journeys run apart: one browser and one server serve them all.
test: install browser
	$(BIN)/pytest --ignore=tests/journeys --numprocesses auto --dist worksteal
	$(BIN)/pytest tests/journeys

evals: install
	$(BIN)/python -m tests.evals

bench: install
	$(BIN)/python -m benchmarks

lock:
	$(BIN)/uv pip compile pyproject.toml --group dev --generate-hashes --python-version 3.11 --quiet --output-file requirements.lock

clean:
	rm -rf $(VENV) build *.egg-info
