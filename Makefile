# `make` lists what there is. The two that matter: make run, make test.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check lint types layers fast slow browser bench calibrate llamita spacy kichwa results data kenlm format docker space clean chromium

PY := .venv/bin/python
RUN_READY := .venv/.ready-run
TEST_READY := .venv/.ready-test
APP ?=
PORT ?=
ARGS ?=
ADAPTERS := faq kichwa morphology syntax

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(RUN_READY)  ## open the suite; APP=chatbot for one app, PORT=8000, ARGS="--host 0.0.0.0"
	@exec $(PY) -m apps $(APP) $(if $(PORT),--port $(PORT)) $(ARGS)

test: $(TEST_READY)  ## everything that is checked before a change counts
	@$(MAKE) --no-print-directory --keep-going lint types layers fast slow chromium browser

check: $(TEST_READY)  ## lint, types, layers and fast tests, in about 3 minutes
	@$(MAKE) --no-print-directory lint types layers fast

lint: $(TEST_READY)
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check --quiet . || { echo "Not formatted: run 'make format'."; exit 1; }

types: $(TEST_READY)
	@$(PY) -m mypy

layers: $(TEST_READY)
	@.venv/bin/lint-imports --no-logo

fast: $(TEST_READY)
	@$(PY) -m pytest -n 3 --dist worksteal tests/unit tests/apps tests/architecture core training $(ARGS)

slow: $(TEST_READY)  ## tests that train or load a real model
	@$(PY) -m pytest tests/slow -m "not gpu" $(ARGS) || { status=$$?; [ $$status -eq 5 ] && echo "No slow tests yet."; }

browser: $(TEST_READY)  ## tests in Chromium (CHROMIUM=/path when it is not on the PATH)
	@$(PY) -m pytest tests/browser -rs $(ARGS)

bench: $(TEST_READY)  ## measure speed; ARGS names the benchmark
	@$(PY) -m tests.bench $(ARGS)

data: $(RUN_READY)  ## fetch the public data of training into RIMANA_SOURCES or ~/.rimana/sources; ARGS="--only kichwa"
	@$(PY) -m training.download $(ARGS)

kenlm: $(TEST_READY)  ## build the n-gram peer of `evaluate bits` (needs cmake, g++, boost; minutes)
	@folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	$(PY) -m pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: --no-build-isolation --dest "$$folder" kenlm==0.3.0; \
	tar -xzf "$$folder"/kenlm-0.3.0.tar.gz -C "$$folder"; \
	cmake -S "$$folder/kenlm-0.3.0" -B "$$folder/build" -DCMAKE_BUILD_TYPE=Release -DENABLE_INTERPOLATE=OFF >/dev/null \
	  || { echo "On Debian and Ubuntu: apt-get install cmake g++ zlib1g-dev libboost-program-options-dev libboost-system-dev libboost-thread-dev libboost-test-dev"; exit 1; }; \
	cmake --build "$$folder/build" --target lmplz >/dev/null; cp "$$folder/build/bin/lmplz" .venv/bin/

calibrate: $(RUN_READY)  ## fit the FAQ's encoder and confidence anew (RIMANA_SOURCES=folder of the public texts)
	@$(PY) -m training.encoder
	@$(PY) -m training.calibrate

llamita: $(RUN_READY)  ## train Llamita and its adapters from nothing (about 2 hours; resumes where it stopped)
	@[ -f build/llamita/tokens.npy ] || $(PY) -m training.mixture --out build/llamita
	@$(PY) -m training.pretrain --out build/llamita
	@for stage in words settle; do $(PY) -m training.lora training/recipes/llamita-$$stage.toml --out build/llamita-$$stage --resume; done
	@$(PY) -m training.ship --base build/llamita --stages build/llamita-words build/llamita-settle
	@for task in $(ADAPTERS); do $(PY) -m training.lora training/recipes/$$task.toml --out build/$$task --resume; done
	@$(PY) -m training.ship --adapters $(addprefix build/,$(ADAPTERS))

spacy: $(RUN_READY)  ## train the spaCy pipelines anew (about 35 minutes)
	@for language in en es qu; do $(PY) -m training.spacy_pipelines spacy-$$language; done

kichwa: $(RUN_READY)  ## compile the Kichwa lexicon and learn the translator's tables anew (about 15 minutes; RIMANA_SOURCES)
	@$(PY) -m training.kichwa_lexicon build
	@for table in kichwa_analyser variety dialects translation; do $(PY) -m training.$$table; done

results: $(TEST_READY)  ## measure what docs/results.md reports (RIMANA_SOURCES too; NAMES="faq parse_spacy_en" for some)
	@$(PY) -m training.results $(or $(NAMES),all)

format: $(TEST_READY)  ## put the code in the common form
	@$(PY) -m ruff check --fix --quiet . ; $(PY) -m ruff format .

docker:  ## build the image `rimana`; APP=chatbot for one app
	docker build --build-arg APP=$(APP) -t rimana .
	@echo "Start it with: docker run --rm -p 7860:7860 rimana"

space: $(RUN_READY)  ## assemble the Hugging Face Space of APP under build/
	@card=$$($(PY) -c 'import sys; from apps.registry import APPS; print(*[a.card for a in APPS if a.name == sys.argv[1]])' "$(APP)"); \
	[ -n "$$card" ] || { echo "Say which app: make space APP=chatbot"; exit 1; }; \
	folder=build/space-$(APP); rm -rf $$folder; mkdir -p $$folder; \
	tar --exclude=__pycache__ -cf - apps core training assets docs/results requirements.txt pyproject.toml LICENSE .dockerignore | tar -xf - -C $$folder; \
	sed -e 's/^ARG APP=.*/ARG APP=$(APP)/' -e 's/^ARG PUBLIC=.*/ARG PUBLIC=true/' Dockerfile > $$folder/Dockerfile; \
	cp "$$card" $$folder/README.md; \
	echo "$$folder is ready: push it as the repository of a Docker Space."

clean:  ## remove what was built; .venv stays
	rm -rf build test-results .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

# --- set-up: only when the list of libraries changed ---
.venv/bin/python:
	@for python in python3.11 python3 python; do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then \
	    "$$python" -m venv .venv && exit 0; \
	    rm -rf .venv; echo "Python 3.11 is here, but it cannot make a .venv. On Debian and Ubuntu: apt-get install python3.11-venv"; exit 1; \
	  fi; \
	done; \
	echo "Rimana needs Python 3.11, and there is none on the PATH. Get it from python.org, or on Debian: apt-get install python3.11 python3.11-venv"; exit 1

$(RUN_READY): requirements.txt | .venv/bin/python
	@echo "Installing what Rimana needs (once; some minutes)"
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(TEST_READY): requirements.txt requirements-dev.txt | .venv/bin/python
	@echo "Installing what Rimana and its tests need (once; some minutes)"
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(RUN_READY)

chromium:
	@if [ -n "$${CHROMIUM:-}" ] || command -v chromium chromium-browser google-chrome >/dev/null; then exit 0; fi; \
	root=""; [ "$$(id -u)" -eq 0 ] || root="sudo -n"; \
	if command -v apt-get >/dev/null && { [ -z "$$root" ] || $$root true 2>/dev/null; }; then \
	  echo "Installing Chromium for the browser tests"; \
	  $$root apt-get update -qq </dev/null >/dev/null \
	    && $$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium </dev/null >/dev/null \
	    && exit 0; \
	fi; \
	echo "BROWSER TESTS ARE SKIPPED: no Chromium here and no right to install it. Install it, or give CHROMIUM=/path/to/it."
