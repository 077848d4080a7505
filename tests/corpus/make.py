"""Makes the corpus: one small file for each defect that a submission may have. All numbers are made up.

    python make.py            writes the files anew
    python make.py --check    exits 1 if a rebuilt file differs from the one that is kept

It needs the libraries of ../reconstruction/requirements.txt. The bytes are the same on each run.
"""
from __future__ import annotations

import copy
import datetime
import io
import pathlib
import re
import struct
import sys
import tempfile
import zipfile

import openpyxl
import xlwt
from xlwt.CompoundDoc import XlsDoc
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "reconstruction"))
from common import repack  # noqa: E402

TITLE = "Victims in Exampleland 2016-2018"
NOTE = "¹ including repeated cases"
TABLE = [
    ["Form of exploitation", 2016, 2017, 2018],
    ["Sexual", 12, 14, 9],
    ["Labour", 5, 6, 7],
    ["Other", 3, 2, "-"],
    ["Total", 20, 22, 16],
]
FILES: dict[str, bytes] = {}


def table(**cells):
    """The table with some cells replaced; `B2="x"` counts within the table, whose anchor is A1."""
    rows = copy.deepcopy(TABLE)
    for name, value in cells.items():
        rows[int(name[1:]) - 1][ord(name[0]) - ord("A")] = value
    return rows


# --- xlsx ------------------------------------------------------------------------------------------------------------

def book(rows=TABLE, title=TITLE, top=3, left=1, epoch=None):
    """A workbook with the title in A1 and the table below; gives the workbook and its sheet."""
    wb = openpyxl.Workbook()
    if epoch:
        wb.epoch = epoch
    ws = wb.active
    ws.title = "Data"
    if title:
        ws["A1"] = title
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            ws.cell(top + r, left + c, value)
    return wb, ws


def saved(wb):
    out = io.BytesIO()
    wb.save(out)
    return repack(out.getvalue(), "[Content_Types].xml")


def edited(data, member, change):
    """A zip with one member changed."""
    src = zipfile.ZipFile(io.BytesIO(data))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name in src.namelist():
            body = src.read(name)
            if name == member:
                new = change(body.decode()).encode()
                assert new != body, f"nothing to change in {member}"
                body = new
            z.writestr(packed(name), body)
    return out.getvalue()


def packed(name, how=zipfile.ZIP_DEFLATED):
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = how
    return info


