"""Makes a project of Roundup from the data of a work load: mapping files, and the submission as links to the data.

usage: project.py DATA_DIR PROJECT_DIR w1|w2|w3|w4|w4s
"""
import csv
import os
import shutil
import sys
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
LISTS = os.path.join(HERE, "..", "..", "mappings", "codelists")
CONCEPTS = {
    "gender": "sex",
    "ageBroad": "age",
    "citizenship": "origin",
    "CountryOfExploitation": "place",
    "typeOfExploitConcatenated": "form",
    "RecruiterRelationship": "recruiter",
    "majorityStatus": "age",
    "Datasource": "channel",
}
ARTICLES = "article,label,code,predicate,evidence\n"


def fold(label):
    """As the program compares labels, as far as the invented labels need it."""
    return " ".join(unicodedata.normalize("NFC", label).casefold().split())


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as f:
        f.write(text)


def link(source, target):
    os.makedirs(os.path.dirname(target), exist_ok=True)
    if os.path.lexists(target):
        os.remove(target)
    # Roundup reads no symbolic links.
    os.link(source, target)


def table(path, header, rows):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(header)
        w.writerows(rows)


def common(project, years, areas):
    shutil.rmtree(project, ignore_errors=True)
    # What holds from a later round on is nothing to a project with rounds of its own.
    shutil.copytree(LISTS, project + "/mappings/codelists", ignore=shutil.ignore_patterns("*.*.csv"))
    shutil.copy(os.path.join(LISTS, "..", "dimensions.toml"), project + "/mappings/dimensions.toml")
    quoted = ", ".join('"%s"' % a for a in areas)
    write(project + "/mappings/rounds.toml",
          '[[round]]\nid = "bench"\ntitle = "Work load"\nsuppress_below = 0\nyears = [%s]\nareas = [%s]\n' % (", ".join(map(str, years)), quoted))
    write(project + "/mappings/rules.toml", "")
    table(project + "/mappings/codelists/area.csv", ["code", "name", "description", "parent", "source"], [[a, a, "", "", ""] for a in areas])


def add_codes(project, name, codes):
    """A code list with the codes of a work load beside those that the program itself needs."""
    path = "%s/mappings/codelists/%s.csv" % (project, name)
    rows, header = [], ["code", "name", "description", "parent", "source"]
    if os.path.exists(path):
        with open(path, encoding="utf-8", newline="") as f:
            header, *rows = list(csv.reader(f))
    known = {r[0] for r in rows}
    rows += [[c, c] + [""] * (len(header) - 2) for c in sorted(codes) if c not in known]
    table(path, header, rows)


def area(project, code, layout, crosswalk):
    folder = "%s/mappings/%s" % (project, code.lower())
    write(folder + "/layout.toml", layout)
    table(folder + "/crosswalk.csv", ["concept", "label", "predicate", "code", "table"], crosswalk)
    write(folder + "/articles.csv", ARTICLES)
    write(folder + "/comparability.toml", "")
    write(folder + "/corrections.toml", "")


def cases(data, project, kind):
    name = "cases.xlsx" if kind == "w3" else "cases.csv"
    common(project, [2023], ["XX"])
    lines, lists, seen = [], {}, set()
    with open(data + "/crosswalk.csv", encoding="utf-8", newline="") as f:
        for r in csv.DictReader(f):
            concept = CONCEPTS[r["column"]]
            lists.setdefault(concept, set()).add(r["code"])
            # An empty value is the column's `missing`; labels that differ in case only are one line.
            if r["label"] not in ("", "-99") and (concept, fold(r["label"])) not in seen:
                seen.add((concept, fold(r["label"])))
                lines.append([concept, r["label"], "skos:exactMatch", r["code"], ""])
    for concept, codes in lists.items():
        # The list of places is one of its own; the codes of countries stand in that of origins.
        add_codes(project, concept, codes)
    columns = "".join('  { header = "%s", name = "%s", concept = "%s", missing = "_Z" },\n' % (c, c, k) for c, k in CONCEPTS.items())
    layout = ('language = "en"\n\n[[file]]\nname = "%s"\n\n[[records]]\nid = "cases"\nfile = "%s"\nmissing = ["-99"]\n'
              'set = { measure = "VICT_ID", period = "2023" }\ncolumns = [\n%s]\ncounts = [["gender"]]\n'
              'skip_columns = [{ text = "/./", reason = "not asked for" }]\n') % (name, name, columns)
    area(project, "XX", layout, lines)
    link(data + "/" + name, project + "/raw/bench/xx/" + name)


