# Everything a fresh machine needs: Python 3.11 or newer, make, and the package registry.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
ALL    := $(VENV)/.all
SAMPLE := build/sample
DEMO   := corpora/disclosures/haigang-2023.txt
WEB    := src/fiscalnlp/view/web
ENGINES := build/engines

.PHONY: demo test test-all evaluate shapes province lint format types bench batches hostile view model golden schema rules corpus lock clean engines sizing docs figures

demo: $(READY)  ## run the main job on the bundled disclosure and show the result
	$(BIN)/fiscalnlp show $(DEMO)

test: $(READY)  ## the whole suite on this Python
	$(BIN)/python -m pytest -n 2

test-all:  ## the suite with every extra, on every Python from 3.11 on that is present
	PYTHON=$(PYTHON) .ci/each-python

evaluate: $(READY)  ## precision, recall and F1 on the bundled and a generated corpus; fails under their floors
	$(BIN)/fiscalnlp evaluate corpora --jobs 2
	PYTHONPATH=corpora $(BIN)/python -m generator sample $(SAMPLE)
	$(BIN)/fiscalnlp evaluate $(SAMPLE) --floors corpora/generator/floors.toml --jobs 2

shapes: $(ALL)  ## the graphs of the bundled documents and of a generated sample against the SHACL shapes
	PYTHONPATH=corpora $(BIN)/python -m generator sample $(SAMPLE) --documents 1 --formats txt
	$(BIN)/fiscalnlp graph validate corpora/disclosures/*.txt corpora/disclosures/*.docx corpora/samples/*.txt \
	    $(SAMPLE)/*.txt

province: $(READY)  ## 5,000 generated disclosures in the graph store: rate of loading, time of each question
	PYTHONPATH=corpora $(BIN)/python benchmarks/province.py build/province

lint: $(READY)  ## style, formatting, import layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(READY)  ## strict type check
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(ALL)  ## what each stage costs on the bundled disclosure, what long texts do, and what reading PDFs does
	$(BIN)/python benchmarks/stages.py
	$(BIN)/python benchmarks/prose.py
	$(BIN)/python benchmarks/reading.py
	PYTHONPATH=corpora $(BIN)/python benchmarks/view.py

batches: $(READY)  ## batches: fifty kills, then speed, overhead and memory against their bars (half an hour)
	$(BIN)/python benchmarks/chaos.py
	PYTHONPATH=corpora $(BIN)/python benchmarks/batch.py build/batch

engines: $(ALL)  ## Daft, Ray Data and Spark (needs Java) on generated documents, each in a venv of its own
	PYTHONPATH=corpora $(BIN)/python -m generator sample $(ENGINES)/documents --documents 6 --formats plain.pdf txt
	set -e; for engine in daft ray spark; do \
	    $(BIN)/python -m venv $(ENGINES)/$$engine; \
	    case $$engine in daft) package='daft[ray]';; ray) package='ray[data]';; spark) package=pyspark;; esac; \
	    $(ENGINES)/$$engine/bin/python -m pip install --quiet --editable . pyarrow "$$package"; \
	done
	$(BIN)/python benchmarks/engines.py $(ENGINES)/documents --python cluster=$(ENGINES)/ray/bin/python \
	    $(foreach engine,daft ray spark,--python $(engine)=$(ENGINES)/$(engine)/bin/python)

sizing: $(ALL)  ## documents per core-hour, and what a nation-wide run comes to
	PYTHONPATH=corpora $(BIN)/python -m generator sample build/sizing --documents 6 --formats plain.pdf txt
	$(BIN)/python benchmarks/sizing.py build/sizing --scans corpora/disclosures/final-accounts-2-scan.pdf

hostile: $(READY)  ## damaged, endless and exploding files, text made to be dear; fails if one breaks the limits
	$(BIN)/python benchmarks/hostile.py
	$(BIN)/python benchmarks/hostile_text.py

view:  ## build script and style of the page of `fiscalnlp view` anew (needs Node.js 20 and the npm registry)
	cd $(WEB) && npm ci --ignore-scripts --no-audit --no-fund && npm run check && npm run build

model: $(READY)  ## train the duty linker anew from corpora/links, and measure it
	PYTHONPATH=models $(BIN)/python -m duty_linker train
	PYTHONPATH=models $(BIN)/python -m duty_linker evaluate

docs: $(ALL)  ## the documentation site in docs/_build, warnings are errors; all its code is run
	$(BIN)/sphinx-build -q -W --keep-going -b html docs docs/_build
	$(BIN)/python -m pytest docs

figures: $(ALL)  ## measure anew what the accuracy and benchmark pages show; on a quiet machine
	$(BIN)/python docs/run_figures.py

golden: $(READY)  ## rewrite the golden files; look at the difference before you commit it
	$(BIN)/python -m pytest tests/test_golden.py tests/store/test_gallery.py --update-golden -q

schema: $(READY)  ## rewrite what is generated from the types and the graph's schema
	$(BIN)/python -m fiscalnlp.export.schema
	$(BIN)/python -m fiscalnlp.export.jsonld
	$(BIN)/python -m fiscalnlp.export.vocabulary
	$(BIN)/python -m fiscalnlp.export.shapes
	$(BIN)/python -m fiscalnlp.export.tables_readme

rules: $(READY)  ## rewrite the catalogue page of the rules
	$(BIN)/python -m fiscalnlp.export.rule_catalogue

corpus: $(READY)  ## write the bundled documents anew; their bytes change only if the generator does
	PYTHONPATH=corpora $(BIN)/python -m generator corpus corpora/disclosures

lock: $(READY)  ## resolve the development dependencies anew
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
	    --no-emit-index-url --no-header --upgrade -o requirements/dev.lock
	$(BIN)/uv pip compile pyproject.toml --group dev --group bench --group docs --group pages --extra all --universal \
	    --python-version 3.11 --constraint requirements/dev.lock --no-emit-index-url --no-header --upgrade -o requirements/all.lock

clean:
	rm -rf $(VENV) .venv-* .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(READY): pyproject.toml requirements/dev.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

$(ALL): $(READY) requirements/all.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/all.lock
	touch $@
