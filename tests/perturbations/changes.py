"""The changes: each of one kind, at one place of one submission. What a cell is to the program, its own tables say: texts.csv and ledger.csv."""
import csv
import dataclasses
import functools
import pathlib
import shutil
import subprocess
import tempfile

import books

AREAS = ["de", "dk", "ee", "fi", "is", "lt", "lv", "no", "pl", "ru", "se"]
# A sentence, a word and a heading in the languages of the submissions; the program knows none of them.
WORDS = {
    "de": ("Kinder sind nicht mehr enthalten", "nur Erwachsene", "Tatverdächtige insgesamt"),
    "dk": ("børn er ikke længere med", "kun voksne", "Sigtede i alt"),
    "ee": ("lapsed ei ole enam arvestatud", "ainult täiskasvanud", "Kahtlustatavad kokku"),
    "fi": ("lapset eivät enää sisälly", "vain aikuiset", "Epäillyt yhteensä"),
    "is": ("börn eru ekki lengur talin", "aðeins fullorðnir", "Grunaðir alls"),
    "lt": ("vaikai nebeįtraukti", "tik suaugusieji", "Įtariamieji iš viso"),
    "lv": ("bērni vairs nav iekļauti", "tikai pieaugušie", "Aizdomās turētie kopā"),
    "no": ("barn er ikke lenger med", "bare voksne", "Mistenkte i alt"),
    "pl": ("dzieci nie są już ujęte", "tylko dorośli", "Podejrzani ogółem"),
    "ru": ("дети больше не учитываются", "только взрослые", "Подозреваемые всего"),
    "se": ("barn ingår inte längre", "endast vuxna", "Misstänkta totalt"),
}


@dataclasses.dataclass
class Change:
    name: str
    kind: str
    sheet: object
    rows: object
    columns: object
    edit: object
    control: bool = False
    modes: tuple = ("same", "next")
    whole_file: bool = False

    def make(self, path):
        if self.whole_file:
            self.edit(path)
            return
        book = books.opened(path)
        self.edit(book)
        book.save()


