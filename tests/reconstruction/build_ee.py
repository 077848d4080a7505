"""Estonia: years across under a merged heading, nationalities as a list without counts, the article inside the row label."""
from __future__ import annotations

import datetime
import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from common import ROUND, WORDS, a1, number, repack, write
from source_note import write_source

FILE = "inimkaubandus_2016-2018.xlsx"
TITLE = "Inimkaubandus Eestis 2016–2018"
YEARS = ("2016", "2017", "2018")
ARTICLE = "KarS § 133"

FORMS = {"Sexual": "Seksuaalne ärakasutamine", "Labour": "Tööalane ärakasutamine", "Forced criminality": "Sundimine kuritegevusele",
         "Other / Unknown": "Muu / teadmata", "TOTAL": "Kokku"}
SEX = {"Male": "Mees", "Female": "Naine"}
AGE = {"Children": "Lapsed"}
CASES = {"Number of registered crimes": "Registreeritud kuritegude arv",
         "Number of investigations successfully prosecuted/sent to court": "Kohtusse saadetud menetluste arv"}
PERSONS = {"Number of persons prosecuted (under which charges – Penal Code 133 Trafficking)": f"Süüdistatavate isikute arv ({ARTICLE})",
           "Number of persons convicted (under which charges - Penal Code 133 Trafficking)": f"Süüdimõistetud isikute arv ({ARTICLE})"}
NATIONALITIES = {"Estonian": "Eesti", "Russian": "Vene", "Nigerian": "Nigeeria", "Vietnamese": "Vietnami"}

FOOTNOTE = "¹ Arvu kuulumine sellesse aastasse ei ole kindel."
NOTES = [
    (141, "Eesti kodanike osakaal tuvastatud ohvrite hulgas"),
    (142, "Välisriikide kodanikest ohvrid (Vietnam, Rumeenia, Venemaa Föderatsioon)"),
    (143, "Lastega seotud inimkaubandusjuhtumid"),
    (144, "Lastega seotud inimkaubandusjuhtumid"),
    (145, "Inimkaubandusega seotud kuritegude arv aastas, viimastel aastatel"),
    (146, "Eestis aastas registreeritud inimkaubanduskuritegude arv"),
    (147, "Sotsiaalkindlustusameti tuvastatud välisriikide kodanikest ohvrid"),
    (148, "Nõuandeliinile pöördunud inimesed"),
    (149, "Nõuandeliinile pöördunutest tööalase ärakasutamise kahtlusega isikud"),
]
OUTSIDE = {147: 2019, 148: 2019, 149: 2019}  # the year that the article names; the round does not cover it


def build(figures) -> None:
    """Writes raw/2020/ee."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Andmed"
    data_sheet(sheet, figures)
    notes_sheet(book.create_sheet("Märkused"), figures)
    book.properties.creator = "Roundup"
    book.properties.title = TITLE
    book.properties.created = book.properties.modified = datetime.datetime(2020, 1, 1)
    out = io.BytesIO()
    book.save(out)
    write(ROUND / "ee" / FILE, repack(out.getvalue()))
    write_source(ROUND / "ee", TITLE, "et", FILE)


def data_sheet(sheet, figures) -> None:
    text(sheet, 0, 0, TITLE, bold=True)
    row = table(sheet, figures, 2, "Ärakasutamise vorm", FORMS)
    row = table(sheet, figures, row, "Sugu", SEX)
    row = table(sheet, figures, row, "Vanus", AGE)
    row = heading(sheet, row, "Kodakondsus")
    text(sheet, row, 0, "Ohvrite kodakondsus (arve ei esitata)")
    for col, year in enumerate(YEARS, start=1):
        listed = [r for r in rows_of(figures, year) if r["dimension"] == "nationality"]
        text(sheet, row, col, ", ".join(NATIONALITIES[r["label"]] for r in listed))
        for figure in listed:
            figures.place(figure, f"ee/{FILE}", sheet.title, a1(row, col))
    row = table(sheet, figures, row + 2, "Menetlusandmed", CASES | PERSONS)
    text(sheet, row, 0, FOOTNOTE)
    sheet.column_dimensions["A"].width = 46
    for column in "BCD":
        sheet.column_dimensions[column].width = 36


def rows_of(figures, year: str) -> list[dict]:
    return [r for r in figures.rows if r["ref_area"] == "EE" and (r["period"] or r["candidate_period"]) == year]


def heading(sheet, row: int, anchor: str) -> int:
    """The two header rows: the word for year, merged over the years, and the years."""
    text(sheet, row, 0, anchor, bold=True)
    text(sheet, row, 1, "Aasta", bold=True)
    sheet[a1(row, 1)].alignment = Alignment(horizontal="center")
    sheet.merge_cells(f"{a1(row, 1)}:{a1(row, len(YEARS))}")
    for col, year in enumerate(YEARS, start=1):
        sheet[a1(row + 1, col)].value = int(year)
        sheet[a1(row + 1, col)].font = Font(bold=True)
    return row + 2


def table(sheet, figures, row: int, anchor: str, labels: dict[str, str]) -> int:
    """Writes one table of labels by years; returns the row where the next one starts."""
    row = heading(sheet, row, anchor)
    for label, word in labels.items():
        text(sheet, row, 0, word)
        for col, year in enumerate(YEARS, start=1):
            [figure] = [r for r in rows_of(figures, year) if r["label"] == label and r["section"] != "prose"]
            count(sheet, figures, figure, row, col, "¹" if figure["confidence"] == "ambiguous" else "")
        row += 1
    return row + 1


def notes_sheet(sheet, figures) -> None:
    for col, head in enumerate(("Väide", "Aasta", "Arv")):
        text(sheet, 0, col, head, bold=True)
    for row, (n, label) in enumerate(NOTES, start=1):
        figure = figures.row(n)
        text(sheet, row, 0, label)
        year = figure["period"]
        sheet[a1(row, 1)].value = int(year) if year.isdigit() else year.replace("-", "–") or OUTSIDE.get(n)
        count(sheet, figures, figure, row, 2)
    sheet.column_dimensions["A"].width = 76
    sheet.column_dimensions["B"].width = 12


def text(sheet, row: int, col: int, value: str, bold: bool = False) -> None:
    cell = sheet[a1(row, col)]
    cell.value = value
    if bold:
        cell.font = Font(bold=True)


def count(sheet, figures, figure: dict, row: int, col: int, footnote: str = "") -> None:
    """Writes the value of `figure` (nothing when the report lost it) and records where it stands."""
    where = a1(row, col)
    value = number(figure)
    if isinstance(value, str) and value.startswith("around "):
        value = f"~{WORDS[value.removeprefix('around ')]}"
    if value is not None:
        sheet[where].value = f"{value}{footnote}" if footnote else value
        sheet[where].alignment = Alignment(horizontal="right")
    figures.place(figure, f"ee/{FILE}", sheet.title, where)
