# Every target sets up .venv by itself when it is missing or out of date.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# Jupyter refuses to start as root, as whom containers run, unless told.
ROOT := $(if $(filter 0,$(shell id -u)),--allow-root)

.DEFAULT_GOAL := help
.PHONY: help site test coverage torture fuzz audit sbom check bench lab app lock clean

help: ## Say what each target does
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-8s %s\n", $$1, $$2}' Makefile

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if (3, 11) <= v < (3, 14) else f"Python 3.11 to 3.13 is needed, {sys.executable} is {v.major}.{v.minor}. Name another one: make PYTHON=python3.12")'
	@echo "Setting up $(VENV) (once; a few minutes)"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .
	@touch $@

site: $(READY) ## Publish the latest full year and the latest year to date into site/
	@$(BIN)/trade publish

test: $(READY) ## Run every check and every test
	@$(MAKE) --no-print-directory check
	@$(BIN)/pytest -n auto --dist loadgroup

coverage: $(READY) ## Say which lines of helpers no test runs (twice the time of the tests)
	@COVERAGE_FILE=$(CURDIR)/.coverage $(BIN)/pytest -n auto --dist loadgroup --cov --cov-report=term-missing:skip-covered

torture: $(READY) ## Kill the commands at fifty random moments each (some minutes)
	@$(BIN)/pytest -s --kills 50 tests/test_kills.py

fuzz: $(READY) ## Read damaged tables for ten minutes, chosen by what they make the readers do
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --target $(VENV)/fuzz --upgrade --require-hashes --requirement tests/fuzz.lock
	@cd tests && PYTHONPATH=..:../$(VENV)/fuzz ../$(BIN)/python fuzz.py $(SECONDS)

# Exit 1 where a package has a known weakness, 2 where nobody could be asked.
audit: $(READY) ## Ask the package index for known weaknesses of the locked packages
	@told=$$($(BIN)/uv tool run pip-audit@2.10.1 --no-deps --disable-pip --strict -r requirements.lock 2>&1); code=$$?; \
	if printf '%s' "$$told" | grep -q 'known vulnerabilit'; then printf '%s\n' "$$told" | grep -v '^WARNING'; exit $$code; fi; \
	printf '%s\n' "$$told" | tail -n 1; \
	echo 'No answer: the package index could not be asked, so nothing is known of the packages.'; exit 2

sbom: $(READY) ## Write sbom.cdx.json: every package of .venv with version and licence (CycloneDX)
	@$(BIN)/uv tool run --from cyclonedx-bom==7.5.0 cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --output-format JSON --output-file sbom.cdx.json $(BIN)/python
	@echo 'Written: sbom.cdx.json'

check: $(READY) ## Run the quick checks: style, types, notebooks without outputs
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache >/dev/null || $(BIN)/lint-imports --no-cache
	@$(BIN)/nbstripout --keep-id --verify notebooks/*.ipynb

lab: $(READY) ## Open JupyterLab on the explorer and the reports
	@$(BIN)/jupyter lab --ip=127.0.0.1 $(ROOT) --notebook-dir=. --expose-app-in-browser notebooks/explore.ipynb

app: $(READY) ## Serve the explorer as a page of its own, on this machine only
	@$(BIN)/voila --Voila.ip=127.0.0.1 --Voila.auto_token=True --strip_sources=True notebooks/explore.ipynb $(APP)

bench: $(READY) ## Time publishing beside the stock commands and the work itself (about half an hour)
	@$(BIN)/python tests/bench.py $(BENCH)

lock: $(READY) ## Renew requirements.lock from pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --extra dev --extra app --upgrade --custom-compile-command "make lock" pyproject.toml --output-file requirements.lock

clean: ## Remove .venv, site and the site before
	@rm -rf $(VENV) site .site.* sbom.cdx.json
