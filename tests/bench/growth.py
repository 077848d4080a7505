"""Inputs that one number makes large, kind by kind: four times as many must not cost much more than four times the work. `make instructions` counts them.

`python3 tests/bench/growth.py [KIND …]` does it alone; with `--time FACTOR` it gives the seconds of inputs FACTOR times as large instead, and asks nothing.
"""
import concurrent.futures
import csv
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
LISTS = os.path.join(HERE, "..", "..", "mappings", "codelists")
CROSSWALK = "concept,label,predicate,code,valid_from,valid_to,table,weight,justification,decided_by,decided_on,comment\n"
ARTICLES = "article,label,name_national,name_en,predicate,code,valid_from,valid_to,evidence,justification,decided_by,decided_on,comment\n"
WORDS = ("form,Sexual,skos:exactMatch,SEX\nform,Labour,skos:exactMatch,LAB\nform,Begging,skos:exactMatch,BEG\nform,Crime,skos:exactMatch,CRIM\n"
         "form,Total,skos:exactMatch,_T\nform,Other,skos:closeMatch,_O\nform,Organs,skos:exactMatch,ORG\nform,Marriage,skos:exactMatch,MARR\n"
         "sex,Women,skos:exactMatch,F\nsex,Men,skos:exactMatch,M\n")
FORMS = ["Sexual", "Labour", "Begging", "Crime", "Organs", "Marriage"]
LAYOUT = 'language = "en"\n[[file]]\nname = "*"\n'
TABLE = ('[[table]]\nid = "form"\nanchor = "Form"\ncolumns = [{ concepts = ["period"] }]\nrows = [{ concepts = ["form"] }]\n'
         'set = { measure = "VICT_ID" }\n')
WIDE = ('[[table]]\nid = "form"\nanchor = "Form"\ncolumns = [{ concepts = ["period"] }]\n'
        'rows = [{ concepts = ["form"] }, { concepts = ["sex"] }, { concepts = ["origin"] }]\nset = { measure = "VICT_ID" }\n')
BY_ARTICLE = TABLE.replace('concepts = ["form"]', 'concepts = ["article"]')
YEARS = (2016, 2017, 2018)
ROUNDUP = os.path.abspath(os.environ.get("ROUNDUP_PROGRAM", "target/release/roundup"))
FOLDER = os.path.abspath("target/instructions/growth")
ENVIRONMENT = dict(os.environ, RAYON_NUM_THREADS="1")
# What is linear comes to 4, what is sorted to a little more; what is quadratic soon to more than this.
LIMIT = 4.7


def countries():
    with open(LISTS + "/origin.csv", encoding="utf-8", newline="") as f:
        return sorted({code for row in csv.DictReader(f) for code in row["members"].split("|") if code})


class Project:
    """A project of one made-up state with the code lists of the real one."""

    def __init__(self, folder, layout=LAYOUT + TABLE, crosswalk="", articles=""):
        self.folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        for name in (name for name in os.listdir(LISTS) if name.count(".") == 1):
            with open(LISTS + "/" + name, encoding="utf-8") as f:
                text = f.read()
            if name == "target.csv":
                text = text.split("\n")[0] + "\n"
            if name == "area.csv":
                text += "XX,Exampleland,,,made up\n"
            self.write("mappings/codelists/" + name, text)
        with open(LISTS + "/../dimensions.toml", encoding="utf-8") as f:
            self.write("mappings/dimensions.toml", f.read())
        self.write("mappings/rounds.toml", '[[round]]\nid = "2020"\nsuppress_below = 0\nyears = [2016, 2017, 2018]\nareas = ["XX"]\n')
        self.write("mappings/rules.toml", "")
        self.write("mappings/xx/layout.toml", layout)
        self.write("mappings/xx/crosswalk.csv", CROSSWALK + "".join(line + "," * 8 + "\n" for line in (WORDS + crosswalk).splitlines()))
        self.write("mappings/xx/articles.csv", ARTICLES + articles)
        self.write("mappings/xx/comparability.toml", "")
        self.write("mappings/xx/corrections.toml", "")
        self.write("raw/2020/README.md", "")
        # What a run costs whatever is sent: most of it is reading the crosswalk, and the process that reads workbooks.
        self.shape = [len(crosswalk) > 5000, False]

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(text if isinstance(text, bytes) else text.encode())

    def read(self, name):
        with open(os.path.join(self.folder, name), encoding="utf-8") as f:
            return f.read()

    def run(self, *words):
        self.describe()
        done = subprocess.run([ROUNDUP] + list(words), cwd=self.folder, env=ENVIRONMENT, capture_output=True, text=True)
        if done.returncode == 2:
            sys.exit("failed: %s\n%s" % (" ".join(words), done.stderr[-2000:]))

    def send(self, name, content):
        self.shape[1] |= name.endswith(".xlsx")
        self.write("raw/2020/xx/" + name, content)

    def describe(self):
        folder = os.path.join(self.folder, "raw/2020/xx")
        text = 'producer = "p"\ntitle = "t"\nreceived = "2020-01-01"\nlanguage = "en"\nlicence = "l"\n'
        for name in sorted(os.listdir(folder)):
            if name != "SOURCE.toml":
                with open(os.path.join(folder, name), "rb") as f:
                    text += '[[file]]\nname = "%s"\nsha256 = "%s"\n' % (name, hashlib.sha256(f.read()).hexdigest())
        self.write("raw/2020/xx/SOURCE.toml", text)


