# The targets a developer uses daily; `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help run test proof train evaluate bench encoder lessons lint fix lock check clean

PYTHON ?= python3.11
PY := .venv/bin/python
UV := .venv-uv/bin/uv
export RASA_TELEMETRY_ENABLED := false
# Compiled modules are kept: they halve the start.
export PYTHONDONTWRITEBYTECODE :=

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

# uv comes by pip into an environment of its own; the product's environment is exactly the lock.
.venv-uv/bin/uv:
	@echo "· getting uv (by pip)"
	@$(PYTHON) -m venv .venv-uv
	@.venv-uv/bin/python -m pip install --quiet --disable-pip-version-check "uv>=0.5,<1"

.venv/run.stamp: requirements.lock | .venv-uv/bin/uv
	@echo "· installing requirements.lock into .venv (a minute or so on a fresh machine)"
	@test -x $(PY) || $(PYTHON) -m venv .venv
	@test -e .venv/dev.stamp || VIRTUAL_ENV=$(CURDIR)/.venv $(UV) pip sync --require-hashes requirements.lock
	@touch $@

.venv/dev.stamp: requirements-dev.lock | .venv-uv/bin/uv
	@echo "· installing requirements-dev.lock into .venv"
	@test -x $(PY) || $(PYTHON) -m venv .venv
	@VIRTUAL_ENV=$(CURDIR)/.venv $(UV) pip sync --require-hashes requirements-dev.lock
	@touch $@ .venv/run.stamp

run: .venv/run.stamp ## the whole product, in the foreground; ends its start with a line `ready`
	@exec $(PY) -m bot run

train: .venv/run.stamp ## train a release on the present data and promote it
	@$(PY) -m bot train

evaluate: .venv/dev.stamp ## accuracy of the live release on tests/holdout, into docs/evaluation.md
	@$(PY) -m bot evaluate

bench: .venv/dev.stamp ## latency, memory, CPU per room; PART=server: under load beside stock Rasa; PART=nlu: hours; into docs/
	@$(PY) -m tests.bench.$(or $(PART),line)

# PyTorch does not resolve beside Rasa: an environment of its own, by pip, which takes a CPU build where there is one.
.venv-encoder/stamp: requirements-encoder.lock
	@echo "· installing requirements-encoder.lock into .venv-encoder (PyTorch: several minutes)"
	@test -x .venv-encoder/bin/python || $(PYTHON) -m venv .venv-encoder
	@.venv-encoder/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-encoder.lock
	@touch $@

encoder: .venv-encoder/stamp ## train the sentence encoder's adapter anew (under an hour), into data/encoder
	@OMP_WAIT_POLICY=PASSIVE .venv-encoder/bin/python -m bot.training.encoder

lessons: .venv/dev.stamp ## animated videos of the lessons, into var/lessons; only what has changed
	@$(PY) -m bot lessons build

test: .venv/dev.stamp ## everything that must pass
	@$(PY) -m pytest -q

proof: .venv/dev.stamp ## what takes too long for test: a walk, a promotion under load, 10,000 messages while everything breaks, 100,000 letters with senders killed, 100,000 hostile requests (hours)
	@QIANGUA_WALK=5000 $(PY) -m pytest -q tests/line/test_walk.py
	@$(PY) -m tests.proof.reliability
	@$(PY) -m tests.proof.promotion
	@$(PY) -m tests.proof.outbox
	@$(PY) -m tests.proof.fuzz

lint: .venv/dev.stamp ## ruff, mypy, import-linter, content and data check
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports
	@$(PY) -m bot content check
	@$(PY) -m bot lessons check
	@$(PY) -m bot data check

fix: .venv/dev.stamp ## let ruff mend what it can
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

check: lint test ## lint and test

lock: | .venv-uv/bin/uv ## resolve pyproject.toml into the locks, with hashes and without addresses
	$(UV) pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -q -o requirements.lock
	$(UV) pip compile pyproject.toml --extra dev --extra video --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -q -o requirements-dev.lock

clean: ## forget models, database and logs of this clone
	rm -rf models var