@functools.cache
def tables(area, root, binary):
    """The texts and the figures of the submission as the program reads it."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([binary, "run", "--quiet", "--round", "2020", "--area", area, "--only", "csv", "--raw", str(root / "raw"),
                        "--mappings", str(root / "mappings"), "--out", folder], check=True, capture_output=True)
        read = lambda name: list(csv.DictReader(open(pathlib.Path(folder) / ("2020." + area) / name, encoding="utf-8")))
        return read("texts.csv"), read("ledger.csv"), read("harmonized.csv")


def spread(items, n):
    """At most n of them, from all over the list."""
    return [items[len(items) * i // n] for i in range(n)] if len(items) > n else list(items)


def of(area, root, binary):
    texts, ledger, figures = tables(area, root, binary)
    sentence, qualifier, heading = WORDS[area]
    made = []

    def add(kind, at, edit, rows=None, columns=None, sheet=None, **more):
        if at is not None:
            sheet, (row, column) = at["SHEET"], books.address(at["CELL"])
            rows, columns = {row} if rows is None else rows, {column} if columns is None else columns
        name = "%s/%s/%s" % (area, kind, "%s!%s" % (sheet, at["CELL"]) if at is not None else sheet)
        made.append(Change(name, "control" if more.get("control") else kind, sheet, rows, columns, edit, **more))

    def cell(at):
        return (at["SHEET"], *books.address(at["CELL"]))

    def rewrite(at, text):
        return lambda book: book.set(*cell(at), text)

    by_role = {}
    for text in texts:
        by_role.setdefault(text["ROLE"], []).append(text)
    for role, ways in (("label", ("qualifier", "word", "typo", "blank", "gone", "unknown row", "case")),
                       ("header", ("qualifier", "blank")), ("title", ("qualifier", "gone")), ("context", ("qualifier",)),
                       ("footnote", ("sentence", "changed word", "gone")), ("note", ("sentence", "changed word", "gone")),
                       ("legend", ("sentence", "gone")), ("out-of-scope", ("sentence", "number", "gone")),
                       ("skipped", ("sentence", "year")), ("figure", ("sentence",))):
        for n, way in enumerate(ways):
            own = [t for t in by_role.get(role, []) if t["TEXT"]]
            for at in spread(own[n % max(len(own), 1):], 2):
                kind, text, (row, column) = "%s: %s" % (role, way), at["TEXT"], books.address(at["CELL"])
                if way == "qualifier":
                    add(kind, at, rewrite(at, "%s (%s)" % (text, qualifier)))
                elif way == "sentence":
                    add(kind, at, rewrite(at, "%s %s" % (text, sentence)))
                elif way == "number":
                    add(kind, at, rewrite(at, "%s, %s: 12" % (text, heading)))
                elif way == "word" or way == "changed word":
                    words = text.split()
                    words[len(words) // 2] = qualifier.split()[-1]
                    add(kind, at, rewrite(at, " ".join(words)))
                elif way == "typo" and len(text) > 4:
                    add(kind, at, rewrite(at, text[:2] + text[3:]))
                elif way == "blank":
                    add(kind, at, rewrite(at, None))
                elif way == "gone":
                    add(kind, at, lambda book, at=at: book.delete_row(at["SHEET"], books.address(at["CELL"])[0]), rows=set(range(row - 1, row + 2)))
                elif way == "unknown row":
                    def unknown(book, at=at, row=row, column=column):
                        book.insert_row(at["SHEET"], row)
                        book.set(at["SHEET"], row, column, heading)
                        book.set(at["SHEET"], row, column + 1, 3)
                    add(kind, at, unknown, rows={row, row + 1})
                elif way == "case":
                    add(kind, at, rewrite(at, varied(at)), control=True)
                elif way == "year" and "2018" in text + " 2018":
                    add(kind, at, rewrite(at, text.replace("2017", "2018") if "2017" in text else text.replace("2016", "2017") if "2016" in text else text + " 2018"))
    labels = [t for t in by_role.get("label", []) if t["TABLE"]]
    pairs = [(a, b) for a, b in zip(labels, labels[1:]) if a["TABLE"] == b["TABLE"] and a["SHEET"] == b["SHEET"]
             and books.address(a["CELL"])[1] == books.address(b["CELL"])[1] and a["TEXT"] != b["TEXT"]]
    for a, b in spread(pairs, 2):
        rows = {books.address(a["CELL"])[0], books.address(b["CELL"])[0]}
        add("labels swapped", a, lambda book, a=a, b=b: (book.set(*cell(a), b["TEXT"]), book.set(*cell(b), a["TEXT"])), rows=rows, modes=("same",))
        add("label of another row", a, rewrite(a, b["TEXT"]), rows=rows)
    numbers = [l for l in ledger if l["DISPOSITION"] == "mapped" and l["KIND"] == "number"]
    big = [l for l in numbers if l["TEXT"].isdecimal() and int(l["TEXT"]) >= 20]
    for at in spread(numbers, 2):
        add("count blank", at, rewrite(at, None))
        add("count n/a", at, rewrite(at, "n/a"))
    for at in spread(big, 2):
        add("count times ten", at, rewrite(at, int(at["TEXT"]) * 10))
    for at in spread(big, 1):
        add("count times thousand", at, rewrite(at, int(at["TEXT"]) * 1000))
    made += structure(area, texts, figures, numbers, (sentence, qualifier, heading))
    made += files(area, texts)
    seen = set()
    return [c for c in made if not (c.name in seen or seen.add(c.name))]


def structure(area, texts, figures, numbers, words):
    """Tables, rows, columns and sheets."""
    sentence, _, heading = words
    made = []
    add = lambda kind, sheet, edit, rows=None, columns=None, **more: made.append(
        Change("%s/%s/%s" % (area, kind, sheet), "control" if more.get("control") else kind, sheet, rows, columns, edit, **more))
    table_of = {}
    for text in texts:
        if text["ROLE"] == "label" and text["TABLE"]:
            table_of.setdefault((text["SHEET"], text["TABLE"]), []).append(text)
    at_row = {}
    for n in numbers:
        at_row.setdefault((n["SHEET"], books.address(n["CELL"])[0]), []).append(n)
    tables = sorted(table_of.items(), key=lambda item: -len(item[1]))
    for (sheet, table), labels in tables[:2]:
        column = books.address(labels[0]["CELL"])[1]
        rows = [books.address(l["CELL"])[0] for l in labels if books.address(l["CELL"])[1] == column]
        own = [n for r in rows for n in at_row.get((sheet, r), []) if books.address(n["CELL"])[1] > column]
        first = min((books.address(n["CELL"])[1] for n in own), default=None)
        if first is None:
            continue
        last = first
        while any(books.address(n["CELL"])[1] == last + 1 for n in own):
            last += 1
        own = [n for n in own if first <= books.address(n["CELL"])[1] <= last]
        cells = [(sheet, *books.address(n["CELL"])) for n in own]
        value = {c: n["TEXT"] for c, n in zip(cells, own)}
        if len(cells) > 2:
            add("table blank %s" % table, sheet, lambda b, cells=cells: [b.set(*c, None) for c in cells], rows=set(rows))
            add("table times ten %s" % table, sheet,
                lambda b, cells=cells, value=value: [b.set(*c, int(value[c]) * 10) for c in cells if value[c].isdecimal()], rows=set(rows))
            def copied(book, rows=sorted(set(rows)), column=column, last=last, sheet=sheet, own=own):
                bottom = book.size(sheet)[0] + 2
                book.set(sheet, bottom, column, heading)
                top = rows[0] - 1
                for r in [top] + rows:
                    for c in range(column, last + 1):
                        found = book.get(sheet, r, c)
                        if found is not None:
                            book.set(sheet, bottom + 1 + r - top, c, found)
            add("block below %s" % table, sheet, copied)
        if last > first:
            a = [c for c in cells if c[2] == last - 1 and (sheet, c[1], last) in value]
            if len(a) >= 5:
                add("year copied %s" % table, sheet,
                    lambda b, a=a, value=value, last=last: [b.set(c[0], c[1], last, int(value[c]) if value[c].isdecimal() else value[c]) for c in a],
                    rows={c[1] for c in a})
                top = rows[0] - 1
                add("headers reversed %s" % table, sheet, lambda b, top=top, first=first, last=last, sheet=sheet: reverse(b, sheet, top, first, last),
                    rows={top - 1, top} | set(rows), columns=set(range(first, last + 1)))
                add("column of a year gone %s" % table, sheet, lambda b, last=last, sheet=sheet: b.delete_column(sheet, last),
                    columns=set(range(column, last + 1)), rows=set(rows))
        # Only where no other table of the sheet would be cut in two.
        others = {min((books.address(n["CELL"])[1] for n in own), default=first) for own in
                  ([n for l in ls for n in at_row.get((sheet, books.address(l["CELL"])[0]), []) if books.address(n["CELL"])[1] > books.address(l["CELL"])[1]]
                   for (s, _), ls in table_of.items() if s == sheet)}
        if others == {first}:
            add("empty column %s" % table, sheet, lambda b, first=first, sheet=sheet: b.insert_column(sheet, first), rows=set(rows), columns={first}, control=True)
        if len(rows) > 2:
            def moved(book, rows=rows, column=column, last=last, sheet=sheet):
                taken = [book.get(sheet, rows[-1], c) for c in range(column, last + 1)]
                for r, above in zip(reversed(rows), list(reversed(rows))[1:]):
                    for c in range(column, last + 1):
                        book.set(sheet, r, c, book.get(sheet, above, c))
                for c, found in zip(range(column, last + 1), taken):
                    book.set(sheet, rows[0], c, found)
            if rows == list(range(rows[0], rows[-1] + 1)):
                add("total to the top %s" % table, sheet, moved, rows=set(rows), modes=("same",))
            add("row twice %s" % table, sheet, lambda b, r=rows[1], column=column, last=last, sheet=sheet: twice(b, sheet, r, column, last), rows=set(rows))
    return made


def varied(at):
    """The same words in capitals, with more blanks. Patterns do not fold: a text that only a pattern knows gets blanks at its end alone."""
    text = at["TEXT"]
    return " %s " % text.upper().replace(" ", "  ") if at["WORDING"] == "said" and text.upper().lower() == text.lower() else text + "  "


def reverse(book, sheet, row, first, last):
    found = [book.get(sheet, row, c) for c in range(first, last + 1)]
    for c, value in zip(range(first, last + 1), reversed(found)):
        book.set(sheet, row, c, value)


def twice(book, sheet, row, first, last):
    book.insert_row(sheet, row + 1)
    for c in range(first, last + 1):
        book.set(sheet, row + 1, c, book.get(sheet, row, c))


def files(area, texts):
    """Sheets, hidden parts, and the file as a whole."""
    sentence, _, heading = WORDS[area]
    made = []
    name = lambda kind, place="": "%s/%s/%s" % (area, kind, place)
    sheets = sorted({t["SHEET"] for t in texts})
    first = sheets[0]
    labels = [t for t in texts if t["ROLE"] == "label" and t["SHEET"] == first]
    row, column = books.address(labels[len(labels) // 2]["CELL"])
    last_row, last_column = books.address(labels[-1]["CELL"])
    made.append(Change(name("new note"), "new note", first, None, None, lambda b: b.set(first, b.size(first)[0] + 1, 0, sentence)))
    made.append(Change(name("new note with a number"), "new note", first, None, None, lambda b: b.set(first, b.size(first)[0] + 1, 0, sentence + " (12)")))
    made.append(Change(name("beside"), "file beside", None, None, None, beside, whole_file=True))
    extension = texts[0]["FILE"].rsplit(".", 1)[1]
    if extension == "csv":
        made.append(Change(name("stray quote"), "stray quote", first, {row}, None, stray(row), whole_file=True))
        return made
    if len(sheets) > 1:
        made.append(Change(name("sheet gone", first), "sheet gone", first, None, None, lambda b: b.remove_sheet(first)))
        made.append(Change(name("sheet renamed", first), "sheet renamed", None, None, None, lambda b: b.rename_sheet(first, first + " ny")))
    made.append(Change(name("sheet added"), "sheet added", None, None, None, lambda b: (b.add_sheet("Info"), b.set("Info", 0, 0, sentence))))
    if extension in ("xlsx", "ods"):
        made.append(Change(name("row hidden", row), "row hidden", first, {row}, None, lambda b: b.hide_row(first, row)))
        made.append(Change(name("total hidden", last_row), "row hidden", first, {last_row}, None, lambda b: b.hide_row(first, last_row)))
        made.append(Change(name("comment", row), "comment", first, {row}, None, lambda b: b.note(first, row, column, sentence)))
    if extension == "xlsx":
        made.append(Change(name("column hidden"), "column hidden", first, None, {column}, lambda b: b.hide_column(first, column)))
        made.append(Change(name("per cent"), "number format", first, {row}, None, lambda b: b.format(first, row, number_beside(b, first, row, column), "0%")))
    return made


def number_beside(book, sheet, row, column):
    return next(c for c in range(column + 1, column + 20) if isinstance(book.get(sheet, row, c), int))


def beside(path):
    shutil.copy(path, path.with_name("rev_" + path.name))


def stray(row):
    def edit(path):
        encoding = books.declared(path) or "utf-8"
        lines = path.read_bytes().decode(encoding).split("\n")
        lines[row] = '"' + lines[row]
        path.write_bytes("\n".join(lines).encode(encoding))
    return edit