def column(number):
    name = ""
    while True:
        name = chr(65 + number % 26) + name
        number = number // 26 - 1
        if number < 0:
            return name


def xlsx(rows, hidden_rows=(), hidden_columns=(), merged=(), notes=(), sheets=None):
    """A workbook as small as a program would write it; a cell is a text, a number, or a formula with its value."""
    def cell(at, value):
        if isinstance(value, tuple):
            return '<c r="%s"><f>%s</f><v>%s</v></c>' % (at, value[0], value[1])
        if isinstance(value, int):
            return '<c r="%s"><v>%d</v></c>' % (at, value)
        return '<c r="%s" t="inlineStr"><is><t>%s</t></is></c>' % (at, value)

    def sheet(rows):
        text = ['<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">']
        if hidden_columns:
            text.append("<cols>" + "".join('<col min="%d" max="%d" hidden="1" width="9"/>' % (c + 1, c + 1) for c in hidden_columns) + "</cols>")
        text.append("<sheetData>")
        for r, row in enumerate(rows):
            cells = "".join(cell("%s%d" % (column(c), r + 1), value) for c, value in enumerate(row) if value not in ("", None))
            text.append('<row r="%d"%s>%s</row>' % (r + 1, ' hidden="1"' if r in hidden_rows else "", cells))
        text.append("</sheetData>")
        if merged:
            text.append('<mergeCells count="%d">%s</mergeCells>' % (len(merged), "".join('<mergeCell ref="%s"/>' % ref for ref in merged)))
        text.append("</worksheet>")
        return "".join(text)

    sheets = sheets or {"T": rows}
    types = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' \
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' \
        '<Default Extension="xml" ContentType="application/xml"/>' \
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>%s</Types>'
    part = '<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
    one = '<Relationship Id="rId%d" Type="' + rel + '/%s" Target="%s"/>'
    numbers = range(1, len(sheets) + 1)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", types % "".join(part % i for i in numbers))
        z.writestr("_rels/.rels", rels % (one % (1, "officeDocument", "xl/workbook.xml")))
        z.writestr("xl/_rels/workbook.xml.rels", rels % "".join(one % (i, "worksheet", "worksheets/sheet%d.xml" % i) for i in numbers))
        names = "".join('<sheet name="%s" sheetId="%d" r:id="rId%d"/>' % (name, i, i) for i, name in zip(numbers, sheets))
        z.writestr("xl/workbook.xml", '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="%s"><sheets>%s</sheets></workbook>'
                   % (rel, names))
        for i, name in zip(numbers, sheets):
            z.writestr("xl/worksheets/sheet%d.xml" % i, sheet(sheets[name]))
            if notes and i == 1:
                z.writestr("xl/worksheets/_rels/sheet1.xml.rels", rels % (one % (1, "comments", "../comments1.xml")))
                comments = "".join('<comment ref="%s" authorId="0"><text><t>%s</t></text></comment>' % note for note in notes)
                z.writestr("xl/comments1.xml", '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author>a</author></authors>'
                           '<commentList>%s</commentList></comments>' % comments)
    return out.getvalue()


