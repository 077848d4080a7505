"""Denmark: one sheet per year, small tables side by side, footnote digits as superscript runs inside the cell."""
from __future__ import annotations

import datetime
import io

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Font

from common import ROUND, a1, number, repack, write
from source_note import write_source

FILE = "menneskehandel_2016-2018.xlsx"
TITLE = "Menneskehandel i Danmark"
YEARS = ("2016", "2017", "2018")
NOT_GIVEN = ".."  # what stands where the report lost the number

FORMS = {"Sexual": "Seksuel udnyttelse", "Labour": "Tvangsarbejde", "Forced criminality": "Tvungen kriminalitet",
         "Other / Unknown": "Andet / uoplyst", "TOTAL": "I alt"}
SEX_AGE = {"Male": "Mand", "Female": "Kvinde", "Transgender": "Transkønnet", "Children": "Børn", "Unknown": "Uoplyst"}
JUSTICE = {"Number of investigations started": "Antal indledte efterforskninger",
           "Number of persons charged (under which charges)": "Antal personer tiltalt",
           "Number of persons convicted (under which charges)*": "Antal personer dømt"}
COUNTRIES = {"Romania": "rumænsk", "Bulgaria": "bulgarsk", "Ethiopia": "Etiopien", "Morocco": "Marokko", "Serbia": "Serbien",
             "Equatorial Guinea": "Ækvatorialguinea", "China": "Kina", "Brazil": "Brasilien", "Albania": "Albanien",
             "Denmark": "Danmark", "Cameroon": "Cameroun", "The Philippines": "Filippinerne", "Syria": "Syrien",
             "Egypt": "Egypten", "Dominican Republic": "Den Dominikanske Republik", "Lebanon": "Libanon",
             "Bosnia-Hercegovina": "Bosnien-Hercegovina"}
AS_IN_DANISH = {"Nigeria", "Thailand", "Uganda", "Somalia", "Afghanistan", "Bangladesh", "Burma", "Eritrea", "Sudan", "Congo",
                "Ghana", "Vietnam", "Tanzania", "Gambia", "Burundi", "Sierra Leone", "Zambia", "Sri Lanka", "Pakistan", "Kenya",
                "Colombia", "Mali"}

FOOTNOTES = {
    "2016": ["¹ Det er ikke sikkert, at tallet hører til dette år.",
             "² Det fremgår ikke, hvad »Uoplyst« vedrører; rækken formodes at gælde alderen."],
    "2017": ["¹ Det er ikke sikkert, at tallet hører til dette år."],
    "2018": ["¹ Det er ikke sikkert, at tallet hører til dette år.",
             "² Egypten er anført to gange i opgørelsen for året."],
}
CAVEATS = [
    "Forbehold for tal om tiltale og dom:",
    "Tallene er hentet i politiets sagsstyringssystem POLSAS og behandlet i anklagemyndighedens ledelsesinformationssystem.",
    "Afgørelser registreres med forsinkelse; et års tal er først pålidelige et par måneder efter årets udgang.",
    "Der tages forbehold for tastefejl. Tallene er dynamiske og kan ændre sig ved rettelser, sene registreringer og nye domme.",
    "Der tælles personer, der er tiltalt eller dømt. Årets tiltaler svarer ikke til årets domme, så tallene forskyder sig mellem årene.",
    "Opgjort pr. 1. juni 2019.",
]
NOTES = [
    (93, "Ofre for menneskehandel identificeret i Danmark i alt"),
    (95, "Teenagedrenge fra Marokko identificeret som ofre"),
    (96, "Teenagedrenge fra Marokko identificeret som ofre"),
    (97, "Teenagedrenge fra Marokko identificeret som ofre"),
    (94, "Gruppe af mænd fra Filippinerne og Sri Lanka, udnyttet i transportbranchen"),
]


def build(figures) -> None:
    """Writes raw/2020/dk."""
    book = Workbook()
    book.remove(book.active)
    for year in YEARS:
        year_sheet(book.create_sheet(year), figures, year)
    notes_sheet(book.create_sheet("Bemærkninger"), figures)
    book.properties.creator = "Roundup"
    book.properties.title = f"{TITLE} 2016–2018"
    book.properties.created = book.properties.modified = datetime.datetime(2020, 1, 1)
    out = io.BytesIO()
    book.save(out)
    write(ROUND / "dk" / FILE, repack(out.getvalue()))
    write_source(ROUND / "dk", f"{TITLE} 2016–2018", "da", FILE)


