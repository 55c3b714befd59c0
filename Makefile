# The commands of the project. `make` alone lists them.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# Everything below can be set on the command line, for example `make test PKG=./internal/store/...`.
PKG      ?= ./...
LISTEN   ?= 127.0.0.1:8080
DATA     ?= ./data
TIMEOUT  ?= 20m
FUZZTIME ?= 20s
BENCH    ?=
SOAKTIME ?= 10m
SETS     ?= ./data/sets
MODELS   ?= bin/models

VERSION  := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
LDFLAGS  := -s -w -X main.version=$(VERSION)
NO_SKIPS := $(if $(filter true 1,$(CI)),-no-skips)

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: go
go:
	@scripts/need-go.sh

.PHONY: console
console: ## build the web console into internal/console/dist
	@scripts/build-console.sh

.PHONY: run
run: build ## build and serve on LISTEN (127.0.0.1:8080) with the data in DATA (./data)
	@echo "Serving http://$(LISTEN) with the data in $(DATA). Ctrl-C stops."
	@exec bin/switchboard serve --listen $(LISTEN) --data $(DATA)

.PHONY: build
build: go console ## build the console and bin/switchboard, a static binary
	@echo "Building bin/switchboard $(VERSION); the first build compiles SQLite and takes some minutes."
	@mkdir -p bin
	@CGO_ENABLED=0 go build -trimpath -ldflags '$(LDFLAGS)' -o bin/switchboard ./cmd/switchboard

.PHONY: test
test: test-deps lint web-test ## THE test command: install what is missing, lint, run every test
	@echo "Testing $(PKG)"
	@mkdir -p bin
	@go build -o bin/testsum ./internal/tool/testsum
	@go test -json -timeout $(TIMEOUT) $(PKG) | bin/testsum $(NO_SKIPS)

.PHONY: test-deps
test-deps: go
	@scripts/test-deps.sh

.PHONY: web-test
web-test: console ## check and test the console's source
	@echo "console: types, style, tests"
	@cd web && npm run --silent types && npm run --silent lint && npm run --silent test

.PHONY: first-answer
first-answer: test-deps ## time the way from a fresh clone to the first answer, in a browser
	@scripts/first-answer.sh

.PHONY: screenshots
screenshots: test-deps console ## write a picture of every page, in light and dark, wide and on a phone, into docs/screenshots
	@scripts/screenshots.sh

.PHONY: lint
lint: go ## go vet, gofmt, staticcheck
	@echo "go vet"
	@go vet ./...
	@echo "gofmt"
	@files=$$(git ls-files -co --exclude-standard '*.go' | xargs -r gofmt -l); \
	if [ -n "$$files" ]; then echo "not formatted; run gofmt -w on:"; echo "$$files"; exit 1; fi
	@echo "staticcheck"
	@go tool -modfile=tools/go.mod staticcheck ./...

.PHONY: bench
bench: go ## measure, each figure beside its floor from the same run; BENCH='--json FILE NAME…' chooses
	@scripts/bench.sh $(BENCH)

.PHONY: bench-console
bench-console: test-deps console ## measure scrolling and opening in a browser, with CONVERSATIONS (100000) in the inbox
	@scripts/bench-console.sh

.PHONY: models
models: go ## learn triage's models from our own texts and the sets in SETS (./data/sets) into MODELS (bin/models)
	@mkdir -p $(MODELS)
	@go run ./internal/triage/train/ship -data $(SETS) -out $(MODELS)

.PHONY: eval
eval: go ## measure triage on texts kept apart, head by head, beside word lists and guessing, and write its page
	@go run ./internal/triage/evaluate -data $(SETS) -write docs/reference/models.md

.PHONY: verify
verify: go ## generate everything again and fail when a committed file was stale
	@scripts/verify.sh

.PHONY: fuzz
fuzz: go ## run every fuzz target for FUZZTIME (20s)
	@FUZZTIME=$(FUZZTIME) scripts/fuzz.sh $(PKG)

.PHONY: soak
soak: go ## run the long tests (build tag soak) for SOAKTIME (10m) each
	@SOAKTIME=$(SOAKTIME) scripts/soak.sh

.PHONY: clean
clean: ## remove what was built and fetched; the data in DATA stays
	rm -rf bin web/node_modules internal/console/dist/app