def table(rows, header=("Form",) + YEARS):
    return "\n".join(",".join(map(str, row)) for row in [header] + rows) + "\n"


def places(n):
    """n rows of different keys: form, sex, country."""
    # Country by country, so that a split has the same number of parts at any size.
    keys = [("Form " + form, sex, "C " + country) for country in countries() for form in codes("form") for sex in ("Women", "Men")]
    assert n <= len(keys), n
    return keys[:n]


def codes(name):
    with open("%s/%s.csv" % (LISTS, name), encoding="utf-8", newline="") as f:
        return [row["code"] for row in csv.DictReader(f)]


def words(keys):
    """The lines of a crosswalk for keys, and no other: a line that nothing uses is a finding."""
    lines = {"form,%s,skos:exactMatch,%s\n" % (form, form.split()[1]): 0 for form, _, _ in keys}
    lines.update({"origin,%s,skos:exactMatch,%s\n" % (country, country.split()[1]): 0 for _, _, country in keys})
    return "".join(lines)


def one_code(p, n, cell="%d", years=YEARS):
    """Rows of many labels that a pattern takes for one form."""
    return table([["Of form %d" % i] + [cell % (i % 90 + 10)] * len(years) for i in range(n)], ("Form",) + tuple(years))


PATTERN = "form,/^Of form/,skos:exactMatch,SEX\n"
NOTE = "[[footnote]]\npattern = '^(?<mark>[*⁰¹²³⁴⁵⁶⁷⁸⁹]+)\\s+(?<text>.+)$'\n"
DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def articles(n):
    return "".join("X:%d,Art. %d,a,a,skos:exactMatch,02041,,,report l. 1,,,,\n" % (i, i) for i in range(n))


# What each kind is made of: the project, and the words of the command.
KINDS = {}


def kind(name, n, *words):
    def add(make):
        KINDS[name] = (n, make, list(words) or ["check", "--format", "json"])
        return make
    return add


ALL = ["run", "--quiet", "--out", "out"]


@kind("rows of figures", 136)
def rows(d, n):
    p = Project(d, LAYOUT + WIDE, words(places(n)))
    p.send("a.csv", table([list(key) + [i % 97] * 3 for i, key in enumerate(places(n))], ("Form", "Sex", "Origin") + YEARS))
    return p


@kind("rows of figures, all forms of output", 34, *ALL)
def rows_out(d, n):
    return rows(d, n)


@kind("columns", 136)
def columns(d, n):
    layout = LAYOUT + '[[table]]\nid = "form"\nanchor = "Form"\ncolumns = [{ concepts = ["form"], fill = true }, { concepts = ["sex"], fill = true }, { concepts = ["origin"] }]\nrows = [{ concepts = ["period"] }]\nset = { measure = "VICT_ID" }\n'
    p = Project(d, layout, words(places(n)))
    keys = places(n)
    p.send("a.csv", "\n".join([",".join(["Form"] + [k[0] for k in keys]), ",".join([""] + [k[1] for k in keys]), ",".join([""] + [k[2] for k in keys])]
                              + [",".join([str(y)] + ["5"] * n) for y in YEARS]) + "\n")
    return p


@kind("rows of one key", 300)
def one_key(d, n):
    p = Project(d, crosswalk=PATTERN)
    p.send("a.csv", one_code(p, n))
    return p


@kind("one label in many rows", 300)
def twice(d, n):
    p = Project(d)
    p.send("a.csv", table([["Sexual", 5, 6, 7]] * n))
    return p


@kind("one key in two rows each", 102)
def pairs(d, n):
    p = Project(d, LAYOUT + WIDE, words(places(n)))
    p.send("a.csv", table([list(key) + [i % 97 + j] * 3 for i, key in enumerate(places(n)) for j in (0, 1)], ("Form", "Sex", "Origin") + YEARS))
    return p


