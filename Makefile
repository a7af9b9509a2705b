# install · run · test · check · bench · test-all; each does first whatever it needs and nothing twice.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CLIENT_SOURCES := $(shell find clients -path '*/node_modules' -prune -o -path '*/dist' -prune -o -type f -print)
WEB := clients/web/dist
# Which tests, by their markers.
WHICH = not slow
# Options of `congvu serve`, as in: make run ARGS="--port 9000"
ARGS ?=

.PHONY: help install compile run test test-all check bench lock clean
help:
	@echo "make run       serve a demo city on this machine"
	@echo "make test      run all tests (test-all: the long ones too, and WebKit)"
	@echo "make check     style, types, import rules; nothing is run"
	@echo "make install   only install, and build the web app"
	@echo "make bench     measure"
	@echo "make lock      write requirements/*.txt and clients/package-lock.json anew"

install: $(VENV)/.run $(WEB)/.built compile

# A part that died is back half a second earlier.
compile: $(VENV)/.run
	@$(BIN)/python -m compileall -q domain projections realtime ai backend

run: install
	$(BIN)/congvu serve --demo $(ARGS)

test: $(VENV)/.dev $(WEB)/.built compile
	@chromium=$$(bash infra/setup/browser.sh) && export CONGVU_TEST_CHROMIUM="$$chromium" && \
	$(BIN)/pytest -m "($(WHICH)) and not alone" --numprocesses auto --maxprocesses 4 --dist loadfile && \
	$(BIN)/pytest -m "($(WHICH)) and alone" && npm --prefix clients test

test-all: WHICH = slow or not slow
test-all: test
	@bash infra/setup/webkit.sh

check: $(VENV)/.dev clients/node_modules/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	npm --prefix clients run check

bench: $(VENV)/.dev $(WEB)/.built compile
	$(BIN)/congvu bench $(ARGS)

$(VENV)/.venv:
	@PYTHON=$(PYTHON) bash infra/setup/require.sh
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.venv requirements/run.txt pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

clients/node_modules/.installed: clients/package-lock.json
	@PYTHON=$(PYTHON) bash infra/setup/require.sh
	npm --prefix clients ci
	@touch $@

$(WEB)/.built: clients/node_modules/.installed $(CLIENT_SOURCES)
	npm --prefix clients run build
	@touch $@

# Hashes without addresses: whoever installs chooses the registry.
lock: $(VENV)/.dev
	$(BIN)/python infra/setup/lock.py
	npm --prefix clients install --package-lock-only

clean:
	rm -rf $(VENV) clients/node_modules $(WEB)