def zipped(members, first=None):
    """A zip; the member `first` is stored, as OpenDocument wants its mimetype."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, body in members.items():
            z.writestr(packed(name, zipfile.ZIP_STORED if name == first else zipfile.ZIP_DEFLATED), body)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def cell(data, at, xml):
    """The workbook with the element of one cell of its first sheet replaced; {s} stands for its attributes r and s."""
    return edited(data, SHEET, lambda text: re.sub(rf'<c r="{at}"[^>]*?(/>|>.*?</c>)', xml, text, count=1))


def cells(data, **xml):
    for at, element in xml.items():
        data = cell(data, at, element)
    return data


def raised(number, mark):
    return CellRichText(number, TextBlock(InlineFont(vertAlign="superscript"), mark))


def with_note(rows):
    """The table, and the text of the footnote ¹ below it, its mark as a superscript run."""
    wb, ws = book(rows)
    ws["A9"] = CellRichText(TextBlock(InlineFont(vertAlign="superscript"), "1"), " including repeated cases")
    return saved(wb)


def with_shared_strings(data):
    """The workbook with its inline strings moved to a table of shared ones, as spreadsheet programs write them."""
    strings = []

    def move(match):
        strings.append(match[2])
        return f'<c r="{match[1]}" t="s"><v>{len(strings) - 1}</v></c>'

    data = edited(data, SHEET, lambda text: re.sub(r'<c r="(\w+)"[^>]*? t="inlineStr"><is>(.*?)</is></c>', move, text))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    data = edited(data, "xl/_rels/workbook.xml.rels", lambda text: text.replace(
        "</Relationships>", f'<Relationship Id="rIdS" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'))
    data = edited(data, "[Content_Types].xml", lambda text: text.replace(
        "</Types>", '<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'))
    src = zipfile.ZipFile(io.BytesIO(data))
    members = {name: src.read(name) for name in src.namelist()}
    members["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">' + "".join(f"<si>{t}</si>" for t in strings) + "</sst>"
    return zipped(members)


def add(name, data):
    assert name not in FILES, name
    FILES[name] = data


def xlsx():
    clean = saved(book()[0])
    add("xlsx/clean.xlsx", clean)
    add("xlsx/title_and_moved.xlsx", saved(book(top=5, left=3)[0]))

    wb, ws = book()
    ws.row_dimensions[6].hidden = True
    add("xlsx/hidden_row.xlsx", saved(wb))
    wb, ws = book()
    ws.column_dimensions["C"].hidden = True
    add("xlsx/hidden_column.xlsx", saved(wb))
    for name, sheet, state in [("hidden_sheet", "Old figures", "hidden"), ("very_hidden_sheet", "Old figures", "veryHidden"),
                               ("hidden_decided", "Helper 1", "hidden")]:
        wb, ws = book()
        other = wb.create_sheet(sheet)
        other.sheet_state = state
        other["A1"], other["B1"] = "Cases of 2015", 41
        add(f"xlsx/{name}.xlsx", saved(wb))

    add("xlsx/superscript_run.xlsx", with_note(table(B2=raised("12", "1"))))
    add("xlsx/superscript_is_digit.xlsx", with_note(table(B2=raised("12", "1"), B5=129)))
    add("xlsx/superscript_without_text.xlsx", saved(book(table(B2=raised("12", "1")))[0]))
    add("xlsx/superscript_on_total.xlsx", with_note(table(B5=raised("20", "1"))))
    add("xlsx/superscript_inline.xlsx", cells(
        with_note(TABLE),
        B4='<c r="B4" t="inlineStr"><is><r><t>12</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></is></c>'))

    formula = '<c r="B7"><f>{}</f>{}</c>'
    for name, text, value in [
        ("formula_without_value", "SUM(B4:B6)", ""),
        ("formula_value_differs", "SUM(B4:B6)", "<v>21</v>"),
        ("formula_not_checked", "AVERAGE(B4:B6)*3", "<v>20</v>"),
        ("formula_sum_ok", "SUM(B4:B6)", "<v>20</v>"),
        ("formula_additions_ok", "B4+$B$5+B6", "<v>20</v>"),
        ("formula_of_other_sheet", "SUM(Sheet9!B4:B6)", "<v>20</v>"),
    ]:
        add(f"xlsx/{name}.xlsx", cell(clean, "B7", formula.format(text, value)))
    shared = dict(B7='<c r="B7"><f t="shared" ref="B7:D7" si="0">SUM(B4:B6)</f><v>20</v></c>',
                  C7='<c r="C7"><f t="shared" si="0"/>{}</c>',
                  D7='<c r="D7"><f t="shared" si="0"/><v>16</v></c>')
    for name, value in [("formula_shared_ok", "<v>22</v>"), ("formula_shared_differs", "<v>23</v>"), ("formula_shared_without_value", "")]:
        add(f"xlsx/{name}.xlsx", cells(clean, **{at: xml.replace("{}", value) for at, xml in shared.items()}))

    wb, ws = book(table(B3=datetime.date(2016, 5, 1)))
    ws["B5"].number_format = "yyyy-mm-dd"
    add("xlsx/date_in_count.xlsx", saved(wb))
    add("xlsx/error_in_count.xlsx", cell(clean, "B5", '<c r="B5" t="e"><v>#REF!</v></c>'))
    add("xlsx/truth_in_count.xlsx", saved(book(table(B3=True))[0]))
    add("xlsx/negative.xlsx", saved(book(table(B3=-5))[0]))
    add("xlsx/fraction.xlsx", saved(book(table(B3=2.5))[0]))
    wb, ws = book(table(B3=0.85))
    ws["B5"].number_format = "0%"
    add("xlsx/share_by_format.xlsx", saved(wb))
    add("xlsx/text_number.xlsx", saved(book(table(B3="5", B5="20"))[0]))
    add("xlsx/text_year.xlsx", saved(book(table(B1="2016", C1="2017", D1="2018"))[0]))
    add("xlsx/no_break_space.xlsx", saved(book(table(B2="1\u00a0226", B5="1\u00a0234"))[0]))
    add("xlsx/narrow_no_break_space.xlsx", saved(book(table(B2="1\u202f226", B5="1\u202f234"))[0]))

    add("xlsx/shared_strings.xlsx", with_shared_strings(clean))
    add("xlsx/superscript_shared.xlsx", with_shared_strings(with_note(table(B2=raised("12", "1")))))
    wb, ws = book()
    ws.merge_cells("A1:D1")
    add("xlsx/merged_header.xlsx", saved(wb))
    wb, ws = book([["Form of exploitation", 2016, None, 2018], ["Sexual", 12, None, 9], ["Total", 20, None, 16]])
    ws.merge_cells("B3:C3")
    add("xlsx/merged_over_two_columns.xlsx", saved(wb))
    wb, ws = book()
    ws["B7"].comment = Comment("two of them were counted in 2015 already", "ministry")
    add("xlsx/cell_note.xlsx", saved(wb))
    add("xlsx/date_1904.xlsx", saved(book(epoch=openpyxl.utils.datetime.CALENDAR_MAC_1904)[0]))
    wb, ws = book()
    ws["XFD1048576"] = "end"
    add("xlsx/two_far_apart_cells.xlsx", saved(wb))
    add("xlsx/cells_without_addresses.xlsx", edited(clean, SHEET, lambda text: re.sub(r'<(c|row) r="\w+"', r"<\1", text.replace(
        '<row r="3"', '<row r="2"></row><row r="3"'))))
    # The prefix of the main name space, as some programs write it.
    prefix = lambda text: re.sub(r"<(/?)(?!\?)(\w)", r"<\1x:\2", text).replace("xmlns=", "xmlns:x=", 1)
    wb, ws = book()
    ws.row_dimensions[6].hidden = True
    add("xlsx/hidden_row_prefixed.xlsx", edited(saved(wb), SHEET, prefix))
    wb, ws = book(rows=[], title=None)
    add("xlsx/empty.xlsx", saved(wb))
    out = io.BytesIO(clean)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as z:
        z.writestr(packed("xl/media/blank.txt"), b" " * (17 << 20), compresslevel=9)
    add("xlsx/bloated.xlsx", out.getvalue())
    add("xlsx/encrypted.xlsx", OLE + bytes(1016) + "EncryptedPackage".encode("utf-16-le") + bytes(480))
    add("xlsx/truncated.xlsx", clean[: len(clean) // 2])
    wb, ws = book()
    wb.create_sheet("Second")["A1"] = "text"
    two = saved(wb)
    second = "xl/worksheets/sheet2.xml"
    add("xlsx/bad_sheet.xlsx", edited(two, second, lambda text: text.replace("</row>", "</roe>")))
    add("xlsx/bad_sheet_cut_short.xlsx", edited(two, second, lambda text: text[: text.index("</sheetData>")]))
    add("xlsx/bad_sheet_string.xlsx", edited(two, second, lambda text: re.sub(r'<c r="A1".*?</c>', '<c r="A1" t="s"><v>77</v></c>', text)))
    add("xlsx/bad_sheet_type.xlsx", edited(two, second, lambda text: re.sub(r'<c r="A1".*?</c>', '<c r="A1" t="zz"><v>1</v></c>', text)))
    add("xlsx/bad_sheet_gone.xlsx", without(two, second))
    add("xlsx/bad_sheet_is_the_only_one.xlsx", edited(clean, SHEET, lambda text: text.replace("</row>", "</roe>")))
    add("xlsx/xls_content.xlsx", xls_bytes())
    add("xls/xlsx_content.xls", clean)


# --- xls -------------------------------------------------------------------------------------------------------------

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def xls_book(rows=TABLE, merged=False):
    wb = xlwt.Workbook()
    ws = wb.add_sheet("Data")
    if merged:
        ws.write_merge(0, 0, 0, 3, TITLE)
    else:
        ws.write(0, 0, TITLE)
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, tuple):
                ws.write(2 + r, c, value[0], xlwt.easyxf(num_format_str=value[1]))
            elif value is not None:
                ws.write(2 + r, c, value)
    return wb


def xls_bytes(rows=TABLE, merged=False, change=lambda stream: stream, wb=None):
    """The workbook in its OLE container; `change` changes the stream of records first."""
    stream = change((wb or xls_book(rows, merged)).get_biff_data())
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "x.xls"
        XlsDoc().save(str(path), stream)
        return path.read_bytes()


def locked(stream):
    """The record FILEPASS after the first record, as a workbook with a password has it."""
    length = 4 + struct.unpack_from("<H", stream, 2)[0]
    return stream[:length] + struct.pack("<HHHH", 0x2F, 4, 1, 1) + stream[length:]


def xls():
    clean = xls_bytes()
    add("xls/clean.xls", clean)
    add("xls/merged_header.xls", xls_bytes(merged=True))
    add("xls/fraction.xls", xls_bytes(table(B3=2.5)))
    add("xls/encrypted.xls", xls_bytes(change=locked))
    add("xls/ole_without_workbook.xls", clean.replace("Workbook".encode("utf-16-le"), "Document".encode("utf-16-le")))
    add("xls/cut_in_the_middle.xls", clean[: len(clean) // 2])
    # One wrong byte on which the reader library panics; found by trying.
    broken = bytearray(clean)
    broken[1641] = 255
    add("xls/one_wrong_byte.xls", bytes(broken))
    # Names in a container are the same in capitals (MS-CFB, 2.6.4).
    for name, stream in [("stream_in_capitals", "WORKBOOK"), ("stream_in_small_letters", "workbook")]:
        add(f"xls/{name}.xls", clean.replace("Workbook".encode("utf-16-le"), stream.encode("utf-16-le")))
    wb = xls_book(table(B3=None))
    wb.get_sheet(0).row(4).set_cell_error(1, "#REF!")
    add("xls/error_in_count.xls", xls_bytes(wb=wb))
    wb = xls_book(percent_cells(lambda number, code, _: (number, code)))
    add("xls/percent_formats.xls", xls_bytes(wb=wb))
    add("xls/doc_content.xls", clean.replace("Workbook".encode("utf-16-le") + bytes(8), "WordDocument".encode("utf-16-le")))


def percent_cells(cell):
    """Shares as sheets show them: `cell` makes one from a number, a format and the number of the format."""
    return table(B2=cell(1, "0%", 9), C2=cell(85, '0" %"', 164), D2=cell(0.1125, "0.00%", 10), B3=cell(85, "0\\%", 165),
                 C3=cell(5, '[<1]0%;0" persons"', 166), D3=cell(0.5, '[<1]0%;0" persons"', 166))


# --- xlsb ------------------------------------------------------------------------------------------------------------

def record(kind, body=b""):
    """A record of MS-XLSB (2.1.4): kind and length in groups of seven bits."""
    out = bytearray()
    for number in (kind, len(body)):
        while True:
            out.append(number & 0x7F | (0x80 if number > 0x7F else 0))
            number >>= 7
            if not number:
                break
    return bytes(out) + body


def wide(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb_cell(column, value):
    """One cell; a pair of kind and bytes is a record of that kind, whose bytes follow the column and the style."""
    if isinstance(value, tuple):
        kind, body, *look = value
        # Kinds 12 to 18 have no column of their own: each stands behind the cell before it.
        return record(kind, (b"" if 12 <= kind <= 18 else struct.pack("<I", column)) + struct.pack("<I", *look or [0]) + body)
    if value is None:
        return b""
    kind, body = (6, wide(value)) if isinstance(value, str) else (5, struct.pack("<d", value))
    return record(kind, struct.pack("<II", column, 0) + body)


def xlsb_sheet(rows=TABLE, tail=b""):
    """The records of a sheet; `tail` stands behind the rows."""
    lines = [[TITLE], []] + rows
    data = b"".join(record(0, struct.pack("<I", r) + bytes(13)) + b"".join(xlsb_cell(c, v) for c, v in enumerate(row))
                    for r, row in enumerate(lines))
    size = struct.pack("<IIII", 0, len(lines) - 1, 0, 3)
    return record(129) + record(148, size) + record(145) + data + tail + record(146) + record(130)


def xlsb_styles(formats):
    """The records of the looks of cells: the plain one, then one for each pair of a number and a code."""
    looks = [0, *(number for number, _ in formats)]
    own = [record(44, struct.pack("<H", number) + wide(code)) for number, code in formats if number > 163]
    return (record(278) + record(615, struct.pack("<I", len(own))) + b"".join(own)
            + record(616) + record(626, struct.pack("<I", 1)) + record(47, struct.pack("<HH", 0xFFFF, 9) + bytes(12)) + record(627)
            + record(617, struct.pack("<I", len(looks))) + b"".join(record(47, struct.pack("<HH", 0, n) + bytes(12)) for n in looks) + record(618) + record(279))


def xlsb_bytes(*sheets, styles=None):
    """A workbook of sheets by their records, the first called Data."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    bundle, relations, members = b"", "", {}
    for n, sheet in enumerate(sheets, 1):
        bundle += record(156, struct.pack("<II", 0, n) + wide(f"rId{n}") + wide("Data" if n == 1 else f"Data {n}"))
        relations += f'<Relationship Id="rId{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.bin"/>'
        members[f"xl/worksheets/sheet{n}.bin"] = sheet
    return zipped({
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="bin" '
        'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.bin"/></Relationships>',
        "xl/_rels/workbook.bin.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{relations}</Relationships>",
        "xl/workbook.bin": record(131) + record(153, bytes(12)) + record(143) + bundle + record(144) + record(157, bytes(26)) + record(132),
        **members,
        **({"xl/styles.bin": styles} if styles else {}),
    })


