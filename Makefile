# The verbs of this project. `make help` lists them; each sets up by itself what it needs.

PYTHON ?= python3
ifeq ($(OS),Windows_NT)
VENV := .venv/Scripts
OFFLINE :=
else
VENV := .venv/bin
OFFLINE := packaging/develop/without_network
endif
PY := $(VENV)/python
CODE := src tests packaging

# Narrow a test run, for example: make test TESTS=tests/log ARGS="-k merge -x"
TESTS ?=
ARGS ?=
# How many examples each property test tries under `make properties`.
EXAMPLES ?= 1000
# How long `make fuzz` takes in all.
FUZZ_SECONDS ?= 600

.DEFAULT_GOAL := help
.PHONY: help setup run test check format format-check lint types imports docs catalogues interop faults fuzz properties screenshots bench lock clean

help: ## List these verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { \
		needs = ""; if (match($$2, /^\[[^]]*\] /)) { needs = substr($$2, 2, RLENGTH - 3); $$2 = substr($$2, RLENGTH + 1) } \
		if (needs == "" || system("test -e " needs) == 0) printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Make .venv with the locked packages, compile the catalogues, see that Qt starts
	@$(PYTHON) packaging/develop/set_up.py

run: setup ## Open the window; without a display, walk the sample job in the terminal
	@$(PY) packaging/develop/run.py

test: setup ## Run the tests, without any network
	@$(OFFLINE) $(PY) -m pytest $(TESTS) $(ARGS)

check: setup format-check lint types imports test ## Everything that must be right before a change is handed in

format: setup ## Lay out the code
	@$(PY) -m ruff format $(CODE)
	@$(PY) -m ruff check --fix-only --select I $(CODE)

format-check: setup
	@$(PY) -m ruff format --check $(CODE)

lint: setup ## Look for likely mistakes
	@$(PY) -m ruff check $(CODE)

types: setup ## Check the types, strictly, tests too
	@$(PY) -m mypy

imports: setup ## Check the import contracts, which are the architecture
	@$(VENV)/lint-imports

docs: setup ## Check the documentation: links, commands, decisions
	@$(PY) -m pytest -q tests/habits/test_documents.py

catalogues: setup ## Collect the sentences of the program into the catalogues and compile them
	@$(PY) packaging/develop/catalogues.py update

screenshots: setup ## Render everything the window shows into build/screenshots, to be looked at
	@$(PY) packaging/develop/screenshots.py $(ARGS)

interop: setup ## Check our formats against other people's programs
	@$(PY) packaging/develop/marked_tests.py interop $(ARGS)

faults: setup ## Kill processes, fill disks, and see that nothing acknowledged is lost
	@$(PY) packaging/develop/marked_tests.py faults $(ARGS)

fuzz: setup ## Feed the decoders with made-up bytes for FUZZ_SECONDS
	@FUZZ_SECONDS=$(FUZZ_SECONDS) $(PY) packaging/develop/fuzz.py

properties: setup ## Try each property on EXAMPLES random examples
	@PROTECTNET_EXAMPLES=$(EXAMPLES) $(OFFLINE) $(PY) -m pytest -m hypothesis $(TESTS) $(ARGS)

bench: setup ## [tests/bench] Measure the speed and size against plain tools
	@$(PY) -m tests.bench

lock: setup ## Choose the newest allowed releases that are a week old and lock them
	@$(PYTHON) packaging/develop/lock.py

clean: ## Remove everything that the other verbs made
	@rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find src tests packaging -name __pycache__ -type d -prune -exec rm -rf {} +
	@find resources -name '*.mo' -exec rm -f {} +
