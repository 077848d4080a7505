"""Sweden: one long list (År, Tabell, Kategori, Antal) in xlsx, with totals as formulas that carry a stored value."""
from __future__ import annotations

import io
import re
import zipfile

from openpyxl import Workbook
from openpyxl.styles import Font

from common import ROUND, Figures, number, repack, write
from source_note import write_source

FILE = "se/manniskohandel.xlsx"
TITLE = "Människohandel i Sverige 2016–2018"
LOST = ".."  # no legend: the workbook does not say why the figure is not there

FORMS = {"Sexual": "Sexuell exploatering", "Labour": "Arbetskraftsexploatering", "Begging": "Tiggeri", "Forced ...": "Tvångs…²",
         "Other / Unknown": "Annat / okänt"}
SEXES = {"Female": "Kvinna", "Male": "Man"}
COUNTRIES = {"Romania": "Rumänien", "Nigeria": "Nigeria", "Sweden": "Sverige", "Albania": "Albanien", "Bulgaria": "Bulgarien",
             "Poland": "Polen", "Kosovo": "Kosovo", "Bosnia": "Bosnien", "Russia": "Ryssland", "Thailand": "Thailand",
             "Colombia": "Colombia", "Eritrea": "Eritrea", "Nicaragua": "Nicaragua", "Ethiopia": "Etiopien", "Egypt": "Egypten",
             "Morocco": "Marocko", "Somalia": "Somalia", "Others": "Övriga"}
PURPOSES = ["Sexuella ändamål", "Tvångsarbete", "Tiggeri", "Avlägsnande av organ", "Krigstjänst", "Övriga ändamål"]
PERSONS = {"Persons charged for human trafficking": "Åtalade för människohandel",
           "Persons convicted for human trafficking": "Dömda för människohandel"}


class LongList:
    """The main sheet, one row for each category; keeps the stored values of formulas."""

    def __init__(self, sheet, figures: Figures) -> None:
        self.sheet, self.figures, self.stored = sheet, figures, {}

    def add(self, year: str, table: str, category: str, value, row: dict | None) -> int:
        self.sheet.append([int(year), table, category, value])
        at = self.sheet.max_row
        if row:
            self.figures.place(row, FILE, self.sheet.title, f"D{at}")
        return at

    def each(self, year: str, table: str, words: dict[str, str], dimension: str) -> tuple[int, int]:
        """One row for each word that the report prints for the year; a lost number leaves a mark. Returns first and last row."""
        first = self.sheet.max_row + 1
        for label, word in words.items():
            hits = [r for r in self.figures.rows if r["ref_area"] == "SE" and r["period"] == year and r["section"] == "victims"
                    and r["label"] == label and r["dimension"] == dimension]
            for row in hits:
                value = number(row)
                self.add(year, table, word, LOST if value is None else value, row)
        return first, self.sheet.max_row


def victims(out: LongList, year: str) -> None:
    first, last = out.each(year, "Offer efter exploateringsform", FORMS, "form_of_exploitation")
    row = out.figures.find("SE", year, "TOTAL", section="victims")
    if year == "2017":  # forms of 2017 are lost: a typed total
        out.add(year, "Offer, totalt", "Totalt", number(row), row)
    else:
        at = out.add(year, "Offer, totalt", "Totalt", f"=SUM(D{first}:D{last})", row)
        out.stored[f"D{at}"] = number(row)
    out.each(year, "Offer efter kön", SEXES, "sex")
    out.each(year, "Offer efter ålder", {"Children": "Barn"}, "age")
    out.each(year, "Offer efter medborgarskap", COUNTRIES, "nationality")


def justice(out: LongList, year: str) -> None:
    # The report prints the purposes without years and their numbers apart from them: each purpose gets a mark of absence,
    # and no row of figures.csv is placed there.
    for word in [*PURPOSES, "Totalt"]:
        out.add(year, "Polisanmälda brott efter ändamål", word, LOST, None)
    for label, word in PERSONS.items():
        row = out.figures.find("SE", year, label)
        value = number(row)
        out.add(year, "Lagförda personer", word, LOST if value is None else f"{value}¹", row)


def remarks(sheet, figures: Figures) -> None:
    sheet.append(["Påstående", "År", "Antal"])
    convicted = "Ärenden om människohandel som lett till fällande dom"
    polish = "Sweden identified ... (Polish) victims of human trafficking"
    for year, label, text in [
        *[(year, polish, "Identifierade offer som är polska medborgare") for year in ("2016", "2017", "2018")],
        ("2017", "Two trafficking cases resulted in convictions in the Väst and Bergslagen police regions",
         f"{convicted} (polisregionerna Väst och Bergslagen)"),
        ("2018", "five cases of human trafficking led to convictions",
         f"{convicted} (polisregionerna Öst, Mitt, Syd, Bergslagen och Väst)"),
        ("2018", "Two of the five cases in 2018 were cases of trafficking of children", "Därav ärenden om människohandel med barn"),
    ]:
        row = figures.find("SE", year, label, section="prose")
        sheet.append([text, int(year), number(row)])
        figures.place(row, FILE, sheet.title, f"C{sheet.max_row}")
    sheet.append([])
    sheet.append(["Människoexploatering: 4 kap. 1 b § brottsbalken, i kraft den 1 juli 2018."])


def with_stored_values(data: bytes, member: str, stored: dict[str, int]) -> bytes:
    """The workbook with a stored value beside each formula of the sheet `member`, as a spreadsheet program would have left it."""
    src, out = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for name in src.namelist():
            body = src.read(name)
            if name == member:
                for cell, value in stored.items():
                    body, n = re.subn(rb'(<c r="%s"[^>]*><f>[^<]*</f>)<v\s*(/>|></v>)' % cell.encode(),
                                      rb"\g<1><v>%d</v>" % value, body)
                    assert n == 1, f"no formula in {cell}"
            z.writestr(name, body)
    return out.getvalue()


def build(figures: Figures) -> None:
    book = Workbook()
    book.properties.creator = "Roundup"
    book.properties.title = TITLE
    sheet = book.active
    sheet.title = "Människohandel"
    sheet.append([TITLE])
    sheet.append(["Underlag till Östersjöstaternas råds arbetsgrupp mot människohandel (CBSS TF-THB)"])
    sheet.append([])
    sheet.append(["År", "Tabell", "Kategori", "Antal"])
    head = sheet.max_row
    out = LongList(sheet, figures)
    for year in ("2016", "2017", "2018"):
        victims(out, year)
        justice(out, year)
    sheet.auto_filter.ref = f"A{head}:D{sheet.max_row}"
    sheet.freeze_panes = f"A{head + 1}"
    sheet.append([])
    sheet.append(["¹ Året är inte säkert: siffran har förts till det år som ordningen i rapporten antyder."])
    sheet.append(["² Kategorins namn är ofullständigt i källan: vilken form som avses är inte säkert."])

    notes = book.create_sheet("Anmärkningar")
    remarks(notes, figures)

    for page, widths, header in ((sheet, (8, 34, 30, 10), head), (notes, (82, 8, 10), 1)):
        for column, width in zip("ABCD", widths):
            page.column_dimensions[column].width = width
        for cell in page[header]:
            cell.font = Font(bold=True)
    sheet["A1"].font = Font(bold=True)

    data = io.BytesIO()
    book.save(data)
    path = ROUND / FILE
    write(path, repack(with_stored_values(data.getvalue(), "xl/worksheets/sheet1.xml", out.stored)))
    write_source(path.parent, TITLE, "sv", path.name)