def xlsb():
    def add_table(name, **cells):
        add(f"xlsb/{name}.xlsb", xlsb_bytes(xlsb_sheet(table(**cells))))

    add_table("clean")
    add_table("error_in_count", B3=(3, b"\x17"))
    # The same from a formula: the error, two bytes of flags, a formula of two bytes (PtgErr) and nothing behind it.
    formula = struct.pack("<HIBBI", 0, 2, 0x1C, 0x17, 0)
    add_table("error_of_a_formula", B3=(11, b"\x17" + formula))
    add_table("error_of_a_newer_program", B3=(11, b"\x2c" + formula))
    add_table("rich_text", A5=(62, b"\x00" + wide("Total")))
    add_table("short_cells", A3=(17, wide("Labour")), B3=(13, struct.pack("<I", 5 << 2 | 2)), C3=(16, struct.pack("<d", 6)))
    add_table("short_cells_with_an_error", A3=(17, wide("Labour")), B3=(14, b"\x17"), C3=(16, struct.pack("<d", 6)))
    formats = []
    def cell(number, code, at):
        if (at, code) not in formats:
            formats.append((at, code))
        look = formats.index((at, code)) + 1
        # A short number, and one that a formula gives.
        body = (2, struct.pack("<i", number << 2 | 2)) if isinstance(number, int) else (9, struct.pack("<dHI", number, 0, 0))
        return *body, look
    rows = percent_cells(cell)
    rows[4][2] = (16, struct.pack("<d", 0.9), 1)
    add("xlsb/percent_formats.xlsb", xlsb_bytes(xlsb_sheet(rows), styles=xlsb_styles(formats)))
    add("xlsb/two_far_apart_cells.xlsb", xlsb_bytes(
        xlsb_sheet(tail=record(0, struct.pack("<I", 1048575) + bytes(13)) + xlsb_cell(16383, "end"))))
    add("xlsb/bad_sheet.xlsb", xlsb_bytes(xlsb_sheet(), record(129) + record(148, bytes(4))))


