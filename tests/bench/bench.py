"""Measures Roundup against what people use today: `make bench`, or

    bench.py [--rounds N] [--work w1,w2s,w2,w3s,w3,w4s,w4] [--roundup PATH] [--folder target/bench]

Makes the data (fixed seeds), checks that Roundup's output equals the peers', runs all in rounds (A B C A B C ...: what the machine does
in between hits all of them alike) and prints ratios: peer / roundup, by wall time and by processor time, of the medians. In the end it says
how each grew from a work load to the one that is ten times as large.
"""
import argparse
import csv
import datetime
import importlib.metadata
import os
import platform
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROWS = {"w3s": 100_000, "w3": 1_000_000, "w4s": 1_000_000, "w4": 10_000_000}
FILES = {"w2s": 100, "w2": 1000}
TENFOLD = [("w2s", "w2"), ("w3s", "w3"), ("w4s", "w4")]
ONE_THREAD = ("w2", "w4s")
NAMES = {
    "w1": "W1, 33 small workbooks and csv files",
    "w2s": "W2, 100 workbooks of 1,900 figures",
    "w2": "W2, 1,000 workbooks of 1,900 figures",
    "w3s": "W3, one workbook of 100,000 records x 12",
    "w3": "W3, one workbook of 1 million records x 12",
    "w4s": "W4, csv of 1 million records x 64",
    "w4": "W4, csv of 10 million records x 64",
}
PEERS = {
    "w1": {"python-calamine": "round_pycalamine.py {in} {out}", "polars": "round_polars.py {in} {out}", "pandas": "round_pandas.py {in} {out}"},
    "w2": {"python-calamine, 2 processes": "round_pycalamine.py {in} {out} 2", "polars": "round_polars.py {in} {out}"},
    "w3": {"polars": "cases_polars.py {in} {out} xlsx", "python-calamine": "cases_python.py {in} {out} calamine"},
    "w4": {
        "polars, raw labels first": "cases_polars.py {in} {out} scan-pre",
        "DuckDB, raw labels first": "cases_duckdb.py {in} {out} csv-pre",
    },
    "w4s": {
        "polars, raw labels first": "cases_polars.py {in} {out} scan-pre",
        "DuckDB, raw labels first": "cases_duckdb.py {in} {out} csv-pre",
        "polars, joins": "cases_polars.py {in} {out} scan",
        "DuckDB, joins": "cases_duckdb.py {in} {out} csv",
        "pandas": "cases_pandas.py {in} {out} c",
    },
}
PEERS["w2s"], PEERS["w3s"] = PEERS["w2"], PEERS["w3"]
CASES = ("tabulate XX cases --round bench --by gender,ageBroad,citizenship,CountryOfExploitation,typeOfExploitConcatenated,RecruiterRelationship "
         "--of n_minor=majorityStatus:MINOR --of n_hotline=Datasource:HOTL --unmapped UNMAPPED")


def call(words):
    subprocess.run(words, check=True)


def generate(work, data):
    if os.path.exists(data + "/done"):
        return
    print("making the data of", work, file=sys.stderr)
    os.makedirs(data, exist_ok=True)
    if work in ("w1", "w2s", "w2"):
        call([sys.executable, HERE + "/gen/gen_round.py", data, work[:2]] + ([str(FILES[work])] if work in FILES else []))
    else:
        call([sys.executable, HERE + "/gen/gen_cases.py", data, work[:2], str(ROWS[work])])
    open(data + "/done", "w").close()


