# The chores of this repository. `make` lists them; CONTRIBUTING.md says when to use which.

MODULES  := . adapters/gin adapters/echo adapters/echov4 examples browser contract bench clients
APART    := contract browser clients# modules whose tests need more than Go, each with a target of its name
ADDR     ?= 127.0.0.1:8080
FUZZTIME ?= 10s

# Tools are built once for each of these versions and each Go, into .cache/bin.
GOLANGCI_LINT := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
GOVULNCHECK   := golang.org/x/vuln/cmd/govulncheck@v1.8.0
GO_VERSION    := $(shell go env GOVERSION)
tool           = $(CURDIR)/.cache/bin/$(notdir $(1))-$(GO_VERSION)

# The race detector needs cgo and a C compiler.
RACE = $(shell go list -race errors >/dev/null 2>&1 && command -v $(firstword $(shell go env CC)) >/dev/null && echo -race)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test lint fuzz bench bounds microbench soak conformance contract browser clients modules doc-check vuln ci

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## run the quickstart against a local stand-in for Clerk (ADDR=127.0.0.1:8080)
	@echo "demo: building, which takes a minute or two the first time"; cd examples && go run ./quickstart -addr $(ADDR)

test: ## all tests that need no more than Go, with the race detector where there is a C compiler
	@race="$(RACE)"; if [ -z "$$race" ]; then \
	  if [ "$$CI" = true ]; then echo "test: CI needs the race detector, which needs cgo and a C compiler" >&2; exit 1; fi; \
	  echo "test: running without the race detector, which needs cgo and a C compiler"; \
	fi; \
	for m in $(filter-out $(APART),$(MODULES)); do echo "test: $$m"; (cd $$m && go test $$race -shuffle=on ./...) || exit 1; done; \
	echo "test: passed; the rest needs a browser, npm or Clerk's document: make $(APART)"

lint: $(call tool,$(GOLANGCI_LINT)) ## gofmt and golangci-lint, which has go vet and staticcheck in it
	@files=$$(gofmt -l .); if [ -n "$$files" ]; then echo "lint: gofmt -w these files:" $$files >&2; exit 1; fi
	@for m in $(MODULES); do echo "lint: $$m"; (cd $$m && $< run ./...) || exit 1; done