@kind("unmapped labels", 300)
def unmapped(d, n):
    p = Project(d)
    p.send("a.csv", table([["Unknown %d" % i, 5, 6, 7] for i in range(n)]))
    return p


@kind("one unmapped label in many rows", 300)
def unmapped_one(d, n):
    p = Project(d)
    p.send("a.csv", table([["Unknown", 5, 6, 7]] * n))
    return p


@kind("cells that are no count", 200)
def no_count(d, n):
    p = Project(d)
    p.send("a.csv", table([["Sexual", "5x", "6x", "7x"]] * n))
    return p


@kind("marks without text", 200)
def marks(d, n):
    p = Project(d, crosswalk=PATTERN)
    p.send("a.csv", one_code(p, n, "%d*"))
    return p


@kind("footnotes, a mark each", 300)
def footnotes(d, n):
    p = Project(d, LAYOUT + NOTE + TABLE, PATTERN + "footnote,/./,skos:exactMatch,U\n")
    marks = [str(1000 + i).translate(DIGITS) for i in range(n)]
    p.send("a.csv", table([["Of form %d" % i, "5%s" % m] for i, m in enumerate(marks)], ("Form", 2016)) + "\n" + "".join("%s a note\n" % m for m in marks))
    return p


@kind("footnotes of one mark", 300)
def footnotes_one(d, n):
    p = Project(d, LAYOUT + NOTE + TABLE, PATTERN + "footnote,/./,skos:exactMatch,U\n")
    p.send("a.csv", table([["Of form* %d" % i, "5*"] for i in range(n)], ("Form", 2016)) + "\n" + "* a note\n" * n)
    return p


@kind("superscripts", 102)
def superscripts(d, n):
    p = Project(d, LAYOUT + NOTE + WIDE, words(places(n)) + "footnote,/./,skos:exactMatch,A\n")
    p.send("a.csv", table([list(key) + ["%d¹" % (i % 97 + 1)] * 3 for i, key in enumerate(places(n))], ("Form", "Sex", "Origin") + YEARS) + "\n¹ a note\n")
    return p


@kind("hidden rows", 400)
def hidden(d, n):
    p = Project(d, crosswalk=PATTERN)
    p.send("a.xlsx", xlsx([["Form", *YEARS]] + [["Of form %d" % i, 5, 6, 7] for i in range(n)], hidden_rows=set(range(2, n, 2))))
    return p


@kind("hidden columns", 400)
def hidden_columns(d, n):
    p = Project(d, LAYOUT + TABLE.replace('"period"', '"x"').replace('"form"]', '"period"]').replace('"x"', '"form"'), PATTERN)
    p.send("a.xlsx", xlsx([["Form"] + ["Of form %d" % i for i in range(n)]] + [[y] + [5] * n for y in YEARS], hidden_columns=range(2, n, 2)))
    return p


@kind("merged cells", 250)
def merged(d, n):
    p = Project(d, crosswalk=PATTERN)
    p.send("a.xlsx", xlsx([["Form", *YEARS]] + [["Of form %d" % i, 5, 6, ""] for i in range(n)], merged=["C%d:D%d" % (i + 2, i + 2) for i in range(n)]))
    return p


@kind("notes on cells", 250)
def cell_notes(d, n):
    p = Project(d)
    p.send("a.xlsx", xlsx([["Form", *YEARS]] + [["Sexual", 5, 6, 7] for i in range(n)], notes=[("B%d" % (i + 2), "a note %d" % i) for i in range(n)]))
    return p


@kind("formulas, each over all rows", 300)
def formulas(d, n):
    p = Project(d)
    p.send("a.xlsx", xlsx([["Form", 2016]] + [["Sexual", 1, "", ("SUM(B2:B%d)" % (n + 1), n)] for i in range(n)]))
    return p


@kind("formulas over one wide sheet", 20)
def formulas_wide(d, n):
    p = Project(d)
    p.send("a.xlsx", xlsx([["Form", 2016]] + [["Sexual", 1, "", ("SUM(B2:B%d)" % (n + 1), n)] + [3] * 60 for i in range(n)]))
    return p