def rows_of(figures, year: str, **also: str) -> list[dict]:
    return [r for r in figures.rows if r["ref_area"] == "DK" and (r["period"] or r["candidate_period"]) == year
            and all(r[k] == v for k, v in also.items())]


def year_sheet(sheet, figures, year: str) -> None:
    text(sheet, 0, 0, f"{TITLE} {year}", bold=True)
    text(sheet, 1, 0, "Officielt identificerede ofre og strafforfølgning")
    victims = {r["label"]: r for r in rows_of(figures, year, section="victims") if r["dimension"] != "nationality"}
    top = 3
    table(sheet, figures, top, 0, ("Udnyttelsesform", "Antal ofre"), [(FORMS[k], victims[k]) for k in FORMS])
    table(sheet, figures, top, 3, ("Køn og alder", "Antal ofre"), [(SEX_AGE[k], victims[k]) for k in SEX_AGE if k in victims])
    people = [(country(r["label"]), r) for r in rows_of(figures, year, dimension="nationality")]
    half = (len(people) + 1) // 2
    table(sheet, figures, top, 6, ("Nationalitet", "Antal ofre"), people[:half])
    table(sheet, figures, top, 9, ("Nationalitet", "Antal ofre"), people[half:])
    below = top + half + 2
    justice = {r["label"]: r for r in rows_of(figures, year, section="justice")}
    below = table(sheet, figures, below, 0, ("Strafforfølgning", "Antal"), [(JUSTICE[k], justice[k]) for k in JUSTICE]) + 1
    for line in ["- oplysning foreligger ikke", *FOOTNOTES[year], "", *CAVEATS]:
        if line:
            text(sheet, below, 0, line)
        below += 1
    for column, width in {"A": 34, "B": 11, "C": 3, "D": 16, "E": 11, "F": 3, "G": 26, "H": 11, "I": 3, "J": 26, "K": 11}.items():
        sheet.column_dimensions[column].width = width


def country(label: str) -> str:
    if label in AS_IN_DANISH:
        return label
    return COUNTRIES[label]


def table(sheet, figures, row: int, col: int, head: tuple[str, str], body: list[tuple[str, dict]]) -> int:
    """Writes a table of one label and one count column; returns the row below it."""
    text(sheet, row, col, head[0], bold=True)
    text(sheet, row, col + 1, head[1], bold=True)
    for label, figure in body:
        row += 1
        text(sheet, row, col, label)
        count(sheet, figures, figure, row, col + 1, mark(figure))
    return row + 1


def mark(figure: dict) -> str:
    """The footnote of a figure: an uncertain year is 1, any other uncertainty is 2."""
    if figure["confidence"] != "ambiguous":
        return ""
    return "1" if figure["section"] == "justice" else "2"


def notes_sheet(sheet, figures) -> None:
    for col, head in enumerate(("Oplysning", "År", "Antal")):
        text(sheet, 0, col, head, bold=True)
    for row, (n, label) in enumerate(NOTES, start=1):
        figure = figures.row(n)
        text(sheet, row, 0, label)
        period(sheet, row, 1, figure)
        count(sheet, figures, figure, row, 2)
    sheet.column_dimensions["A"].width = 76
    sheet.column_dimensions["B"].width = 12


def text(sheet, row: int, col: int, value: str, bold: bool = False) -> None:
    cell = sheet[a1(row, col)]
    cell.value = value
    if bold:
        cell.font = Font(bold=True)


def period(sheet, row: int, col: int, figure: dict) -> None:
    year = figure["period"]
    sheet[a1(row, col)].value = int(year) if year.isdigit() else year.replace("-", "–")


def count(sheet, figures, figure: dict, row: int, col: int, footnote: str = "") -> None:
    """Writes the value of `figure` and records where it stands."""
    where = a1(row, col)
    value = number(figure)
    if value is None:
        value = NOT_GIVEN
    if footnote:
        value = CellRichText(str(value), TextBlock(InlineFont(vertAlign="superscript"), footnote))
    sheet[where].value = value
    sheet[where].alignment = Alignment(horizontal="right")
    figures.place(figure, f"dk/{FILE}", sheet.title, where)
