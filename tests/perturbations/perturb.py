"""Changes the eleven submissions of 2020 in small ways, as the workbooks of a new year might be changed, and looks at what the program says.

    perturb.py [--binary PATH] [--only WORD] [--mode same|next] [--table FILE] [--keep FOLDER]

README.md says what the verdicts mean. Exit status: 1 when a change is silent, a control is not, or more than one in twenty is noisy.
"""
import argparse
import collections
import csv
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import books
import changes

ROOT = pathlib.Path(__file__).resolve().parents[2]
NEXT = '\n[[round]]\nid = "2021"\nstatus = "open"\ntitle = "the next"\nsuppress_below = 0\nyears = [2016, 2017, 2018]\nareas = ["%s"]\nsources_public = true\n'
NOISY = 3


def project(folder, area, mode):
    """A copy of the mappings and of one submission; in the mode `next` the same submission again, as that of a later round."""
    shutil.copytree(ROOT / "mappings", folder / "mappings")
    shutil.copytree(ROOT / "raw/2020" / area, folder / "raw/2020" / area)
    if mode == "next":
        shutil.copytree(ROOT / "raw/2020" / area, folder / "raw/2021" / area)
        rounds = folder / "mappings/rounds.toml"
        text = rounds.read_text(encoding="utf-8")
        rounds.write_text(text.split('\n[[round]]\nid = "2023"')[0] + NEXT % area.upper(), encoding="utf-8")
        shutil.rmtree(folder / "mappings/unodc")
        for path in folder.glob("mappings/*.2023.*"):
            path.unlink()
    return folder / ("raw/2021" if mode == "next" else "raw/2020") / area


def findings(binary, folder, area, mode):
    words = [binary, "check", "--round", "2021" if mode == "next" else "2020", "--area", area, "--format", "json", "--exit-zero",
             "--raw", str(folder / "raw"), "--mappings", str(folder / "mappings")]
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        sys.exit("%s\n%s" % (" ".join(words), done.stderr))
    found = json.loads(done.stdout)["findings"]
    return [f for f in found if f["code"] not in ("source-digest-differs", "source-file-missing", "source-description-missing")]


def places(finding):
    def of(text):
        parts = text.split("!")
        return {"sheet": parts[1] if len(parts) > 1 else "", "cell": parts[2] if len(parts) > 2 else ""}
    return [finding["place"]] + [of(text) for text in finding["related"] if text.startswith("raw ")]


def near(finding, change):
    """Whether a finding is at the cell, the row or the column of a change, or at its sheet where the whole sheet was changed."""
    for place in places(finding):
        if change.rows is None and change.columns is None:
            if change.sheet in (None, place["sheet"]) or not place["sheet"]:
                return True
        if place["sheet"] != change.sheet:
            continue
        if not place["cell"]:
            return True
        row, column = books.address(place["cell"])
        if (change.rows and row in change.rows) or (change.columns and column in change.columns):
            return True
    return False


def verdict(new, change):
    if change.control:
        return "control-failed" if new else "ok"
    if not new:
        return "silent"
    if not any(near(f, change) for f in new):
        return "elsewhere"
    return "noisy" if len(new) > NOISY else "ok"


def fresh(found, before):
    """The findings that were not there before. A finding that only moved with its cell is none."""
    known = collections.Counter((f["code"], f["found"]) for f in before)
    new = []
    for f in found:
        known[f["code"], f["found"]] -= 1
        if known[f["code"], f["found"]] < 0:
            new.append(f)
    return new


def office(binary, folder, area, mode, path, untouched):
    """What is found when LibreOffice has read and written the file, where it is installed; csv is no format of its own there."""
    if not shutil.which("soffice") or path.suffix == ".csv":
        return
    own = path.read_bytes()
    with tempfile.TemporaryDirectory() as out:
        subprocess.run(["soffice", "--headless", "-env:UserInstallation=file://" + out + "/profile", "--convert-to", path.suffix[1:],
                        "--outdir", out, str(path)], check=True, capture_output=True)
        path.write_bytes((pathlib.Path(out) / path.name).read_bytes())
    yield "LibreOffice", fresh(findings(binary, folder, area, mode), untouched)
    path.write_bytes(own)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--binary", default=str(ROOT / "target/debug/roundup"))
    arguments.add_argument("--only", default="")
    arguments.add_argument("--mode", choices=["same", "next"], action="append")
    arguments.add_argument("--table")
    arguments.add_argument("--keep")
    options = arguments.parse_args()
    rows, count = [], collections.Counter()
    for mode in options.mode or ["same", "next"]:
        for area in changes.AREAS:
            with tempfile.TemporaryDirectory() as temporary:
                folder = pathlib.Path(temporary) / "project"
                target = project(folder, area, mode)
                path = next(p for p in sorted(target.iterdir()) if p.suffix in (".xlsx", ".xls", ".ods", ".csv"))
                # The library that changes the file writes it once without a change; that this changes nothing is a control.
                untouched = findings(options.binary, folder, area, mode)
                sent = path.read_bytes()
                book = books.opened(path)
                book.save()
                original = path.read_bytes()
                before = findings(options.binary, folder, area, mode)
                new = fresh(before, untouched)
                controls = [("saved", [] if book.loses else new)]
                path.write_bytes(sent)
                controls += list(office(options.binary, folder, area, mode, path, untouched))
                path.write_bytes(original)
                for name, found in controls:
                    count[mode, "control-failed" if found else "ok"] += 1
                    result = "control-failed" if found else "ok"
                    rows.append([area + "/" + name, area, "control", mode, result, len(found), "; ".join(f["code"] + " " + f["found"] for f in found)])
                for change in changes.of(area, ROOT, options.binary):
                    if options.only not in change.name or mode not in change.modes:
                        continue
                    change.make(path)
                    changed = path.exists() and path.read_bytes() == original and len(list(target.iterdir())) == 2
                    if changed and change.kind != "control":
                        sys.exit("%s changes nothing" % change.name)
                    new = fresh(findings(options.binary, folder, area, mode), before)
                    result = verdict(new, change)
                    count[mode, result] += 1
                    said = "; ".join("%s %s" % (f["code"], f["place"]["sheet"] + "!" + f["place"]["cell"]) for f in new)
                    rows.append([change.name, area, change.kind, mode, result, len(new), said])
                    if options.keep and result != "ok":
                        shutil.copytree(folder, pathlib.Path(options.keep) / mode / change.name.replace("/", "_"), dirs_exist_ok=True)
                    for other in target.iterdir():
                        if other.suffix != ".toml":
                            other.unlink()
                    path.write_bytes(original)
    header = ["change", "area", "kind", "mode", "verdict", "findings", "what"]
    out = open(options.table, "w", encoding="utf-8", newline="") if options.table else sys.stdout
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows if options.table else [row for row in rows if row[4] != "ok"])
    out.flush()
    for mode in ("same", "next"):
        results = {result: n for (own, result), n in sorted(count.items()) if own == mode}
        if results:
            print(mode, sum(results.values()), results, file=sys.stderr)
    total = sum(count.values())
    bad = sum(n for (_, result), n in count.items() if result in ("silent", "elsewhere", "control-failed"))
    noisy = sum(n for (_, result), n in count.items() if result == "noisy")
    sys.exit(1 if bad or noisy * 20 > total else 0)


if __name__ == "__main__":
    main()
