# The commands of the project; `make help` lists them.

SHELL = /bin/bash
.SHELLFLAGS = -o pipefail -c

PLAN ?= scenarios/fy2561.plan
PREFIX ?= /usr/local
# `make fuzz SECONDS=300 TARGETS=check,session SEED=1`
SECONDS_EACH = $(if $(filter command line,$(origin SECONDS)),$(SECONDS),60)
BINARY = .build/release/codi-plan
# What `make mutate` is told, as `MUTATE="--only Answers"`; Tests/Mutation/run --help lists it.
MUTATE ?= --only Lowering,Scenarios,Answers
RELEASE = --configuration release
SUDO = $(shell [ "$$(id -u)" = 0 ] || echo sudo)
.PHONY: run test check fuzz faults mutate sanitize coverage bench format docs install build setup help

## run: set up, build, and open the prompt on the institute's plan (without a terminal: check it)
run: build
	@if [ -t 0 ] && [ -t 1 ]; then exec $(BINARY) $(PLAN); else $(BINARY) check --allow-fail $(PLAN); fi

## test: set up, then run all tests
test: setup
	swift test

## check: formatting, warnings as errors, all tests (generated pages and the gallery among them)
check: setup
	swift format lint --strict --recursive Sources Tests Fuzzing Package.swift
	swift build --build-tests -Xswiftc -warnings-as-errors --scratch-path .build-check
	swift test -Xswiftc -warnings-as-errors --scratch-path .build-check
	.build-check/debug/codi-plan format --check scenarios/*.plan

## fuzz: put bytes of every kind to every target for SECONDS each
fuzz: setup
	Fuzzing/run --seconds $(SECONDS_EACH) $(if $(TARGETS),--only $(TARGETS)) $(if $(SEED),--seed $(SEED))

## sanitize: all tests with the address sanitizer, then with the thread sanitizer
sanitize: setup
	ASAN_OPTIONS=detect_leaks=0 $(SANITIZED) --sanitize=address --scratch-path .build-address $(TESTS)
	TSAN_OPTIONS=halt_on_error=1 $(SANITIZED) --sanitize=thread --scratch-path .build-thread $(TESTS)

## coverage: which lines of PlanRules and PlanLang no test runs; fails below 95 %
coverage: setup
	swift test --enable-code-coverage --scratch-path .build-coverage
	Tests/Coverage/report .build-coverage 95

## bench: speed as ratios measured in one run
bench: build
	@swift build $(RELEASE) --product plan-edits $(QUIETLY)
	Benchmarks/run $(BINARY)

## faults: files that fail, disks that are full, signals at every call: no plan may be lost (FAULTS=--quick for a minute of it)
faults: build
	@if ! command -v strace >/dev/null; then \
	  echo "installing strace"; \
	  $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq strace; fi
	Tests/Faults/run $(BINARY) $(FAULTS)

## mutate: change the rules in thousands of ways, and count how many the tests notice
mutate: setup
	Tests/Mutation/run $(MUTATE)

## format: bring all Swift and plan files into their layout
format: build
	swift format --in-place --recursive Sources Tests Fuzzing Package.swift
	$(BINARY) format scenarios/*.plan

## docs: write the generated pages and the gallery's pictures anew
docs: setup
	RECORD=1 swift test --filter "Generated|Gallery|SnapshotTests|promptsAreTrue" || true

## install: put codi-plan into PREFIX/bin
install: build
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(BINARY) $(DESTDIR)$(PREFIX)/bin/codi-plan

# As optimized as what is used, or it would take hours. `make sanitize TESTS='--filter SessionTests'` takes some of the tests. A trap is
# a result, and needs no picture of the stack.
SANITIZED = SANITIZED=1 SWIFT_BACKTRACE=enable=no swift test --configuration release -Xswiftc -enable-testing -Xswiftc -DTESTABLE

# What the linker says of the libraries' own libraries concerns nobody here.
QUIETLY = --quiet | sed -E '/statically linked applications|use of .mktemp/d'

build: setup
	@[ -x $(BINARY) ] || echo "building codi-plan: this takes some minutes the first time"
	@swift build $(RELEASE) --product codi-plan $(QUIETLY)

# The one thing that Swift does not bring along: the line editor's header.
setup:
	@if ! [ -e /usr/include/histedit.h ]; then \
	  echo "installing libedit-dev"; \
	  $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq libedit-dev pkg-config; fi

## help: this list
help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)