DIMENSIONS = {"sex": "sex", "age": "age", "expl": "form", "citiz": "origin", "citizen": "origin", "cat": "form"}
TOTALS = {"T", "TOTAL"}


def toml(text):
    return '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"')


def tables(data, project):
    with open(data + "/manifest.csv", encoding="utf-8", newline="") as f:
        manifest = list(csv.DictReader(f))
    with open(data + "/crosswalk.csv", encoding="utf-8", newline="") as f:
        words = list(csv.DictReader(f))
    areas = sorted({m["country"] for m in manifest})
    common(project, sorted({int(m["year"]) for m in manifest}), areas)
    lists = {}
    for w in words:
        if w["code"] not in TOTALS:
            lists.setdefault(DIMENSIONS[w["dimension"]], set()).add(w["code"])
    for concept, codes in lists.items():
        add_codes(project, concept, codes)
    measures(project, sorted({m["indicator"] for m in manifest}))
    for code in areas:
        own = [m for m in manifest if m["country"] == code]
        layout = ['language = "en"', "", "[numbers]", 'thousands = ["space"]', "", "[absence]"]
        layout += ['%s = "NA"' % toml(mark) for mark in ("", ":", "-", "..", "n/a")]
        first = own[0]
        layout += ["", "[[file]]", 'name = "*"']
        if first["format"] == "csv":
            layout += ["encoding = %s" % toml(first["encoding"].replace("utf-16", "utf-16le")), "delimiter = %s" % toml(first["delimiter"])]
        seen = set()
        for m in own:
            if m["indicator"] in seen:
                continue
            seen.add(m["indicator"])
            title = "/^%s \\d{4}$/" % code if len({x["indicator"] for x in own}) == 1 else "/^\\d\\. %s$/" % m["indicator"].replace("_", " ").title()
            layout += ["", "[[table]]", "id = %s" % toml(m["indicator"]), "anchor = %s" % toml(title), 'anchor_is = "title"', "optional = true",
                       'columns = [{ concepts = ["%s"] }]' % DIMENSIONS[m["col_dim"]], 'rows = [{ concepts = ["%s"] }]' % DIMENSIONS[m["row_dim"]],
                       "set = { measure = %s }" % toml(m["indicator"]),
                       'context = [{ concept = "period", take = "text", anchor = %s }]' % toml("/^%s (?<label>\\d{4})$/" % code)]
        lines, known = [], set()
        for w in words:
            concept = DIMENSIONS[w["dimension"]]
            if w["country"] == code and (concept, fold(w["label"])) not in known:
                known.add((concept, fold(w["label"])))
                lines.append([concept, w["label"], "skos:exactMatch", "_T" if w["code"] in TOTALS else w["code"], ""])
        area(project, code, "\n".join(layout) + "\n", lines)
        for m in own:
            link(data + "/files/" + m["file"], "%s/raw/bench/%s/%s" % (project, code.lower(), m["file"]))


def measures(project, codes):
    path = project + "/mappings/codelists/measure.csv"
    with open(path, encoding="utf-8", newline="") as f:
        header, *rows = list(csv.reader(f))
    unit, thing = header.index("unit"), header.index("object")
    for code in codes:
        row = [code, code] + [""] * (len(header) - 2)
        row[unit], row[thing] = "PERSON", "victim"
        rows.append(row)
    table(path, header, rows)


if __name__ == "__main__":
    data, project, kind = sys.argv[1:]
    if kind in ("w1", "w2"):
        tables(data, project)
    else:
        cases(data, project, kind)