@kind("a long formula", 500)
def formula_long(d, n):
    p = Project(d)
    p.send("a.xlsx", xlsx([["Form", 2016], ["Sexual", ("+".join("D%d" % (i + 1) for i in range(n)), n)]] + [["", "", "", 1] for i in range(n)]))
    return p


@kind("anchors that repeat down", 300)
def down(d, n):
    p = Project(d, LAYOUT + TABLE.replace('anchor = "Form"', 'anchor = "Form"\nrepeat = "down"'))
    p.send("a.csv", "Form,2016\nSexual,5\n\n" * n)
    return p


@kind("anchors that repeat to the right", 300)
def right(d, n):
    p = Project(d, LAYOUT + TABLE.replace('anchor = "Form"', 'anchor = "Form"\nrepeat = "right"'))
    p.send("a.csv", ",".join(["Form,2016"] * n) + "\n" + ",".join(["Sexual,5"] * n) + "\n")
    return p


@kind("blocks with a context", 300)
def contexts(d, n):
    p = Project(d, LAYOUT + TABLE.replace('anchor = "Form"', 'anchor = "Form"\nrepeat = "down"\ncontext = [{ concept = "sex", take = "below", anchor = "Sex" }]'))
    p.send("a.csv", "Sex\nWomen\n\nForm,2016\nSexual,5\n\n" * n)
    return p


@kind("anchors of two tables", 200)
def foreign(d, n):
    other = TABLE.replace('"form"\nanchor = "Form"', '"other"\nanchor = "Kind"\nrepeat = "down"')
    p = Project(d, LAYOUT + TABLE.replace('anchor = "Form"', 'anchor = "Form"\nrepeat = "down"') + other)
    p.send("a.csv", "Form,2016\nSexual,5\n\nKind,2016\nLabour,5\n\n" * n)
    return p


@kind("cells that two tables read", 200)
def read_twice(d, n):
    p = Project(d, LAYOUT + TABLE + TABLE.replace('"form"\n', '"again"\n'), PATTERN)
    p.send("a.csv", one_code(p, n))
    return p


@kind("lines of a crosswalk", 300)
def crosswalk(d, n):
    p = Project(d, crosswalk="".join("form,Word %d,skos:exactMatch,SEX\n" % i for i in range(n)))
    p.send("a.csv", table([["Word %d" % i, 5, 5, 5] for i in range(n)]))
    return p


@kind("patterns of a crosswalk", 100)
def patterns(d, n):
    p = Project(d, crosswalk="".join("form,/^Word %d$/,skos:exactMatch,SEX\n" % i for i in range(n)))
    p.send("a.csv", table([["Word %d" % i, 5, 5, 5] for i in range(n)]))
    return p


@kind("lines of a crosswalk for one label", 300)
def crosswalk_one(d, n):
    p = Project(d, crosswalk="form,Word,skos:exactMatch,SEX\n" * n)
    p.send("a.csv", table([["Word", 5, 5, 5]]))
    return p


@kind("faulty lines of a crosswalk", 250)
def crosswalk_faulty(d, n):
    p = Project(d, crosswalk="".join("form,Word %d,skos:noMatch,NONE\n" % i for i in range(n)))
    p.send("a.csv", table([["Word %d" % i, 5, 5, 5] for i in range(n)]))
    return p


@kind("unused lines of a crosswalk", 500)
def crosswalk_unused(d, n):
    p = Project(d, crosswalk="".join("form,Word %d,skos:exactMatch,SEX\n" % i for i in range(n)))
    p.send("a.csv", table([["Sexual", 5, 5, 5]]))
    return p


@kind("articles", 150)
def by_article(d, n):
    p = Project(d, LAYOUT + BY_ARTICLE, articles=articles(n))
    p.send("a.csv", table([["Art. %d" % i, 5, 5, 5] for i in range(n)]))
    return p


