# `make` builds Roundup and runs the round; `make test` runs every check of the program. Needs cargo (Rust 1.90 or newer).
ROUND ?= 2020

.PHONY: run test test-rust test-clients test-browser check bench microbench instructions fmt fuzz kit raw-check help
run: ; cargo run --release --locked --quiet -- run --round $(ROUND)

# Every check of the program itself, then its outputs in the programs of their readers.
test: test-rust test-clients

test-rust: ; cargo test --locked

# Loads the outputs in the clients that people use (Python 3 and LibreOffice; installs its pinned requirements in target/clients-venv).
test-clients: target/clients-venv/ready
	cargo run --locked --quiet -- run --quiet --out target/clients
	target/clients-venv/bin/python tests/conformance/check.py target/clients/$(ROUND)

# Opens the report in a browser (Python 3 and Chromium; installs its pinned requirements in target/browser-venv).
test-browser: target/browser-venv/ready
	cargo run --locked --quiet -- run --quiet --only csv,report --out target/browser
	target/browser-venv/bin/python tests/browser/test_report.py target/browser/$(ROUND)/report/index.html

target/clients-venv/ready: tests/conformance/requirements.txt
target/browser-venv/ready: tests/browser/requirements.txt
target/bench-venv/ready: tests/bench/requirements.txt
target/%-venv/ready:
	python3 -m venv $(@D)
	$(@D)/bin/pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

# What CI asks for beyond the tests: formatting, lints, and the same bytes from a second run and from one thread.
check: test
	cargo fmt --check
	cargo clippy --locked --all-targets -- --deny warnings
	cargo run --release --locked --quiet -- run --quiet --out target/first
	cargo run --release --locked --quiet -- run --quiet --out target/second
	cargo run --release --locked --quiet -- run --quiet --out target/one-thread --threads 1
	diff -r target/first target/second
	diff -r target/first target/one-thread

# Measures Roundup against pandas, polars, DuckDB and python-calamine on four work loads (Python 3; makes its data and a pinned environment in
# target/: about 4 GB and half an hour). `make bench WORK=w1,w4s ROUNDS=3` narrows it.
WORK ?= w1,w2s,w2,w3s,w3,w4s,w4
ROUNDS ?= 5
bench: target/bench-venv/ready
	cargo build --release --locked --quiet
	target/bench-venv/bin/python tests/bench/bench.py --work $(WORK) --rounds $(ROUNDS)

# Counts instructions of fixed inputs (valgrind) and fails when they grew by more than a tenth against tests/bench/instructions.csv; and of inputs
# of many kinds (tests/bench/growth.py), and fails when four times as large ones cost much more than four times as much.
instructions:
	cargo build --release --locked --quiet
	python3 tests/bench/instructions.py

# Micro-benchmarks of the hot rooms.
microbench: ; cargo bench --locked --bench micro

fmt: ; cargo fmt

# Mutates kept seeds for a bounded time each and asks for balanced ledgers and no panic; FUZZ_SECONDS=600 for ten minutes.
fuzz: ; FUZZ_SECONDS=$${FUZZ_SECONDS:-60} cargo test --release --locked --test it fuzz:: -- --ignored --nocapture --test-threads 1

# What a shell, a manual and a repository need of the program, in target/kit: completions, manual pages, a workflow and a hook.
kit:
	cargo build --release --locked --quiet
	mkdir -p target/kit
	for shell in bash zsh fish; do target/release/roundup completions $$shell > target/kit/roundup.$$shell || exit 1; done
	target/release/roundup man > target/kit/roundup.1
	target/release/roundup kit github > target/kit/roundup.yml
	target/release/roundup kit pre-commit > target/kit/pre-commit

# Rebuilds the reconstructed submissions and compares them with raw/ (Python 3; installs its pinned requirements in target/venv).
raw-check:
	python3 -m venv target/venv
	target/venv/bin/pip install --quiet --requirement tests/reconstruction/requirements.txt
	target/venv/bin/python tests/reconstruction/build.py --check

help: ; @grep -E '^(# |[a-z-]+:)' Makefile
