"""Counts the instructions of five fixed inputs with callgrind and compares them with tests/bench/instructions.csv: `make instructions`.

More than a tenth above the recorded number fails; so does a change of the file without a reason in it. `--write REASON` records the numbers of now.
Fewer instructions are no failure: the number is said, so that somebody records it.
"""
import csv
import os
import re
import shutil
import subprocess
import sys

import growth

HERE = os.path.dirname(os.path.abspath(__file__))
TABLE = HERE + "/instructions.csv"
FOLDER = "target/instructions"
ROUNDUP = os.path.abspath("target/release/roundup")
# A workbook is read in a process that may take ten seconds, and callgrind takes fifty times as long.
ROWS = {"w4": 20_000, "w3": 4_000}
WORKBOOKS = 12
GROWTH = 1.10


def make(work):
    data, project = os.path.abspath("%s/%s-%d" % (FOLDER, work, ROWS[work])), os.path.abspath("%s/project-%s" % (FOLDER, work))
    if not os.path.exists(data + "/done"):
        os.makedirs(data, exist_ok=True)
        subprocess.run([sys.executable, HERE + "/gen/gen_cases.py", data, work, str(ROWS[work])], check=True)
        open(data + "/done", "w").close()
    subprocess.run([sys.executable, HERE + "/project.py", data, project, work], check=True)
    out = os.path.abspath("%s/%s.csv" % (FOLDER, work))
    return ["tabulate", "XX", "cases", "--round", "bench", "--raw", project + "/raw", "--mappings", project + "/mappings", "--out", out,
            "--by", "gender,ageBroad,citizenship,typeOfExploitConcatenated", "--unmapped", "UNMAPPED"]


def tables():
    """Workbooks of 1,900 figures each, as tables."""
    data, project = os.path.abspath(FOLDER + "/w2"), os.path.abspath(FOLDER + "/project-w2")
    if not os.path.exists(data + "/done"):
        os.makedirs(data, exist_ok=True)
        subprocess.run([sys.executable, HERE + "/gen/gen_round.py", data, "w2", str(WORKBOOKS)], check=True)
        open(data + "/done", "w").close()
    subprocess.run([sys.executable, HERE + "/project.py", data, project, "w2"], check=True)
    return ["map", "--round", "bench", "--raw", project + "/raw", "--mappings", project + "/mappings", "--out", os.path.abspath(FOLDER + "/w2.csv")]


def count(words):
    """Instructions of the program and of the processes that it starts, on one thread."""
    shutil.rmtree(FOLDER + "/profiles", ignore_errors=True)
    os.makedirs(FOLDER + "/profiles")
    profile = os.path.abspath(FOLDER + "/profiles/out.%p")
    command = ["valgrind", "--tool=callgrind", "--trace-children=yes", "--callgrind-out-file=" + profile, ROUNDUP] + words
    env = dict(os.environ, RAYON_NUM_THREADS="1")
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    if done.returncode:
        sys.exit("failed: %s\n%s" % (" ".join(words), done.stderr[-2000:]))
    total = 0
    for name in os.listdir(FOLDER + "/profiles"):
        with open(FOLDER + "/profiles/" + name, encoding="utf-8", errors="replace") as f:
            for line in f:
                found = re.match(r"(?:summary|totals): (\d+)", line)
                if found:
                    total += int(found.group(1))
                    break
    return total


def main():
    if not shutil.which("valgrind"):
        sys.exit("valgrind is missing: install it, or leave the step `instructions` to a machine that has it")
    os.makedirs(FOLDER, exist_ok=True)
    round_ = ["--round", "2020", "--quiet", "--out", os.path.abspath(FOLDER + "/out")]
    inputs = {
        "the round of 2020, tables": ["run", "--only", "csv"] + round_,
        "the round of 2020, all forms": ["run"] + round_,
        "20,000 records in csv": make("w4"),
        "4,000 records in xlsx": make("w3"),
        "12 workbooks of 1,900 figures": tables(),
    }
    recorded = {}
    if os.path.exists(TABLE):
        with open(TABLE, encoding="utf-8", newline="") as f:
            recorded = {r["input"]: r for r in csv.DictReader(f)}
    reason = sys.argv[2] if sys.argv[1:2] == ["--write"] and len(sys.argv) == 3 else None
    rows, failed = [], False
    for name, words in inputs.items():
        now = count(words)
        before = recorded.get(name)
        ratio = now / int(before["instructions"]) if before else None
        print("%-32s %15s %s" % (name, format(now, ","), "%.3f of the recorded" % ratio if ratio else "not recorded"), flush=True)
        failed |= ratio is None or ratio > GROWTH or not before["reason"].strip()
        rows.append([name, now, reason or ""])
    if reason:
        with open(TABLE, "w", encoding="utf-8", newline="") as f:
            w = csv.writer(f, lineterminator="\n")
            w.writerow(["input", "instructions", "reason"])
            w.writerows(rows)
        return
    grown = growth.check()
    if grown:
        print("grows faster than its input, tests/bench/growth.py: " + "; ".join(grown))
    if failed:
        sys.exit("more than a tenth above tests/bench/instructions.csv: find out why; if it has to be, record it with its reason:\n"
                 "  python3 tests/bench/instructions.py --write \"reason\"")
    if grown:
        sys.exit(1)


if __name__ == "__main__":
    main()
