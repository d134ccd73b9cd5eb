# The two commands a newcomer needs: `make run` and `make test`.

PYTHON ?= python3
PIP = .venv/bin/python -m pip --disable-pip-version-check --quiet
UV ?= uv
EVALUATION = ../shared/evaluation

.PHONY: run test format lock evaluate benchmark clean

run: .venv/installed
	.venv/bin/mujaz run

test: .venv/installed-dev
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/pytest --cov --cov-report=term:skip-covered

format: .venv/installed-dev
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Mujaz needs Python 3.11 or newer; name one: make run PYTHON=python3.12")'
	$(PYTHON) -m venv .venv

.venv/installed: requirements.txt pyproject.toml | .venv/bin/python
	@echo "Installing the dependencies into .venv (once, a minute or two) ..."
	$(PIP) install --require-hashes -r requirements.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

.venv/installed-dev: requirements-dev.txt .venv/installed
	$(PIP) install --require-hashes -r requirements-dev.txt
	touch $@

# Writes both requirements files anew from pyproject.toml; needs uv. With extras: the pip
# of Python 3.11 takes a bare pin for no pin of a package that another asks for with one;
# all but lxml's, on whose extra it breaks off.
lock:
	$(UV) pip compile --no-strip-extras --universal --generate-hashes --python-version 3.11 --no-header --no-emit-index-url --quiet pyproject.toml -o requirements.txt
	$(UV) pip compile --no-strip-extras --universal --generate-hashes --python-version 3.11 --no-header --no-emit-index-url --quiet pyproject.toml --group dev -o requirements-dev.txt
	sed -i.old 's/^lxml\[html-clean\]==/lxml==/' requirements.txt requirements-dev.txt && rm requirements.txt.old requirements-dev.txt.old

evaluate: .venv/installed
	@if [ -d $(EVALUATION) ]; then \
	  for set in dev seed; do \
	    .venv/bin/mujaz analyze --jsonl < $(EVALUATION)/$$set.jsonl > .venv/predicted-$$set.jsonl && \
	    echo "$$set.jsonl" && \
	    .venv/bin/python $(EVALUATION)/score.py $(EVALUATION)/$$set.jsonl .venv/predicted-$$set.jsonl $(SHOW) || exit 1; \
	  done; \
	  echo "stories/dev.jsonl"; \
	  .venv/bin/mujaz stories --jsonl $(EVALUATION)/stories/dev.jsonl > .venv/predicted-stories.jsonl && \
	  .venv/bin/python $(EVALUATION)/score_stories.py $(EVALUATION)/stories/dev.jsonl .venv/predicted-stories.jsonl $(if $(SHOW),--show); \
	else echo "No annotated articles at $(EVALUATION): nothing was evaluated."; fi

benchmark: .venv/installed-dev
	.venv/bin/python -m tests.benchmarks

clean:
	rm -rf .venv build *.egg-info .coverage .mypy_cache .pytest_cache .ruff_cache
