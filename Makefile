# Every target does its own set-up: a virtual environment in .venv with the locked versions.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT := out

.PHONY: demo test test-neural check bench train docs lock clean

PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
NEURAL := .venvs/neural

$(VENV)/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/ready-dev: requirements-dev.lock $(VENV)/ready
	$(PIP) -r requirements-dev.lock
	touch $@

demo: $(VENV)/ready ## build the record of examples/ and print its brief
	@mkdir -p $(OUT)
	@rm -f $(OUT)/example.tawatur
	$(BIN)/tawatur build examples -o $(OUT)/example.tawatur
	@$(BIN)/tawatur brief $(OUT)/example.tawatur --format html -o $(OUT)/brief.html
	@$(BIN)/tawatur brief $(OUT)/example.tawatur
	@$(BIN)/python tools/look_further.py $(OUT)

test: check ## all checks and tests, then the seeds' table where ../shared is there
	$(BIN)/python -m pytest
	$(BIN)/python tools/seed_scores.py

$(NEURAL)/ready: requirements-neural.lock pyproject.toml
	$(PYTHON) -m venv $(NEURAL)
	$(NEURAL)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-neural.lock
	$(NEURAL)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

test-neural: $(NEURAL)/ready ## the optional tagger's tests, in an environment of their own (torch: docs/decisions/0005)
	$(NEURAL)/bin/python -m pytest tests/unit/annotate/test_name_neural.py

check: $(VENV)/ready-dev ## lint and types
	$(BIN)/ruff check --no-cache src tests bench tools
	$(BIN)/mypy

bench: $(VENV)/ready-dev ## speed and memory, in passes and beside named peers
	$(BIN)/python bench/build.py
	$(BIN)/python bench/times.py --install

train: $(VENV)/ready-dev ## train the weights that ship, bit for bit
	$(BIN)/python tools/train_names.py

docs: $(VENV)/ready-dev ## write the generated pages
	$(BIN)/python tools/write_docs.py

lock: ## write requirements.lock anew from pyproject.toml
	$(PYTHON) tools/lock.py

clean:
	rm -rf $(OUT) build dist .pytest_cache .mypy_cache .ruff_cache