# Each package is built once for its fuzz tests, which go test would do for each of them. Without a bound on the minimizing of
# inputs that reach new code, a short run does little else.
fuzz: ## every fuzz test of the root module for FUZZTIME=10s each, one after another
	@mkdir -p .cache/fuzz; n=0; \
	for dir in $$(go list -f '{{.Dir}}' ./...); do \
	  names=$$(cat /dev/null "$$dir"/*_test.go 2>/dev/null | sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p'); \
	  if [ -z "$$names" ]; then continue; fi; \
	  echo "fuzz: $${dir#"$(CURDIR)"/}"; \
	  go test -c -fuzz=. -o "$(CURDIR)/.cache/fuzz/test" "$$dir" || exit 1; \
	  for name in $$names; do \
	    tries=2; \
	    while :; do \
	      out=$$(cd "$$dir" && "$(CURDIR)/.cache/fuzz/test" -test.run='^$$' -test.fuzz="^$$name\$$" -test.fuzztime=$(FUZZTIME) \
	        -test.fuzzminimizetime=20x -test.fuzzcachedir="$(CURDIR)/.cache/fuzz/found/$${dir#"$(CURDIR)"/}" 2>&1) && break; \
	      tries=$$((tries - 1)); \
	      if [ $$tries = 0 ] || ! echo "$$out" | grep -q '^    context deadline exceeded$$' || echo "$$out" | grep -q 'Failing input'; then \
	        echo "$$out"; exit 1; \
	      fi; \
	      echo "fuzz: the run ended late and found nothing, as it may before Go 1.27 (go.dev/issue/75804); once more"; \
	    done; \
	    echo "$$name: $$(echo "$$out" | grep '^fuzz:' | tail -n 1)"; n=$$((n + 1)); \
	  done; \
	done; \
	if [ $$n = 0 ]; then echo "fuzz: there are no fuzz tests, which cannot be" >&2; exit 1; fi; \
	echo "fuzz: $$n fuzz tests ran for $(FUZZTIME) each and found nothing"

bench: ## compare with other libraries and write docs/performance.md; wrk and npm widen it (BENCHFLAGS='-quick -out /tmp/x.md' for a try)
	@suites=peers,keys,growth,live; if command -v wrk >/dev/null; then suites=$$suites,wire; else echo "bench: wrk is not installed, so nothing goes over HTTP"; fi; \
	cd bench && if command -v npm >/dev/null; then (cd express && npm ci --no-audit --no-fund) || echo "bench: npm ci failed, so @clerk/express is left out"; fi; \
	go build -o ../.cache/bench . && ../.cache/bench -suites $$suites -out ../docs/performance.md $(BENCHFLAGS)

bounds: ## the tests that count memory or want a million tokens, which the race detector is in the way of
	go test -count=1 -run '^(TestAMillion|TestForgedTokens|TestTheBoundInBytes|TestTheHeaderOfAToken)' ./token ./internal/seats

microbench: ## benchmarks of the hot path, six runs each, ready for benchstat
	go test -run='^$$' -bench=. -benchmem -count=6 ./token ./middleware

soak: ## ten minutes of requests while keys rotate and every other fetch of them fails; writes docs/soak.md
	cd bench && go run . -suites soak -soak 10m -out ../docs/soak.md

conformance: ## compare decisions with the recorded ones: in process, then through the line adapter on its own
	go test $(RACE) -count=1 -run Conformance ./internal/conform
	go run ./internal/conform/drive

contract: ## hold the client of the Backend API against Clerk's OpenAPI document; in CI the document has to be there
	cd contract && go test $(RACE) -count=1 -v ./...

browser: ## the end-to-end tests in a real browser; needs Chromium
	cd browser && USHER_REQUIRE_BROWSER=1 go test $(RACE) -count=1 -v ./...

clients: ## Clerk's own clients against the emulator: clerk-sdk-go, @clerk/backend, and @clerk/express beside Usher; needs node and npm
	cd clients && USHER_REQUIRE_CLIENTS=1 go test $(RACE) -count=1 -v ./...

modules: ## every module compiles on its own, is tidy, says go 1.25.0, and no adapter links more than it needs
	@fail() { echo "modules: $$1" >&2; exit 1; }; \
	for f in go.work $(MODULES:%=%/go.mod); do \
	  grep -qx 'go 1.25.0' $$f || fail "$$f must say exactly 'go 1.25.0', the oldest Go that Usher supports"; \
	  ! grep -q '^toolchain' $$f || fail "$$f has a toolchain line, which would choose a Go for those who import it; take it out"; \
	done; \
	export GOWORK=off; \
	for m in $(MODULES); do echo "modules: $$m"; \
	  (cd $$m && go vet ./...) || fail "$$m does not compile on its own (GOWORK=off)"; \
	  (cd $$m && go mod tidy -diff) || fail "$$m/go.mod is not tidy; run go mod tidy in $$m"; \
	done; \
	go run ./internal/linkcheck || fail "an adapter links more than it needs"

doc-check: ## every exported name is documented and every entry point has an Example
	@go run ./internal/doccheck

vuln: $(call tool,$(GOVULNCHECK)) ## known vulnerabilities in what is called; asks vuln.go.dev, so it needs the network
	@for m in $(MODULES); do echo "vuln: $$m"; (cd $$m && $< ./...) || exit 1; done

ci: doc-check modules lint test bounds conformance contract browser clients fuzz ## everything a change has to pass, quickest to fail first

.cache/bin:
	@mkdir -p $@

# $(1) is the package of a tool with its version.
define install
$(call tool,$(1)): | .cache/bin
	@echo "installing $(1)"
	@GOBIN=$$@.d go install $(1) && mv $$@.d/$(firstword $(subst @, ,$(notdir $(1)))) $$@ && rmdir $$@.d
endef
$(foreach t,$(GOLANGCI_LINT) $(GOVULNCHECK),$(eval $(call install,$(t))))
