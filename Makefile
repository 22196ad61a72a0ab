# Maillage : deux commandes suffisent / two commands are enough
#   make run    installe, construit les données, ouvre l'application / installs, builds the data, opens the app
#   make test   installe, puis exécute tous les essais / installs, then runs every test
#
# Variables : PORT=8501  ADDRESS=0.0.0.0 (visible du réseau / seen by the network)
#             HEADLESS=1 (serveur, sans navigateur / server, no browser)
#             HOSTS="maillage.exemple.org" (noms du serveur, avec ADDRESS / names of the server, with ADDRESS)
#             UV= (ignore uv, use pip)  PYTHON3=/chemin/python3.12  ARGS="-k carte" (pytest)

.DEFAULT_GOAL := help
SHELL := /bin/sh

VENV := .venv
PYTHON := $(VENV)/bin/python
RUN_READY := $(VENV)/.ready-run
DEV_READY := $(VENV)/.ready-dev
ROADS_READY := $(VENV)/.ready-roads
DATABASE := data/flows.duckdb

PORT ?= 8501
HEADLESS ?=
ADDRESS ?=
HOSTS ?=
ARGS ?=
# A shim named uv may stand on the PATH without working: it is tried, not only looked up.
UV := $(shell uv --version >/dev/null 2>&1 && echo uv)
PYTHON3 ?=

# Vu du réseau, on vient sous un des noms de cette machine, ou de HOSTS / seen by the network: by one of its names.
NAMES = localhost 127.0.0.1 ::1 $(filter-out 0.0.0.0 ::,$(ADDRESS)) $(HOSTS) $(shell hostname; hostname -I 2>/dev/null)
STREAMLIT_FLAGS = --server.port $(PORT) \
	$(if $(ADDRESS),--server.address $(ADDRESS) $(foreach name,$(NAMES),--server.allowedHosts $(name))) \
	$(if $(filter-out 0 false no,$(HEADLESS)),--server.headless true)
PIP_INSTALL = $(if $(UV),$(UV) pip install --quiet --python $(PYTHON),$(PYTHON) -m pip install --quiet --disable-pip-version-check)

.PHONY: help run test coverage check scripts format data bench mutate lock sbom chromium install install-dev large roads spark clean

help:
	@echo "make run    installe et ouvre l'application / installs and opens the app"
	@echo "make test   tous les essais / every test"
	@echo "make coverage  ce que les essais parcourent / what the tests run through"
	@echo "make check  format, lint, types, règles d'import, scripts / format, lint, types, import rules, scripts"
	@echo "make format met le code en forme / formats the code"
	@echo "make data   reconstruit $(DATABASE) / rebuilds it"
	@echo "make bench  mesures / benchmarks"
	@echo "make large  très grands programmes, plus vite (facultatif) / very large programmes, faster (optional)"
	@echo "make mutate  des lignes changées au hasard : un essai le remarque-t-il ? / does a test notice?"
	@echo "make roads  distances par la route (facultatif) / distances by road (optional)"
	@echo "make spark  au-delà d'une machine (facultatif, Java 17) / beyond one machine (optional)"
	@echo "make sbom   liste des composants installés (CycloneDX) / list of the installed components"
	@echo "make lock   refait requirements*.txt / makes them anew (uv)"
	@echo "make clean  retire $(VENV) et les caches / removes them"

run: $(RUN_READY) $(DATABASE)
	$(PYTHON) -m streamlit run app.py $(STREAMLIT_FLAGS)

# Les essais lancent cent fois ces programmes : compilés une fois. / The tests start them a hundred times: compiled once.
test coverage: export PYTHONDONTWRITEBYTECODE :=

test: $(DEV_READY) $(DATABASE) chromium roads-or-not
	$(PYTHON) -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile $(ARGS)

coverage: $(DEV_READY) $(DATABASE) chromium
	$(PYTHON) -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --cov --cov-report=term $(ARGS)

check: $(DEV_READY)
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy eit
	$(VENV)/bin/lint-imports --no-cache
	$(PYTHON) -m pytest -q tests/test_house.py
	@$(MAKE) --no-print-directory scripts

# Node and npm are for whoever changes eit/static; nothing of theirs is installed with the application.
SCRIPTS := tests/js
SCRIPTS_READY := $(SCRIPTS)/node_modules/.ready
NODE := $(shell command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 && echo node)

scripts:
ifneq ($(NODE),)
	@$(MAKE) --no-print-directory $(SCRIPTS_READY) || { \
	  echo "*** npm n'a rien installé : règles et essais de eit/static SAUTÉS / npm installed nothing: SKIPPED"; exit 0; }; \
	if [ -e $(SCRIPTS_READY) ]; then cd $(SCRIPTS) && npm run --silent lint && npm run --silent test; fi
else
	@echo "************************************************************************************"
	@echo "PAS DE NODE : les règles et les essais de eit/static sont SAUTÉS. Installez node et npm."
	@echo "NO NODE: the rules and the tests of eit/static are SKIPPED. Install node and npm."
	@echo "************************************************************************************"
endif

$(SCRIPTS_READY): $(SCRIPTS)/package.json
	@cd $(SCRIPTS) && npm install --no-audit --no-fund --no-package-lock --silent
	@touch $@

format: $(DEV_READY)
	$(PYTHON) -m ruff format .
	@if [ -e $(SCRIPTS_READY) ]; then cd $(SCRIPTS) && npm run --silent format; fi
	$(PYTHON) -m ruff check --fix .

data: $(RUN_READY)
	$(PYTHON) -m eit build

bench: $(DEV_READY) $(DATABASE)
	@$(PIP_INSTALL) -r benchmarks/requirements.txt || echo "*** benchmarks/requirements.txt : rien d'installé / not installed"
	$(PYTHON) benchmarks/run.py $(ARGS)

