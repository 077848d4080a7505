# `make` builds Roundup and runs all rounds; `make test` runs every check of the program. Both do their own set-up; they need cargo (Rust 1.90 or newer).
# `make ROUND=2020` runs that round alone.
export ROUND

.PHONY: run test test-rust test-clients test-browser check check-fast check-full bench microbench instructions fmt fuzz kit raw-check perturbations help
run:
	@tests/steps/run toolchain
	cargo build --release --locked
	@cargo run --release --locked --quiet -- run $(if $(ROUND),--round $(ROUND),--all)

# Every check of the program and of its outputs in the programs of their readers. Installs what it needs (in target/, and from the distribution
# where it may; INSTALL=no forbids the latter); what can't be had is skipped, with the reason in the last lines.
test: ; @tests/steps/run setup unit specs integration git docs clients+browser office

# Parts of it. `tests/steps/run` lists the steps.
test-rust: ; @tests/steps/run unit specs integration git docs
test-clients: ; @tests/steps/run clients+office
test-browser: ; @tests/steps/run browser

# What CI asks for, in two tiers (docs/checks.md says what each step checks and how long it takes): while you write, and before you hand in.
check: ; @tests/steps/run $(FAST) $(FULL)
check-fast: ; @tests/steps/run $(FAST)
check-full: ; @tests/steps/run $(FULL)
FAST = format setup lints unit specs
FULL = integration git docs clients+browser bytes office+instructions

# Measures Roundup against pandas, polars, DuckDB and python-calamine on four work loads (Python 3; makes its data and a pinned environment in
# target/: about 4 GB and half an hour). `make bench WORK=w1,w4s ROUNDS=3` narrows it.
WORK ?= w1,w2s,w2,w3s,w3,w4s,w4
ROUNDS ?= 5
bench:
	@tests/steps/run peers
	cargo build --release --locked --quiet
	target/bench-venv/bin/python tests/bench/bench.py --work $(WORK) --rounds $(ROUNDS)

# Counts instructions of fixed inputs (valgrind) and fails when they grew by more than a tenth against tests/bench/instructions.csv; and of inputs
# of many kinds (tests/bench/growth.py), and fails when four times as large ones cost much more than four times as much.
instructions: ; @tests/steps/run instructions

# Micro-benchmarks of the modules that take most of the time.
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

# Rebuilds the reconstructed submissions and compares them with raw/.
raw-check: ; @tests/steps/run raw

# Changes the submissions of 2020 in about 750 small ways, twice, and looks at what the program says (tests/perturbations/README.md).
perturbations: ; @tests/steps/run perturbations

help: ; @grep -E '^(# |[a-z-]+:)' Makefile
