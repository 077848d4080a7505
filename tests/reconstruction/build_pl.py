"""Poland: an OpenDocument workbook in which nearly every cell says "brak danych" (the Polish box of the report is lost)."""
from __future__ import annotations

import io

from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableColumnProperties, TextProperties
from odf.table import CoveredTableCell, Table, TableCell, TableColumn, TableRow
from odf.text import P

from common import ROUND, Figures, a1, number, repack, write
from source_note import write_source

FILE = "pl/handel_ludzmi.ods"
TITLE = "Handel ludźmi w Polsce w latach 2016–2018"
ADDRESSEE = "Materiał dla grupy zadaniowej Rady Państw Morza Bałtyckiego (CBSS TF-THB)"
LEGEND = "brak danych – w drukowanym sprawozdaniu liczby nie podano"
SUBTITLE = "Postępowania w sprawach o handel ludźmi"
YEARS = ["2016", "2017", "2018"]
WIDTH = 1024  # columns of a sheet: an office program fills each row up to the end with one repeated empty cell

VICTIMS = ["Ogółem", "Wykorzystywanie seksualne", "Praca lub usługi o charakterze przymusowym", "Inne / nieustalone",
           "Mężczyźni", "Kobiety", "Dzieci (poniżej 18 lat)"]
JUSTICE = ["Wszczęte postępowania przygotowawcze", "Osoby oskarżone o handel ludźmi",
           "Osoby skazane za handel ludźmi"]


class Sheet:
    """A table that is filled row by row, the way an office program stores it."""

    def __init__(self, doc: OpenDocumentSpreadsheet, name: str, styles: dict) -> None:
        self.name, self.styles, self.used = name, styles, 0
        self.table = Table(name=name)
        self.table.addElement(TableColumn(stylename=styles["wide"]))
        self.table.addElement(TableColumn(stylename=styles["narrow"], numbercolumnsrepeated=WIDTH - 1))
        doc.spreadsheet.addElement(self.table)

    def row(self, *values, bold: bool = False, span: int = 1) -> int:
        """Append a row; a value that repeats to the right is stored once with a repeat count. Returns the row's index."""
        row, left = TableRow(), 0
        style = {"stylename": self.styles["bold"]} if bold else {}
        while left < len(values):
            run = 1
            while left + run < len(values) and values[left + run] == values[left]:
                run += 1
            row.addElement(self._cell(values[left], run, span if left == 0 else 1, style))
            left += run
        if span > 1:
            row.addElement(CoveredTableCell(numbercolumnsrepeated=span - 1))
            left += span - 1
        row.addElement(TableCell(numbercolumnsrepeated=WIDTH - left))
        self.table.addElement(row)
        self.used += 1
        return self.used - 1

    def _cell(self, value, run: int, span: int, style: dict) -> TableCell:
        extra = dict(style)
        if run > 1:
            extra["numbercolumnsrepeated"] = run
        if span > 1:
            extra["numbercolumnsspanned"], extra["numberrowsspanned"] = span, 1
        if value is None:
            return TableCell(**extra)
        if isinstance(value, int):
            cell = TableCell(valuetype="float", value=value, **extra)
        else:
            cell = TableCell(valuetype="string", **extra)
        cell.addElement(P(text=str(value)))
        return cell

    def close(self) -> None:
        """The empty rest of the sheet, as one repeated row."""
        rest = TableRow(numberrowsrepeated=1048576 - self.used)
        rest.addElement(TableCell(numbercolumnsrepeated=WIDTH))
        self.table.addElement(rest)


def styles_of(doc: OpenDocumentSpreadsheet) -> dict:
    styles = {"bold": Style(name="bold", family="table-cell"), "wide": Style(name="wide", family="table-column"),
              "narrow": Style(name="narrow", family="table-column")}
    styles["bold"].addElement(TextProperties(fontweight="bold"))
    styles["wide"].addElement(TableColumnProperties(columnwidth="11cm"))
    styles["narrow"].addElement(TableColumnProperties(columnwidth="2.6cm"))
    for style in styles.values():
        doc.automaticstyles.addElement(style)
    return styles


def empty_table(sheet: Sheet, labels: list[str]) -> None:
    """Title, header and one row of absence marks for each label. The two labels that the report prints without a year or a
    number ("TOTAL", "Persons charged for human …") are among them; no row of figures.csv is placed there."""
    sheet.row(TITLE, bold=True, span=4)
    sheet.row(ADDRESSEE)
    sheet.row()
    sheet.row("Wyszczególnienie", *map(int, YEARS), bold=True)
    for label in labels:
        sheet.row(label, *["brak danych"] * len(YEARS))
    sheet.row()
    sheet.row(LEGEND)


def notes(sheet: Sheet, figures: Figures) -> None:
    def statement(text: str, row: dict, value) -> None:
        period = row["period"].replace("-", "–")
        at = sheet.row(text, int(period) if period.isdigit() else period or None, value)
        figures.place(row, FILE, sheet.name, a1(at, 2))

    def prose(start: str, period: str = "") -> dict:
        (row,) = [r for r in figures.rows if r["ref_area"] == "PL" and r["period"] == period and r["label"].startswith(start)]
        return row

    sheet.row("Uwagi do tabel", bold=True)
    sheet.row()
    sheet.row("Stwierdzenie", "Rok", "Liczba", bold=True)
    recognised = "Osoby uznane za ofiary handlu ludźmi"
    row = prose("as many as", "2017")
    statement(recognised, row, number(row))
    row = prose("half of these", "2017")
    statement("w tym obywatele polscy", row, {"half": "połowa"}[row["value"]])
    row = prose("222 people", "2018")
    statement(recognised, row, number(row))
    row = prose("Poland (", "2016-2018")
    statement("Ofiary handlu ludźmi łącznie (zestawienie CBSS)", row, number(row))
    for start, text in [
        ("In the last six years", "Osoby, które w ciągu ostatnich sześciu lat zwróciły się o pomoc do Krajowego Centrum "
                                  "Interwencyjno-Konsultacyjnego dla Ofiar Handlu Ludźmi (KCIK)"),
        ("the UK National Referral", "Obywatele polscy zidentyfikowani w brytyjskim krajowym mechanizmie referencyjnym "
                                     "(styczeń–marzec 2019)"),
        ("In eight cases", "Sprawy skierowane przez Policję do mechanizmu kontroli w Prokuraturze Krajowej"),
        ("In five of the cases", "w tym sprawy, w których rozszerzono zarzuty"),
        ("in the remaining three", "w tym sprawy, w których podjęto postępowanie na nowo"),
    ]:
        row = prose(start)
        statement(text, row, number(row))
    sheet.row()
    sheet.row("Liczba osób korzystających z pomocy KCIK jest wyższa niż liczba pokrzywdzonych w postępowaniach karnych.")


def build(figures: Figures) -> None:
    doc = OpenDocumentSpreadsheet()
    styles = styles_of(doc)

    victims = Sheet(doc, "Ofiary", styles)
    empty_table(victims, VICTIMS)
    victims.row("Znane liczby ogółem podano w arkuszu „Uwagi”.")
    victims.close()

    justice = Sheet(doc, "Postępowania karne", styles)
    empty_table(justice, JUSTICE)
    justice.row(SUBTITLE)
    justice.close()

    remarks = Sheet(doc, "Uwagi", styles)
    notes(remarks, figures)
    remarks.close()

    out = io.BytesIO()
    doc.write(out)
    path = ROUND / "pl" / "handel_ludzmi.ods"
    write(path, repack(out.getvalue(), first="mimetype"))
    write_source(path.parent, TITLE, "pl", path.name)
