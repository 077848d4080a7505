"""One way to change a cell, a row, a column or a sheet in the four formats of the submissions.

Addresses are zero-based rows and columns. A change leaves everything else of the file as it is, as far as the library of the format allows:
xlsx through openpyxl, ods through its XML, csv as lines of text. xls is written again by xlwt; that this alone changes nothing is a control.
"""
import csv
import io
import re
import zipfile
from xml.etree import ElementTree as ET

import openpyxl
import xlrd
import xlwt

T = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
O = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
X = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def opened(path):
    return {"xlsx": Xlsx, "ods": Ods, "xls": Xls, "csv": Csv}[path.suffix[1:]](path)


def address(cell):
    """A1 as row and column."""
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(digits) - 1, column - 1


def moved(spans, at, by):
    """First and last of ranges after rows or columns were inserted or deleted."""
    return [(low + by if low >= at + (by < 0) else low, high + by if high >= at else high) for low, high in spans]


class Xlsx:
    # openpyxl keeps no stored value of a formula.
    loses = False

    def __init__(self, path):
        self.path, self.book = path, openpyxl.load_workbook(path, rich_text=True)
        # openpyxl keeps no stored value of a formula: the value takes its place.
        stored = openpyxl.load_workbook(path, data_only=True)
        for sheet in self.book:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        self.loses = True
                        cell.value = stored[sheet.title][cell.coordinate].value

    def sheets(self):
        return self.book.sheetnames

    def get(self, sheet, row, column):
        return self.book[sheet].cell(row + 1, column + 1).value

    def set(self, sheet, row, column, value):
        self.book[sheet].cell(row + 1, column + 1).value = value

    def insert_row(self, sheet, row):
        self.shift(sheet, row + 1, 1, True, self.book[sheet].insert_rows)

    def delete_row(self, sheet, row):
        self.shift(sheet, row + 1, -1, True, self.book[sheet].delete_rows)

    def insert_column(self, sheet, column):
        self.shift(sheet, column + 1, 1, False, self.book[sheet].insert_cols)

    def delete_column(self, sheet, column):
        self.shift(sheet, column + 1, -1, False, self.book[sheet].delete_cols)

    def shift(self, sheet, at, by, is_row, change):
        """openpyxl leaves merged ranges where they were; a spreadsheet program moves them."""
        own = self.book[sheet]
        spans = [(r.min_row, r.max_row, r.min_col, r.max_col) for r in own.merged_cells.ranges]
        for r in list(own.merged_cells.ranges):
            own.unmerge_cells(str(r))
        change(at)
        for top, bottom, left, right in spans:
            if is_row:
                ((top, bottom),) = moved([(top, bottom)], at, by)
            else:
                ((left, right),) = moved([(left, right)], at, by)
            if top <= bottom and left <= right:
                own.merge_cells(start_row=top, end_row=bottom, start_column=left, end_column=right)

    def size(self, sheet):
        return self.book[sheet].max_row, self.book[sheet].max_column

    def remove_sheet(self, sheet):
        del self.book[sheet]

    def rename_sheet(self, sheet, name):
        self.book[sheet].title = name

    def add_sheet(self, name):
        self.book.create_sheet(name)

    def hide_row(self, sheet, row):
        self.book[sheet].row_dimensions[row + 1].hidden = True

    def hide_column(self, sheet, column):
        self.book[sheet].column_dimensions[openpyxl.utils.get_column_letter(column + 1)].hidden = True

    def note(self, sheet, row, column, text):
        self.book[sheet].cell(row + 1, column + 1).comment = openpyxl.comments.Comment(text, "x")

    def format(self, sheet, row, column, code):
        self.book[sheet].cell(row + 1, column + 1).number_format = code

    def save(self):
        self.book.save(self.path)


