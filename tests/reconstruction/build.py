"""Builds the national workbooks of raw/2020 and placements.csv from figures.csv.

    python build.py           write raw/2020 and placements.csv
    python build.py --check   build into a temporary folder; exit 1, naming each file that differs from what is in the project
"""
from __future__ import annotations

import argparse
import csv
import importlib
import io
import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True

import common  # noqa: E402

AREAS = ["dk", "ee", "fi", "de", "is", "lv", "lt", "no", "pl", "ru", "se"]
ROUND = common.ROUND
PLACEMENTS = common.HERE / "placements.csv"


def build_all(target: pathlib.Path) -> bytes:
    """Write all areas below `target`; returns the text of placements.csv. Once per process: the builders take the folder when imported."""
    common.ROUND = target
    figures = common.Figures()
    for area in AREAS:
        importlib.import_module(f"build_{area}").build(figures)
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["row", "file", "sheet", "cell"])
    table.writerows(sorted(set(figures.placements)))
    return out.getvalue().encode()


def content(folder: pathlib.Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def check() -> int:
    with tempfile.TemporaryDirectory() as temporary:
        target = pathlib.Path(temporary)
        placements = build_all(target)
        built, present = content(target), content(ROUND)
    faults = [f"{name}: not in raw/2020" for name in sorted(built.keys() - present.keys())]
    faults += [f"{name}: in raw/2020, but no builder makes it" for name in sorted(present.keys() - built.keys())]
    faults += [f"{name}: bytes differ" for name in sorted(built.keys() & present.keys()) if built[name] != present[name]]
    if not PLACEMENTS.exists() or PLACEMENTS.read_bytes() != placements:
        faults.append(f"{PLACEMENTS.name}: bytes differ")
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--check", action="store_true", help="compare with the project instead of writing")
    if arguments.parse_args().check:
        return check()
    common.write(PLACEMENTS, build_all(ROUND))
    return 0


if __name__ == "__main__":
    sys.exit(main())
