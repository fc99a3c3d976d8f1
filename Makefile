# Set-up and checks; each target does all that it needs. `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
READY_DEV := .venv/ready-dev
export NO_MKDOCS_2_WARNING := 1

.PHONY: help settings site pdf offline prerender serve lint quick test engine fuzz bench addresses check clean lock format

help:  ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

site: settings  ## Build the site into site/
	$(BIN)/mkdocs build

pdf: settings  ## Build the site with all chapters as a PDF, printed by the Chromium of this machine
	COMPANION_PDF=true $(BIN)/mkdocs build

offline: settings  ## Build the site as one zip that opens from a folder, without server or network
	@test -n "$$SITE_URL" || echo "SITE_URL is not set: citations made in the copy give no address of the site"
	COMPANION_OFFLINE=true COMPANION_PDF=true $(BIN)/mkdocs build --site-dir dist/companion

prerender: settings  ## Write the site's finished Markdown, which builds without this engine, into dist/prerendered/
	COMPANION_PRERENDER=true $(BIN)/mkdocs build

serve: settings  ## Preview with live reload, also of bibliography, data and templates
	$(BIN)/mkdocs serve --livereload

settings: $(READY)
	@$(BIN)/python -m macros.data.reading

lint: $(READY)  ## Name every mistake in the sources, and build nothing
	@$(BIN)/python -m macros.lint

test: check  ## Run everything: format, lint, types, unit tests, the real site in a real browser
	$(BIN)/python -m tests.browser.browsers
	$(BIN)/pytest --numprocesses auto --dist worksteal

quick: check  ## Run what needs no browser and is not slow: format, lint, types, unit tests
	$(BIN)/pytest --numprocesses auto --dist worksteal --ignore tests/browser -m "not slow"

engine: $(READY_DEV)  ## Try the engine, and these sources as far as it knows them, for a paper other than the first
	$(BIN)/pytest --numprocesses auto --dist worksteal --ignore tests/browser -m "not paper"

fuzz: $(READY_DEV)  ## Try readers and macros on made-up input for some minutes; EXAMPLES=5000
	FUZZ_EXAMPLES=$(or $(EXAMPLES),2000) $(BIN)/pytest --numprocesses auto tests/test_fuzz.py

bench: $(READY_DEV)  ## Compare with plain Material on three sizes of corpora; CORPORA=small,medium REPEATS=5
	$(BIN)/python -m tests.bench $(if $(CORPORA),--corpora $(CORPORA)) $(if $(REPEATS),--repeats $(REPEATS))

addresses: settings  ## Address new paragraphs, add to addresses.tsv; ACCEPT="page/#id …" accepts rewordings
	$(BIN)/python -m macros.addresses paragraphs docs
	$(BIN)/mkdocs build --site-dir .cache/addresses
	$(BIN)/python -m macros.addresses ledger .cache/addresses $(ACCEPT)

check: $(READY_DEV)  ## Check format, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: $(READY_DEV)  ## Put the code into shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(READY_DEV)  ## Lock the newest versions that requirements*.in allow
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-emit-index-url requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-emit-index-url requirements-dev.in -o requirements-dev.txt

clean:  ## Remove everything that was made
	rm -rf site dist .bench .cache .site-* .venv *.egg-info *.blg .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# An environment names its folder: in a copy, or after a move, it would run the engine of the other
# one, or nothing.
FOREIGN := $(shell test ! -e .venv/bin/activate -o -L .venv || \
	grep -qsF -e '"$(CURDIR)/.venv' -e '=$(CURDIR)/.venv' -e ' $(CURDIR)/.venv' \
		.venv/bin/activate .venv/pyvenv.cfg || echo --clear)
ifneq ($(FOREIGN),)
.PHONY: .venv/made
endif

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv $(FOREIGN) .venv
	touch $@

$(READY): .venv/made requirements.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-index \
		--no-build-isolation --editable .
	$(BIN)/python -m compileall -q macros  # as pip does with packages
	touch $@

$(READY_DEV): $(READY) requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@