class Rows:
    loses = False
    """A sheet as a list of rows of values, for xls and csv."""

    def get(self, sheet, row, column):
        rows = self.tables[sheet]
        return rows[row][column] if row < len(rows) and column < len(rows[row]) else None

    def set(self, sheet, row, column, value):
        rows = self.tables[sheet]
        while len(rows) <= row:
            rows.append([])
        rows[row].extend([None] * (column + 1 - len(rows[row])))
        rows[row][column] = value

    def insert_row(self, sheet, row):
        self.tables[sheet].insert(row, [])

    def delete_row(self, sheet, row):
        del self.tables[sheet][row]

    def insert_column(self, sheet, column):
        for row in self.tables[sheet]:
            if len(row) > column:
                row.insert(column, None)

    def delete_column(self, sheet, column):
        for row in self.tables[sheet]:
            if len(row) > column:
                del row[column]

    def size(self, sheet):
        return len(self.tables[sheet]), max((len(row) for row in self.tables[sheet]), default=0)

    def sheets(self):
        return list(self.tables)

    def remove_sheet(self, sheet):
        del self.tables[sheet]

    def rename_sheet(self, sheet, name):
        self.tables = {name if own == sheet else own: rows for own, rows in self.tables.items()}

    def add_sheet(self, name):
        self.tables[name] = []


class Xls(Rows):
    def shift(self, sheet, at, by, is_row):
        move = lambda low, high: (low + by if low >= at + (by < 0) else low, high + by if high > at else high)
        own = self.merged.get(sheet, [])
        self.merged[sheet] = [(*move(t, b), l, r) if is_row else (t, b, *move(l, r)) for t, b, l, r in own]

    def insert_row(self, sheet, row):
        super().insert_row(sheet, row)
        self.shift(sheet, row, 1, True)

    def delete_row(self, sheet, row):
        super().delete_row(sheet, row)
        self.shift(sheet, row, -1, True)

    def insert_column(self, sheet, column):
        super().insert_column(sheet, column)
        self.shift(sheet, column, 1, False)

    def delete_column(self, sheet, column):
        super().delete_column(sheet, column)
        self.shift(sheet, column, -1, False)

    def rename_sheet(self, sheet, name):
        super().rename_sheet(sheet, name)
        self.merged[name] = self.merged.pop(sheet, [])

    def __init__(self, path):
        self.path = path
        book = xlrd.open_workbook(path, formatting_info=True)
        self.merged = {s.name: s.merged_cells for s in book.sheets()}
        kind = lambda cell: int(cell.value) if cell.ctype == 2 and cell.value == int(cell.value) else cell.value or None
        self.tables = {s.name: [[kind(c) for c in s.row(r)] for r in range(s.nrows)] for s in book.sheets()}

    def save(self):
        book = xlwt.Workbook(encoding="utf-8")
        for name, rows in self.tables.items():
            sheet = book.add_sheet(name)
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if value is not None:
                        sheet.write(r, c, value)
            for top, bottom, left, right in self.merged.get(name, []):
                sheet.merge(top, bottom - 1, left, right - 1)
        book.save(str(self.path))


class Csv(Rows):
    ENCODINGS = ("utf-8-sig", "utf-8", "windows-1257", "windows-1251", "latin-1")

    def __init__(self, path):
        self.path, raw = path, path.read_bytes()
        self.bom = raw.startswith(b"\xef\xbb\xbf")
        self.encoding = declared(path) or ("utf-8-sig" if self.bom else "utf-8")
        text = raw.decode(self.encoding)
        self.delimiter = max(";,\t", key=text.count)
        self.end = "\r\n" if "\r\n" in text else "\n"
        self.tables = {"csv": [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=self.delimiter)]}

    def save(self):
        out = io.StringIO(newline="")
        width = max(len(row) for row in self.tables["csv"])
        for row in self.tables["csv"]:
            cells = ["" if cell is None else str(cell) for cell in row]
            csv.writer(out, delimiter=self.delimiter, lineterminator=self.end).writerow(cells or [""] * width)
        self.path.write_bytes(out.getvalue().replace('""' + self.end, self.end).encode(self.encoding))


def declared(path):
    """The encoding that the layout declares for the files of a state."""
    layout = path.parents[3] / "mappings" / path.parent.name / "layout.toml"
    found = re.search(r'^encoding = "([^"]+)"', layout.read_text(encoding="utf-8"), re.M)
    return found and found[1]