# --- ods -------------------------------------------------------------------------------------------------------------

NAMES = " ".join(f'xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for p, n in [
    ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("fo", "xsl-fo-compatible"), ("dc", "dc")])
STYLES = ('<style:style style:name="up" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>'
          '<style:style style:name="gone" style:family="table"><style:table-properties table:display="false"/></style:style>')


def ods_cell(value):
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, int):
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
    if value.startswith("<"):
        return value
    return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'


def ods_row(values, attributes="", tail=""):
    return f"<table:table-row{attributes}>{''.join(map(ods_cell, values))}{tail}</table:table-row>"


def ods_sheet(rows=TABLE, name="Data", style="", hide=None, tail="", end="", note=None):
    lines = [ods_row([TITLE], tail=tail), ods_row([None], tail=tail)]
    lines += [ods_row(row, ' table:visibility="collapse"' if i == hide else "", tail) for i, row in enumerate(rows)]
    lines += [ods_row([note])] if note else []
    return f'<table:table table:name="{name}"{style}><table:table-column table:number-columns-repeated="4"/>{"".join(lines)}{end}</table:table>'


def without(data, *names):
    """A zip without some of its members."""
    src = zipfile.ZipFile(io.BytesIO(data))
    return zipped({name: src.read(name) for name in src.namelist() if name not in names})


