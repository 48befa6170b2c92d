# Every target makes its own .venv when there is none: a fresh machine needs Python >= 3.11 and make, nothing else.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
DEMO   ?= demo
FUZZ_SECONDS ?= 600

.PHONY: demo test test-all check format bench fuzz pictures wheel clean help

help:            ## say what there is
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 12

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "panscape needs Python 3.11 or newer, $(PYTHON) is older; say: make PYTHON=/path/to/python3.12"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

demo: $(STAMP)   ## the whole story, small: scenes, truth, three annotators, scores, one HTML page
	$(BIN)/panscape demo $(DEMO)

test: $(STAMP)   ## the tests
	$(BIN)/python -m pytest -q

test-all: $(STAMP) ## the tests, the slow ones too
	$(BIN)/python -m pytest -q -m ''

check: $(STAMP)  ## ruff, format, mypy, layering
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy core/panscape generator/panscape evaluation/panscape
	$(BIN)/python -m pytest -q tests/test_layering.py

format: $(STAMP) ## put the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMP)  ## measure: ours beside the peers that are installed (pip install '.[peers]')
	$(BIN)/python -m pytest benchmarks --benchmark-enable --benchmark-only -q

fuzz: $(STAMP)   ## feed the PNG reader mangled files for ten minutes (FUZZ_SECONDS); what it finds goes to .fuzz/
	$(BIN)/python -m pip install --quiet 'atheris>=2.3'
	mkdir -p .fuzz && $(BIN)/python tests/fuzz/fuzz_png.py .fuzz -artifact_prefix=.fuzz/ -max_total_time=$(FUZZ_SECONDS)

pictures: $(STAMP) ## make the pictures of README and docs again
	$(BIN)/python docs/pictures.py

wheel: $(STAMP)  ## build the wheel into dist/
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

clean:           ## remove what was made here
	rm -rf $(VENV) dist $(DEMO) .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks
	find . -name __pycache__ -prune -exec rm -rf {} +