def rows(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def figures_of_peer(path):
    """Country, year, indicator and codes, whichever of them stood in rows: a total is `_T`."""
    code = lambda c: "_T" if c in ("T", "TOTAL") else c
    return sorted((r["country"], r["year"], r["indicator"], *sorted([code(r["row_code"]), code(r["col_code"])]), r["value"]) for r in rows(path))


def figures_of_roundup(path):
    dims = ["EXPL_FORM", "SEX", "AGE", "ORIGIN"]
    figures = []
    for r in rows(path):
        if r["OBS_VALUE"]:
            codes = [r[d] for d in dims if r[d] != "_T"]
            codes = sorted((codes + ["_T", "_T"])[:2])
            figures.append((r["REF_AREA"], r["TIME_PERIOD"], r["MEASURE"], *codes, r["OBS_VALUE"]))
    return sorted(figures)


def check(work, expected, got):
    if work in ("w1", "w2s", "w2"):
        a, b = figures_of_peer(expected), figures_of_roundup(got)
    else:
        a, b = (sorted(tuple(sorted(r.items())) for r in rows(path)) for path in (expected, got))
    if a != b:
        different = next((pair for pair in zip(a, b) if pair[0] != pair[1]), None)
        sys.exit("%s: outputs differ: %d rows and %d, first difference %s" % (work, len(a), len(b), different))
    return len(a)


def once(words, log, env=None):
    start = time.monotonic()
    p = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=dict(os.environ, **(env or {})))
    _, status, usage = os.wait4(p.pid, 0)
    wall = time.monotonic() - start
    if os.waitstatus_to_exitcode(status) not in (0,):
        sys.exit("failed (see bench.log): " + " ".join(words))
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def measure(work, args):
    data, project = os.path.abspath(args.folder + "/data/" + work), os.path.abspath(args.folder + "/project/" + work)
    generate(work, data)
    call([sys.executable, HERE + "/project.py", data, project, {"w2s": "w2", "w3s": "w3"}.get(work, work)])
    out = lambda name: os.path.abspath("%s/%s-%s.csv" % (args.folder, work, name.split(",")[0].replace(" ", "-")))
    where = ["--round", "bench", "--raw", project + "/raw", "--mappings", project + "/mappings", "--out", out("roundup")]
    words = (["map", "--round", "bench"] if work in ("w1", "w2s", "w2") else CASES.split()) + where[2:]
    commands = {"roundup": [args.roundup] + words}
    for name, peer in PEERS[work].items():
        script, *rest = peer.replace("{in}", data).replace("{out}", out(name)).split(" ")
        commands[name] = [sys.executable, HERE + "/peers/" + script] + rest
    if work in ONE_THREAD:
        commands["roundup, one thread"] = commands["roundup"]
    env = {"roundup, one thread": {"RAYON_NUM_THREADS": "1"}}
    results = {name: [] for name in commands}
    with open(args.folder + "/bench.log", "ab") as log:
        for name, words in commands.items():
            once(words, log)
        first = next(iter(PEERS[work]))
        # In a process of its own: a child counts the memory of the one that it was made from as its own.
        words = [sys.executable, HERE + "/bench.py", "--check", work, out(first), out("roundup")]
        equal = int(subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout)
        for n in range(args.rounds):
            for name, words in commands.items():
                print("%s round %d: %s" % (work, n + 1, name), file=sys.stderr)
                results[name].append(once(words, log, env.get(name)))
    median = lambda name, i: statistics.median(r[i] for r in results[name])
    print("\n### %s\n\n%s rows of output, equal to the peers'. %d rounds.\n" % (NAMES[work], format(equal, ","), args.rounds))
    print("| tool | wall s (min-max) | CPU s | peak MiB | wall / roundup | CPU / roundup |\n|---|---|---|---|---|---|")
    for name in commands:
        walls = [r[0] for r in results[name]]
        print("| %s | %.2f (%.2f-%.2f) | %.2f | %.0f | %.2f | %.2f |" % (
            name, median(name, 0), min(walls), max(walls), median(name, 1), median(name, 2),
            median(name, 0) / median("roundup", 0), median(name, 1) / median("roundup", 1)))
    sys.stdout.flush()
    return {name: median(name, 1) for name in commands}


def growth(seconds):
    """How processor time grows when the work grows tenfold."""
    pairs = [(small, large) for small, large in TENFOLD if small in seconds and large in seconds]
    if pairs:
        print("\n### Ten times the work\n\nProcessor time of the larger work load / of the smaller one.\n")
        print("| from, to | tool | growth |\n|---|---|---|")
    for small, large in pairs:
        for name in seconds[large]:
            if name in seconds[small]:
                print("| %s; %s | %s | %.1f |" % (NAMES[small], NAMES[large].split(", ", 1)[1], name, seconds[large][name] / seconds[small][name]))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--rounds", type=int, default=5)
    ap.add_argument("--work", default="w1,w2s,w2,w3s,w3,w4s,w4")
    ap.add_argument("--roundup", default="target/release/roundup")
    ap.add_argument("--folder", default="target/bench")
    ap.add_argument("--check", nargs=3, metavar=("WORK", "EXPECTED", "GOT"), help="only compare two outputs")
    args = ap.parse_args()
    if args.check:
        return print(check(*args.check))
    args.roundup = os.path.abspath(args.roundup)
    os.makedirs(args.folder, exist_ok=True)
    version = subprocess.run([args.roundup, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    packages = ", ".join("%s %s" % (p, importlib.metadata.version(p)) for p in ["pandas", "polars", "duckdb", "python-calamine", "fastexcel"])
    print("%s; %s; Python %s; %s; %s cores; load %.1f before" % (
        datetime.date.today().isoformat(), version, platform.python_version(), packages, os.cpu_count(), os.getloadavg()[0]))
    growth({work: measure(work, args) for work in args.work.split(",")})


if __name__ == "__main__":
    main()