def other_prefixes(text):
    """The same document under prefixes that no program uses."""
    for prefix, other in [("office", "o"), ("table", "text0"), ("text", "table0"), ("style", "s")]:
        text = re.sub(rf'(?<=[<\s/]){prefix}:(?=[a-z])', f"{other}:", text).replace(f"xmlns:{prefix}=", f"xmlns:{other}=")
    return text


def default_namespace(text):
    """The same document with the names of tables under no prefix."""
    text = re.sub(r"(</?)table:", r"\1", text)
    return text.replace("<table ", '<table xmlns="urn:oasis:names:tc:opendocument:xmlns:table:1.0" ')


def indented(text):
    """The same document as a program that indents XML writes it; nothing changes within paragraphs."""
    return re.sub(r"(</?(?:office|table|style):[^>]*>|<text:p>.*?</text:p>)", r"\1\n      ", text)


def ods_bytes(*sheets, kind="spreadsheet", manifest="", common=None):
    sheets = "".join(sheets) or ods_sheet()
    content = (f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES} office:version="1.2"><office:automatic-styles>'
               f"{STYLES}</office:automatic-styles><office:body><office:{kind}>{sheets}</office:{kind}></office:body></office:document-content>")
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    entries = (f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mimetype}"/>'
               f'<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">{manifest}</manifest:file-entry>')
    manifest = (f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
                f'manifest:version="1.2">{entries}</manifest:manifest>')
    members = {"mimetype": mimetype, "content.xml": content, "META-INF/manifest.xml": manifest}
    if common:
        members["styles.xml"] = f"<office:document-styles {NAMES}><office:styles>{common}</office:styles></office:document-styles>"
    return zipped(members, "mimetype")