# Sans ARGS, tous les essais sont d'abord parcourus une fois. / Without ARGS, every test is run through once first.
mutate: $(DEV_READY) $(DATABASE)
	$(PYTHON) benchmarks/mutate.py $(ARGS)

$(DATABASE): | $(RUN_READY)
	$(PYTHON) -m eit build

large: $(RUN_READY)
	@$(PIP_INSTALL) -r requirements-large.txt

# pyvalhalla marks its wheel for Python 3.12 and later; its programs, all that is used, run beside any version.
ROADS_INSTALL = $(if $(UV),$(UV) pip install --quiet --python $(PYTHON),$(PYTHON) -m pip install --quiet \
	--disable-pip-version-check --upgrade --target "$$($(PYTHON) -c 'import sysconfig; print(sysconfig.get_path("platlib"))')") \
	--python-version 3.12 --only-binary :all: --no-deps -r requirements-roads.txt

roads: $(ROADS_READY)

$(ROADS_READY): requirements-roads.txt $(RUN_READY)
	@$(ROADS_INSTALL)
	@touch $@

.PHONY: roads-or-not
roads-or-not: $(DEV_READY)
	@$(MAKE) --no-print-directory roads || echo "*** requirements-roads.txt : rien d'installé, ces essais seront sautés / not installed, those tests are skipped"

spark: $(RUN_READY)
	@$(PIP_INSTALL) -r requirements-spark.txt

install: $(RUN_READY)
install-dev: $(DEV_READY)

# ---- environnement / environment -------------------------------------------------------------------

$(PYTHON):
	@if [ -n "$(UV)" ]; then \
	  $(UV) venv --quiet --allow-existing --python "$(or $(PYTHON3),>=3.11,<3.15)" $(VENV); \
	else \
	  for candidate in $(PYTHON3) python3.13 python3.12 python3.11 python3.14 python3; do \
	    if $$candidate -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' >/dev/null 2>&1; \
	    then found=$$candidate; break; fi; \
	  done; \
	  if [ -z "$$found" ]; then \
	    echo "Maillage demande Python 3.11 à 3.14 (ou uv) et n'en a trouvé aucun : installez python3.12, puis relancez make."; \
	    echo "Maillage needs Python 3.11 to 3.14 (or uv) and found none: install python3.12, then run make again."; \
	    exit 1; \
	  fi; \
	  $$found -m venv $(VENV) || { rm -rf $(VENV); \
	    echo "$$found ne sait pas faire d'environnement : sous Debian ou Ubuntu, apt-get install python3-venv."; \
	    echo "$$found cannot make an environment: on Debian or Ubuntu, apt-get install python3-venv."; \
	    exit 1; }; \
	fi

$(RUN_READY): requirements.txt | $(PYTHON)
	@echo "Installation de l'application / installing the app ($(or $(UV),pip))…"
	@[ -n "$(UV)" ] || $(PYTHON) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m ensurepip >/dev/null
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(DEV_READY): requirements-dev.txt $(RUN_READY)
	@echo "Installation des outils d'essai / installing the test tools…"
	@$(PIP_INSTALL) -r requirements.txt -r requirements-dev.txt
	@touch $@

chromium: $(DEV_READY)
	@for name in chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable; do \
	  if command -v $$name >/dev/null 2>&1; then exit 0; fi; \
	done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	  echo "Installation de Chromium / installing Chromium…"; \
	  export DEBIAN_FRONTEND=noninteractive; apt-get update -qq; \
	  for name in chromium-headless-shell chromium; do \
	    apt-get install -y -qq --no-install-recommends $$name >/dev/null && exit 0; \
	  done; \
	fi; \
	$(PYTHON) -m playwright install chromium && exit 0; \
	echo "************************************************************************************"; \
	echo "PAS DE CHROMIUM : les essais dans le navigateur seront SAUTÉS. Installez chromium."; \
	echo "NO CHROMIUM: the tests in the browser will be SKIPPED. Install chromium."; \
	echo "************************************************************************************"

# ---- versions épinglées / pinned versions ----------------------------------------------------------

# Chaque fichier est reconnu à son empreinte : un paquet changé en chemin n'est pas installé.
# Each file is known by its hash: a package that was changed on its way is not installed.
LOCK = $(or $(UV),$(PYTHON) -m uv) pip compile --quiet --universal --generate-hashes --python-version 3.11 --fork-strategy fewest --no-header \
	--annotation-style line --no-emit-index-url --no-emit-find-links $(ARGS)

lock: $(if $(UV),,$(PYTHON))
	@[ -n "$(UV)" ] || $(PYTHON) -m uv --version >/dev/null 2>&1 || $(PYTHON) -m pip install --quiet uv
	@for name in requirements requirements-large requirements-dev; do \
	  $(LOCK) $$name.in --output-file $$name.txt && \
	  { echo "# Fait par \`make lock\` à partir de $$name.in ; ne pas modifier à la main. Mise à jour : make lock ARGS=--upgrade"; \
	    echo "# Made by \`make lock\` from $$name.in; do not edit by hand. To update: make lock ARGS=--upgrade"; \
	    cat $$name.txt; } > $$name.tmp && mv $$name.tmp $$name.txt || exit 1; \
	done

# Ce qui est installé, avec ses licences, au format CycloneDX / what is installed, with licences, as CycloneDX.
sbom: $(DEV_READY)
	$(PYTHON) -m cyclonedx_py environment --output-reproducible --output-file sbom.json $(PYTHON)

clean:
	rm -rf $(VENV) tests/js/node_modules .pytest_cache .ruff_cache .mypy_cache .hypothesis tests/artifacts