@kind("lines of one article", 300)
def by_one_article(d, n):
    p = Project(d, LAYOUT + BY_ARTICLE, articles=articles(1) * n)
    p.send("a.csv", table([["Art. 0", 5, 5, 5]]))
    return p


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@kind("answers", 102)
def answers(d, n):
    p = Project(d, LAYOUT + WIDE, words(places(n)))
    p.send("a.csv", table([list(key) + [0, 10, 1000] for key in places(n)], ("Form", "Sex", "Origin") + YEARS))
    one = '[[accepted]]\nfinding = "value-jumps"\nfile = "a.csv"\nsheet = "csv"\ncell = "F%d"\nvalue = "%s"\nreason = "r"\nwho = "w"\ndate = "2020-03-01"\nuntil = "2021"\n'
    p.write("mappings/xx/accepted.toml", "".join(one % (i + 2, digest("1000")) for i in range(n)))
    return p


@kind("corrections", 102)
def corrections(d, n):
    p = Project(d, LAYOUT + WIDE, words(places(n)))
    p.send("a.csv", table([list(key) + ["7x", 10, 10] for key in places(n)], ("Form", "Sex", "Origin") + YEARS))
    one = '[[correction]]\nfile = "a.csv"\nsheet = "csv"\ncell = "D%d"\nexpects = "7x"\nbecomes = "7"\nreason = "r"\nsource = "s"\n'
    p.write("mappings/xx/corrections.toml", "".join(one % (i + 2) for i in range(n)))
    return p


@kind("facts", 60)
def facts(d, n):
    p = rows(d, 34)
    one = '[[fact]]\nmeasure = "VICT_ID"\nconcept = "unit-of-count"\nvalue = "person"\nsource = "s"\n'
    p.write("mappings/xx/comparability.toml", one * n)
    return p


@kind("files", 80)
def many_files(d, n):
    p = Project(d)
    for i in range(n):
        p.send("a%d.csv" % i, "Form,2016\nSexual,5\n")
    return p


@kind("sheets", 100)
def sheets(d, n):
    p = Project(d)
    p.send("a.xlsx", xlsx(None, sheets={"S%d" % i: [["Form", 2016], ["Sexual", 5]] for i in range(n)}))
    return p


@kind("tables of a layout", 100)
def tables(d, n):
    one = TABLE.replace('"form"\nanchor = "Form"', '"t%d"\nanchor = "Form %d"')
    p = Project(d, LAYOUT + "".join(one % (i, i) for i in range(n)))
    p.send("a.csv", "".join("Form %d,2016\nSexual,5\n\n" % i for i in range(n)))
    return p


@kind("columns of one row", 1000, "show", "raw/2020/xx/a.csv")
def show_wide(d, n):
    p = Project(d)
    p.send("a.csv", ",".join(["1"] * n) + "\n")
    return p


@kind("rows that are shown", 250, "show", "raw/2020/xx/a.csv")
def show_long(d, n):
    p = Project(d)
    p.send("a.csv", table([["Sexual", 5, 6, 7]] * n))
    return p


RECORDS = ('[[records]]\nid = "cases"\nfile = "a.csv"\nset = { measure = "VICT_ID" }\ncolumns = [\n{ header = "Year", concept = "period" },\n'
           '{ header = "Sex", concept = "sex" },\n{ header = "Form", concept = "form" },\n]\ncounts = [["sex"], ["form"]]\n')


@kind("records' distinct values", 500)
def records(d, n):
    p = Project(d, LAYOUT + RECORDS, PATTERN)
    p.send("a.csv", table([[2016, "Women", "Of form %d" % i] for i in range(n)], ("Year", "Sex", "Form")))
    return p


@kind("records' unmapped values", 300)
def records_unmapped(d, n):
    p = Project(d, LAYOUT + RECORDS)
    p.send("a.csv", table([[2016, "Women", "Unknown %d" % i] for i in range(n)], ("Year", "Sex", "Form")))
    return p


@kind("columns of records", 300)
def records_wide(d, n):
    p = Project(d, LAYOUT + RECORDS)
    p.send("a.csv", table([[2016, "Women", "Sexual"] + [1] * n] * 3, ["Year", "Sex", "Form"] + ["Column %d" % i for i in range(n)]))
    return p


@kind("findings as sarif", 200, "check", "--format", "sarif")
def findings_as_sarif(d, n):
    return unmapped(d, n)


@kind("findings of mappings as github", 200, "check", "--format", "github")
def findings_of_mappings_github(d, n):
    return crosswalk_faulty(d, n)