def ods():
    text = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    up = '<text:span text:style-name="up">1</text:span>'
    clean = ods_bytes()
    add("ods/clean.ods", clean)
    note = text.format(f"{up} including repeated cases")
    add("ods/superscript_span.ods", ods_bytes(ods_sheet(table(B2=text.format(f"12{up}")), note=note)))
    add("ods/superscript_is_digit.ods", ods_bytes(ods_sheet(table(B2=text.format(f"12{up}"), B5=129), note=note)))
    add("ods/hidden_row.ods", ods_bytes(ods_sheet(hide=3)))
    add("ods/hidden_sheet.ods", ods_bytes(ods_sheet(), ods_sheet(name="Old figures", style=' table:style-name="gone"')))
    add("ods/hidden_decided.ods", ods_bytes(ods_sheet(), ods_sheet(name="Helper 1", style=' table:style-name="gone"')))
    add("ods/repeated_cells.ods", ods_bytes(ods_sheet(
        tail='<table:table-cell table:number-columns-repeated="1020"/>',
        end='<table:table-row table:number-rows-repeated="1048569"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>')))
    remark = "<office:annotation><dc:creator>ministry</dc:creator><text:p>counted anew in 2019</text:p></office:annotation>"
    add("ods/annotation.ods", ods_bytes(ods_sheet(table(
        A5=f'<table:table-cell office:value-type="string">{remark}<text:p>Total</text:p></table:table-cell>',
        B5=f'<table:table-cell office:value-type="float" office:value="20">{remark}<text:p>20</text:p></table:table-cell>'))))
    formula = '<table:table-cell table:formula="of:=SUM([.B4:.B6])"{}</table:table-cell>'
    value = ' office:value-type="float" office:value="{0}"><text:p>{0}</text:p>'
    add("ods/formula_without_value.ods", ods_bytes(ods_sheet(table(B5=formula.format(">")))))
    add("ods/formula_sum_ok.ods", ods_bytes(ods_sheet(table(B5=formula.format(value.format(20))))))
    add("ods/formula_value_differs.ods", ods_bytes(ods_sheet(table(B5=formula.format(value.format(21))))))
    date = '<table:table-cell office:value-type="date" office:date-value="2016-05-01"><text:p>2016-05-01</text:p></table:table-cell>'
    add("ods/date_in_count.ods", ods_bytes(ods_sheet(table(B3=date))))
    error = '<table:table-cell table:formula="of:=[.B4]/0" office:value-type="string" office:string-value=""><text:p>#DIV/0!</text:p></table:table-cell>'
    add("ods/error_in_count.ods", ods_bytes(ods_sheet(table(B3=error))))
    add("ods/truncated.ods", clean[: len(clean) // 2])
    add("ods/encrypted.ods", ods_bytes(manifest='<manifest:encryption-data manifest:checksum-type="SHA1/1K" manifest:checksum="AAAA"/>'))
    add("ods/odt_content.ods", ods_bytes("<text:p>a letter</text:p>", kind="text"))
    add("ods/no_mimetype.ods", without(clean, "mimetype"))
    add("ods/only_content.ods", without(clean, "mimetype", "META-INF/manifest.xml"))
    add("ods/other_prefixes.ods", edited(clean, "content.xml", other_prefixes))
    add("ods/other_namespace.ods", edited(clean, "content.xml", lambda text: re.sub(r"\btable(?=[:=])", "tab", text)))
    add("ods/default_namespace.ods", edited(clean, "content.xml", default_namespace))
    add("ods/indented.ods", edited(clean, "content.xml", indented))
    add("ods/all_unusual.ods", without(edited(ods_bytes(ods_sheet(table(B2=text.format(f"12{up}")), note=note)), "content.xml",
                                              lambda text: other_prefixes(indented(text))), "mimetype"))
    add("ods/content_cut_short.ods", edited(clean, "content.xml", lambda text: text[: len(text) * 2 // 3]))
    bare = "<table:table-cell{}><text:p>{}</text:p></table:table-cell>"
    add("ods/untyped_number.ods", ods_bytes(ods_sheet(table(B3=bare.format("", 5), B5=bare.format("", 20)))))
    add("ods/untyped_text_in_count.ods", ods_bytes(ods_sheet(table(B3=bare.format("", "about 5")))))
    add("ods/untyped_repeated.ods", ods_bytes(ods_sheet(
        [TABLE[0], ["Sexual", bare.format(' table:number-columns-repeated="3"', 20)], ["Total", bare.format(' table:number-columns-repeated="3"', 20)]])))
    for name, kind in [("float", "float"), ("currency", "currency"), ("void", "void"), ("string", "string")]:
        attribute = f' office:value-type="{kind}"'
        add(f"ods/{name}_without_value.ods", ods_bytes(ods_sheet(table(B3=bare.format(attribute, 5), B5=bare.format(attribute, 20)))))
    for name, kind, shown in [("date", "date", "1 May 2016"), ("time", "time", "05:00:00"), ("truth", "boolean", "TRUE")]:
        add(f"ods/{name}_without_value.ods", ods_bytes(ods_sheet(table(B3=bare.format(f' office:value-type="{kind}"', shown)))))
    add("ods/value_without_type.ods", ods_bytes(ods_sheet(table(
        B5='<table:table-cell office:value="20"><text:p>20</text:p></table:table-cell>'))))
    add("ods/string_value.ods", ods_bytes(ods_sheet(table(
        A5='<table:table-cell office:value-type="string" office:string-value="Total"/>'))))
    add("ods/value_not_a_number.ods", ods_bytes(ods_sheet(table(B3=bare.format(' office:value-type="float" office:value="5,0"', 5)))))
    typed = '<table:table-cell office:value-type="{}" office:value="{}"><text:p>{}</text:p></table:table-cell>'.format
    add("ods/percent_formats.ods", ods_bytes(ods_sheet(table(
        B2=typed("percentage", 1, "100%"), C2=typed("float", 85, "85 %"), D2='<table:table-cell office:value-type="percentage" office:value="0.1125"/>',
        B3=typed("percentage", 0.85, "85"), C3=typed("float", 5, "5 persons"), D3=typed("float", 50, "50 per cent")))))
    number = ' office:value-type="float" office:value="0"'
    add("ods/error_as_number.ods", ods_bytes(ods_sheet(table(B3=bare.format(f' table:formula="of:=[.B4]/0"{number}', "Err:502")))))
    add("ods/error_without_formula.ods", ods_bytes(ods_sheet(table(B3=bare.format(number, "#DIV/0!")))))
    add("ods/text_in_a_drawing.ods", ods_bytes(ods_sheet(table(
        B5='<table:table-cell office:value-type="string"><draw:frame xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"><draw:text-box><text:p>99</text:p></draw:text-box></draw:frame>'
           "<text:p>20</text:p></table:table-cell>"))))
    add("ods/common_style.ods", ods_bytes(
        ods_sheet(table(B2=text.format('12<text:span text:style-name="Raised">1</text:span>')), note=note),
        common='<style:style style:name="Raised" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>'))
    add("ods/encrypted_package.ods", zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "encrypted-package": "xxxx"}, "mimetype"))
    add("ods/sxc_content.ods", zipped({"mimetype": "application/vnd.sun.xml.calc", "content.xml": "<office:document-content/>"}, "mimetype"))
    add("ods/empty.ods", ods_bytes('<table:table table:name="Data"><table:table-row><table:table-cell/></table:table-row></table:table>'))


# --- csv and others --------------------------------------------------------------------------------------------------

def text(rows=TABLE, title=TITLE, delimiter=",", end="\r\n"):
    lines = [title, ""] + [delimiter.join("" if v is None else str(v) for v in row) for row in rows]
    return end.join(lines) + end


def csv():
    baltic = "Nukentėję nuo prekybos žmonėmis asmenys, kuriems suteikta pagalba (šaltinis: ministerijos ataskaita, įrašų žurnalas)"
    plain = text()
    add("csv/clean.csv", plain.encode())
    add("csv/utf8_bom.csv", text(title="Exampleland – čia ir dabar").encode("utf-8-sig"))
    add("csv/utf8_undeclared.csv", text(title="Exampleland – čia ir dabar").encode())
    add("csv/utf16le_bom.csv", b"\xff\xfe" + text(delimiter="\t").encode("utf-16-le"))
    add("csv/utf16be_bom.csv", b"\xfe\xff" + text(delimiter="\t").encode("utf-16-be"))
    add("csv/windows1257.csv", text(title=f'"{baltic}"').encode("cp1257"))
    add("csv/cr_only.csv", text(end="\r").encode())
    add("csv/lf_only.csv", text(end="\n").encode())
    add("csv/sep_line.csv", ("sep=;\r\n" + text(delimiter=";")).encode())
    add("csv/quoted_line_break.csv", text(title='"Victims in Exampleland\r\n2016-2018"').encode())
    add("csv/semicolon.csv", text(delimiter=";").encode())
    add("csv/tab.csv", text(delimiter="\t").encode())
    add("csv/unclosed_quote.csv", text(table(B3='"5')).encode())
    add("csv/short_lines.csv", text(table()[:4] + [["Total", 20]]).encode())
    add("csv/starts_with_pk.csv", text(title="PKE: register of cases").encode())
    add("csv/binary.csv", bytes(range(256)) * 4)
    add("csv/zero_bytes.csv", b"")
    add("csv/blank_lines.csv", b"\r\n,,\r\n  \r\n\r\n")
    add("csv/utf16_odd_byte.csv", b"\xff\xfe" + plain.encode("utf-16-le") + b"\x0d")
    add("csv/utf16_unpaired_surrogate.csv", b"\xff\xfe" + ("Exampleland \ud83d" + plain).encode("utf-16-le", "surrogatepass"))
    add("csv/utf8_bom_broken.csv", b"\xef\xbb\xbf" + text(title="Exampleland \xe9").encode("latin-1"))


def other():
    add("other/docx.xlsx", zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>"}))
    add("other/pdf.xlsx", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    add("other/html.xls", b"<html><head><title>x</title></head><body><table><tr><td>20</td></tr></table></body></html>\r\n")
    add("other/xml_2003.xls", b'<?xml version="1.0"?>\r\n<?mso-application progid="Excel.Sheet"?>\r\n'
        b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>\r\n')
    add("other/rtf.csv", b"{\\rtf1\\ansi Total 20}")
    add("other/png.csv", bytes.fromhex("89504e470d0a1a0a0000000d49484452"))
    add("other/zip_of_csv.xlsx", zipped({"data.csv": text()}))
    add("other/csv_content.xlsx", text().encode())
    page = "<table><tr><td>Total</td><td>20</td></tr></table>"
    add("other/html_table.xls", page.encode())
    add("other/html_in_xml.xls", f'<?xml version="1.0"?>\r\n<!-- made by a program -->\r\n<html xmlns="http://www.w3.org/1999/xhtml"><body>{page}</body></html>'.encode())
    add("other/html_in_utf16.xls", b"\xff\xfe" + f"<html>{page}</html>".encode("utf-16-le"))
    add("other/mhtml.xls", f'MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n{page}\r\n--b--\r\n'.encode())
    add("other/letter.csv", b"From: ministry@example.org\r\nTo: office@example.org\r\nSubject: figures\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nTotal 20\r\n")
    add("other/sylk.csv", b'ID;PWXL;N;E\r\nP;PGeneral\r\nC;Y1;X1;K"Total"\r\nC;X2;K20\r\nE\r\n')
    add("other/starts_as_sylk.csv", text(title="ID;Period of the register", delimiter=";").encode())
    add("other/dif.csv", b'TABLE\r\n0,1\r\n"EXCEL"\r\nVECTORS\r\n0,1\r\n""\r\nTUPLES\r\n0,2\r\n""\r\nDATA\r\n0,0\r\n""\r\n-1,0\r\nBOT\r\n0,20\r\nV\r\n-1,0\r\nEOD\r\n')
    add("other/json.csv", b'[{"form": "Total", "2016": 20}]\n')
    add("other/starts_as_json.csv", text(title="[] Victims in Exampleland").encode())
    add("other/utf32le_bom.csv", b"\xff\xfe\0\0" + text().encode("utf-32-le"))
    add("other/utf32be_bom.csv", b"\0\0\xfe\xff" + text().encode("utf-32-be"))
    add("other/utf32_without_mark.csv", text().encode("utf-32-le"))
    add("other/utf7_bom.csv", b"+/v8-" + text().encode())
    add("other/fods.ods", f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {NAMES} office:mimetype="application/vnd.oasis.opendocument.spreadsheet"/>'.encode())
    add("other/lotus.xls", bytes.fromhex("0000020006040600080000000000") + bytes(16))
    add("other/excel4.xls", bytes.fromhex("09040600000410000000") + bytes(16))
    add("other/dbase.csv", b"\x03" + bytes([116, 5, 1]) + struct.pack("<IHH", 1, 65, 6) + bytes(20)
        + b"TOTAL".ljust(11, b"\0") + b"N" + bytes(4) + b"\x05" + bytes(15) + b"\r" + b"    20\x1a")
    add("other/parquet.csv", b"PAR1\x15" + bytes(7) + b"PAR1")
    add("other/sqlite.csv", b"SQLite format 3\0" + bytes(84))
    add("other/shortcut.xlsx", bytes.fromhex("4c0000000114020000000000c000000000000046") + bytes(56))
    add("other/pptx.xlsx", zipped({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p:presentation/>"}))
    add("other/numbers.xlsx", zipped({"Index/Document.iwa": "x", "Metadata/Properties.plist": "x"}))
    add("other/template.xltx", saved(book()[0]))
    add("other/clean.txt", text(delimiter="\t").encode())


# Defects of what a table says, each in every format that can hold it: changes of cells, rows to add below, another anchor.
CONTENT = {
    "label_unmapped": dict(A3="Slavery"),
    "label_blank": dict(A3=None),
    "label_repeated": dict(A3="Sexual"),
    "label_of_a_formula": dict(A3="=1+1"),
    "anchor_renamed": dict(A1="Forms of exploitations"),
    "anchor_gone": dict(A1="Persons"),
    "year_outside_the_round": dict(C1=2019),
    "year_in_words": dict(C1="last year"),
    "year_repeated": dict(C1=2016),
    "text_in_count": dict(B3="five"),
    "mark_undeclared": dict(B3="n/a"),
    "persons_behind_the_count": dict(B3="5 persons"),
    "decimal_comma": dict(B3="1,5"),
    "thousands_undeclared": dict(B2="1.226", B5="1.234"),
    "number_too_large": dict(B3="99999999999999999999999"),
    "digits_of_another_script": dict(B3="\u0665"),
    "total_too_small": dict(B5=19),
    "total_too_large": dict(B5=25),
    "part_larger_than_the_total": dict(B2=25),
    "jump_of_a_year": dict(D2=909, D5=916),
    "mark_without_a_note": dict(B3="5*"),
    "note_unclassified": dict(B3="5*", below=["* counted by another office"]),
    "number_below_the_table": dict(below=["Cases of the year before", 41]),
    "header_blank": dict(C1=None),
    "anchor_twice": dict(below=["Form of exploitation", 2016]),
    "minus_sign": dict(B3="\u22125"),
    "letter_for_a_digit": dict(B3="1O"),
    "text_with_a_number_below": dict(below=["Updated on 5 May"]),
}


def content():
    for name, change in CONTENT.items():
        change = dict(change)
        below = change.pop("below", None)
        rows = table(**change)
        if below:
            rows += [[], below]
        as_text = [["" if value is None else value for value in row] for row in rows]
        quoted = [[f'"{value}"' if isinstance(value, str) and "," in value else value for value in row] for row in as_text]
        written = text(quoted)
        add(f"csv/{name}.csv", written.encode() if written.isascii() else written.encode("utf-8-sig"))
        wb, ws = book(rows)
        for row in ws.iter_rows():
            for one in row:
                # A text that begins with an equals sign is a text here.
                if isinstance(one.value, str) and one.value.startswith("="):
                    one.data_type = "s"
        add(f"xlsx/{name}.xlsx", saved(wb))


def main() -> int:
    for make in (xlsx, xls, xlsb, ods, csv, other, content):
        make()
    kept = {str(p.relative_to(HERE)).replace("\\", "/"): p for p in sorted(HERE.glob("*/*")) if p.parent.name != "__pycache__"}
    if "--check" in sys.argv[1:]:
        wrong = sorted(set(kept) ^ set(FILES)) + sorted(n for n in set(kept) & set(FILES) if kept[n].read_bytes() != FILES[n])
        for name in wrong:
            print(f"differs: {name}")
        return 1 if wrong else 0
    for name, path in kept.items():
        if name not in FILES:
            path.unlink()
    for name, data in FILES.items():
        path = HERE / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    print(f"{len(FILES)} files, {sum(map(len, FILES.values()))} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