class Ods:
    loses = False

    def __init__(self, path):
        self.path = path
        with zipfile.ZipFile(path) as z:
            self.members = [(info, z.read(info.filename)) for info in z.infolist()]
        content = next(body for info, body in self.members if info.filename == "content.xml")
        for _, (prefix, uri) in ET.iterparse(io.BytesIO(content), events=["start-ns"]):
            ET.register_namespace(prefix, uri)
        self.root = ET.fromstring(content)
        for table in self.root.iter(T + "table"):
            self.expand(table)

    @staticmethod
    def expand(table):
        """Every row and cell once, without those that are only repeated to the edge."""
        for row in list(table.iter(T + "table-row")):
            n = int(row.attrib.pop(T + "number-rows-repeated", 1))
            parent = next(p for p in table.iter() if row in list(p))
            for _ in range(min(n, 50) - 1):
                parent.insert(list(parent).index(row) + 1, ET.fromstring(ET.tostring(row)))
        for row in table.iter(T + "table-row"):
            for cell in list(row):
                n = int(cell.attrib.pop(T + "number-columns-repeated", 1))
                for _ in range(min(n, 50) - 1):
                    row.insert(list(row).index(cell) + 1, ET.fromstring(ET.tostring(cell)))

    def table(self, sheet):
        return next(t for t in self.root.iter(T + "table") if t.get(T + "name") == sheet)

    def rows(self, sheet):
        return list(self.table(sheet).iter(T + "table-row"))

    def cell(self, sheet, row, column):
        rows = self.rows(sheet)
        while len(rows) <= row:
            self.table(sheet).append(ET.Element(T + "table-row"))
            rows = self.rows(sheet)
        while len(rows[row]) <= column:
            ET.SubElement(rows[row], T + "table-cell")
        return rows[row][column]

    def sheets(self):
        return [t.get(T + "name") for t in self.root.iter(T + "table")]

    def get(self, sheet, row, column):
        rows = self.rows(sheet)
        if row >= len(rows) or column >= len(rows[row]):
            return None
        cell = rows[row][column]
        if cell.get(O + "value-type") == "float":
            value = float(cell.get(O + "value"))
            return int(value) if value == int(value) else value
        return "\n".join("".join(p.itertext()) for p in cell.findall(X + "p")) or None

    def set(self, sheet, row, column, value):
        cell = self.cell(sheet, row, column)
        for child in list(cell):
            cell.remove(child)
        for key in [key for key in cell.attrib if key.startswith(O) or "calcext" in key or key == T + "formula"]:
            del cell.attrib[key]
        if value is None:
            return
        is_number = isinstance(value, (int, float))
        cell.set(O + "value-type", "float" if is_number else "string")
        if is_number:
            cell.set(O + "value", str(value))
        ET.SubElement(cell, X + "p").text = str(value)

    def parent(self, sheet, row):
        element = self.rows(sheet)[row]
        return next(p for p in self.table(sheet).iter() if element in list(p)), element

    def insert_row(self, sheet, row):
        parent, element = self.parent(sheet, row)
        parent.insert(list(parent).index(element), ET.Element(T + "table-row"))

    def delete_row(self, sheet, row):
        parent, element = self.parent(sheet, row)
        parent.remove(element)

    def insert_column(self, sheet, column):
        for row in self.rows(sheet):
            if len(row) > column:
                row.insert(column, ET.Element(T + "table-cell"))

    def delete_column(self, sheet, column):
        for row in self.rows(sheet):
            if len(row) > column:
                row.remove(row[column])

    def size(self, sheet):
        rows = self.rows(sheet)
        return len(rows), max((len(row) for row in rows), default=0)

    def remove_sheet(self, sheet):
        next(p for p in self.root.iter() if self.table(sheet) in list(p)).remove(self.table(sheet))

    def rename_sheet(self, sheet, name):
        self.table(sheet).set(T + "name", name)

    def add_sheet(self, name):
        table = ET.Element(T + "table", {T + "name": name})
        next(p for p in self.root.iter() if self.table(self.sheets()[0]) in list(p)).append(table)

    def hide_row(self, sheet, row):
        self.rows(sheet)[row].set(T + "visibility", "collapse")

    def note(self, sheet, row, column, text):
        note = ET.Element(O + "annotation")
        ET.SubElement(note, X + "p").text = text
        self.cell(sheet, row, column).insert(0, note)

    def save(self):
        content = ET.tostring(self.root, encoding="utf-8", xml_declaration=True)
        with zipfile.ZipFile(self.path, "w", zipfile.ZIP_DEFLATED) as z:
            for info, body in self.members:
                z.writestr(info, content if info.filename == "content.xml" else body)
