# On a fresh machine with Python 3.11 or newer: `make chat` opens the chat, `make test` runs the tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TEST_PROCESSES ?= 2
export OMP_WAIT_POLICY := PASSIVE
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: chat test check format bench weights reader clean

chat: $(VENV)/ready
	$(BIN)/python app.py

test: $(VENV)/ready-dev
	$(BIN)/python -m pytest -n $(TEST_PROCESSES)

check: $(VENV)/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	mkdir -p build/types/pincite
	ln -sfn $(CURDIR)/corpus $(CURDIR)/index $(CURDIR)/qa build/types/pincite/
	cd build/types && $(CURDIR)/$(BIN)/mypy --config-file $(CURDIR)/pyproject.toml
	$(BIN)/python -m tests.audit

format: $(VENV)/ready-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/ready-dev
	$(BIN)/python -m tests.bench

# fits the confidence on tests/data and the articles kept from training; writes qa/weights/confidence.json
weights: $(VENV)/ready-training
	$(BIN)/python -m pincite.qa.training.fit_confidence

# trains the reader on the data in the folder DATA (hours on two cores, minutes on a GPU), goes
# on where it was killed, and writes qa/weights
reader: $(VENV)/ready-training
	$(BIN)/python -m pincite.qa.training.reader --data $(DATA)
	$(BIN)/python -m pincite.qa.training.fit_confidence

clean:
	rm -rf $(VENV) build *.egg-info

# torch first: with it in place, no other package asks for the several gigabytes of a CUDA build
$(VENV)/ready: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Pincite needs Python 3.11 or newer: make PYTHON=python3.11 chat")'
	$(BIN)/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet 'torch~=2.13.0'
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/ready-dev: $(VENV)/ready
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

$(VENV)/ready-training: $(VENV)/ready-dev
	$(BIN)/python -m pip install --quiet --editable '.[training]'
	touch $@
