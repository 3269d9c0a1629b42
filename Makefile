# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Every command sets up by itself what it needs, below .cache/. Python 3.11 or newer, make and git are enough.
# The work is done by nox sessions, which also run alone: `nox --list`, `nox -s typing`.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)
RUN := $(or $(PYTHON),$(error Python 3.11 or newer is needed, and none was found; name one with PYTHON=...)) tools/run.py

.DEFAULT_GOAL := help
.PHONY: help demo test test-quick benchmark setup format clean

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

demo: ## Build and install the collection, and watch a playbook refresh a cache: no account needed
	@$(RUN) demo

test: ## Everything that continuous integration runs
	@MIN_CORES=$(MIN_CORES) $(RUN) test

test-quick: ## The part of it for the inner loop: lint, types, unit tests
	@$(RUN) test-quick

benchmark: ## Measure the collection beside others and write docs/benchmark.md; PARTS="start size" measures only these
	@$(RUN) nox -s benchmark -- $(PARTS)

setup: ## Prepare this checkout for an editor and for plain pytest
	@$(RUN) setup

format: ## Put the Python files into the house format
	@$(RUN) nox -s format

clean: ## Remove everything that the commands made
	rm -rf .cache .nox