@kind("findings of a run", 150, *ALL)
def findings_run(d, n):
    return unmapped(d, n)


@kind("one label in many rows, run", 150, *ALL)
def twice_run(d, n):
    return twice(d, n)


@kind("differences", 80, "diff", "before/2020", "out/2020")
def differences(d, n):
    """The same cells give other keys, and all of them other values."""
    p = rows(d, n)
    p.run("run", "--quiet", "--out", "before")
    p.write("mappings/xx/crosswalk.csv", p.read("mappings/xx/crosswalk.csv").replace("Women,skos:exactMatch,F", "Women,skos:exactMatch,_O"))
    p.send("a.csv", p.read("raw/2020/xx/a.csv").replace(",1", ",2"))
    p.run("run", "--quiet", "--out", "out")
    return p


def run(name, n, before=()):
    """Makes the project of a kind at a size and runs the command on it, after other words such as those of valgrind: seconds, exit status and shape."""
    _, make, words = KINDS[name]
    folder = "%s/%s-%d" % (FOLDER, re.sub("[^a-z]+", "-", name), n)
    project = make(folder, n)
    project.describe()
    start = os.times().children_user
    done = subprocess.run(list(before) + [ROUNDUP] + words, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True)
    used = os.times().children_user - start
    shutil.rmtree(folder, ignore_errors=True)
    # A usage error is fast at any size.
    if done.returncode == 2:
        sys.exit("failed: %s of %d: %s\n%s" % (name, n, " ".join(words), done.stderr[-2000:]))
    return used, done.returncode, project.shape


def instructions(name, n):
    """Instructions of the program and of the processes that it starts: cachegrind counts them like callgrind, in a third of the time."""
    profiles = "%s/profiles-%s-%d" % (FOLDER, re.sub("[^a-z]+", "-", name), n)
    shutil.rmtree(profiles, ignore_errors=True)
    os.makedirs(profiles)
    run(name, n, ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--trace-children=yes", "--cachegrind-out-file=%s/%%p" % profiles])
    total = 0
    for profile in os.listdir(profiles):
        with open(os.path.join(profiles, profile), encoding="utf-8", errors="replace") as f:
            total += sum(int(line.split()[1]) for line in f if line.startswith("summary:"))
    shutil.rmtree(profiles, ignore_errors=True)
    return total


def check(chosen=None):
    """The kinds for which 4n of them cost more than [`LIMIT`] times what n cost, each in words; what a run costs that has one of them does not count."""
    names = chosen or list(KINDS)
    # Of kinds whose runs of one are alike one is counted.
    empty, of = {}, {}
    for name in names:
        of[name] = str((KINDS[name][2], run(name, 1)[1:]))
        empty.setdefault(of[name], (name, 1))
    sizes = list(empty.values()) + [(name, size) for name in names for size in (KINDS[name][0], 4 * KINDS[name][0])]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        counted = dict(zip(sizes, pool.map(lambda size: instructions(*size), sizes)))
    grown = []
    for name in names:
        n = KINDS[name][0]
        one, four = (counted[name, size] - counted[empty[of[name]]] for size in (n, 4 * n))
        ratio = four / max(one, 1)
        print("%-40s %6d: %13s  %6d: %13s  %5.2f times" % (name, n, format(one, ","), 4 * n, format(four, ","), ratio), flush=True)
        if ratio > LIMIT:
            grown.append("%s: %.2f times the work for four times as many" % (name, ratio))
    return grown


def main():
    arguments = sys.argv[1:]
    if "--time" in arguments:
        at = arguments.index("--time")
        for name in arguments[:at] or KINDS:
            n = KINDS[name][0] * int(arguments[at + 1])
            one, four = run(name, n)[0], run(name, 4 * n)[0]
            print("%-40s %6d: %6.2f s  %6d: %6.2f s  %5.1f times" % (name, n, one, 4 * n, four, four / max(one, 0.01)), flush=True)
        return
    grown = check(arguments)
    if grown:
        sys.exit("grows faster than its input: " + "; ".join(grown))


if __name__ == "__main__":
    main()
