"""Germany: BIFF8 with victims and suspects on two sheets, years merged over the sexes, counts inside the label cells."""
from __future__ import annotations

import io

import xlwt

from common import ROUND, a1, number, write
from source_note import write_source

FILE = "menschenhandel_2016-2018.xls"
TITLE = "Menschenhandel und Ausbeutung in Deutschland 2016–2018"
SUBTITLE = "Straftaten im Zusammenhang mit Menschenhandel, abgeschlossene Ermittlungsverfahren"
LEGEND = "k. A. = keine Angabe"
NOT_GIVEN = "k. A."
YEARS = ("2016", "2017", "2018")

FORMS = {"Sexual": "Sexuelle Ausbeutung", "Labour": "Arbeitsausbeutung",
         "Forced criminality": "Ausbeutung bei der Begehung strafbarer Handlungen",
         "Forced begging": "Ausbeutung bei der Bettelei", "TOTAL": "Insgesamt"}
SEX = {"Male": "männlich", "Female": "weiblich", "Unknown": "unbekannt"}
AGE = {"Children": "Minderjährige"}
PROCEEDINGS = {"Number of investigations concluded": "Abgeschlossene Ermittlungsverfahren", "Number of alleged suspects": "Tatverdächtige"}
NATIONALITIES = {"German": "deutsch", "Bulgarian": "bulgarisch", "Romanian": "rumänisch", "Hungarian": "ungarisch",
                 "Nigerian": "nigerianisch", "Ukrainian": "ukrainisch", "Polish": "polnisch", "Latvian": "lettisch",
                 "North Macedonian": "nordmazedonisch", "Vietnamese": "vietnamesisch", "Turkish": "türkisch",
                 "Other": "sonstige", "Unknown": "unbekannt"}
NOTES = [
    (299, "Mutmaßliche Opfer des Menschenhandels"),
    (300, "darunter: sexuelle Ausbeutung"),
    (301, "darunter: Arbeitsausbeutung"),
    (302, "Wegen Menschenhandels verfolgte Tatverdächtige"),
    (305, "Förmlich identifizierte Opfer erzwungener Bettelei (erstmals)"),
    (303, "Mutmaßliche Opfer des Menschenhandels"),
    (304, "darunter: sexuelle Ausbeutung"),
    (750, "Identifizierte Opfer laut regionaler Zusammenfassung"),
    (306, "Im November wegen Menschenhandels zum Zweck der sexuellen Ausbeutung verurteilte Personen (Einzelfall)"),
    (307, "Im Dezember wegen Menschenhandels verurteilte Personen (Einzelfall)"),
]

BOLD = xlwt.easyxf("font: bold on")
CENTRE = xlwt.easyxf("font: bold on; align: horiz center")
RIGHT = xlwt.easyxf("align: horiz right")


def build(figures) -> None:
    """Writes raw/2020/de."""
    book = xlwt.Workbook(encoding="utf-8")
    book.set_owner("Roundup")
    victims_sheet(book.add_sheet("Opfer"), figures)
    suspects_sheet(book.add_sheet("Tatverdächtige"), figures)
    notes_sheet(book.add_sheet("Anmerkungen"), figures)
    out = io.BytesIO()
    book.save(out)
    write(ROUND / "de" / FILE, out.getvalue())
    write_source(ROUND / "de", TITLE, "de", FILE)


def victims_sheet(sheet, figures) -> None:
    victims = figures_of(figures, "victims")
    row = head(sheet, f"{TITLE}: Opfer")
    row = table(sheet, figures, row, "Ausbeutungsform", pick(victims, FORMS, "form_of_exploitation", "total"))
    row = by_sex(sheet, figures, row, pick(victims, SEX, "sex"))
    row = table(sheet, figures, row, "Opfer nach Alter", pick(victims, AGE, "age"))
    row = nationalities(sheet, figures, row, "Staatsangehörigkeit der Opfer (Anzahl in Klammern)", victims, "nationality")
    sheet.write(row, 0, LEGEND)


def suspects_sheet(sheet, figures) -> None:
    suspects = figures_of(figures, "traffickers")
    row = head(sheet, f"{TITLE}: Tatverdächtige")
    row = table(sheet, figures, row, "Verfahren und Tatverdächtige", pick(figures_of(figures, "justice") + suspects, PROCEEDINGS, "total"))
    nationalities(sheet, figures, row, "Staatsangehörigkeit der Tatverdächtigen (Anzahl in Klammern)", suspects, "trafficker_nationality")


def figures_of(figures, section: str) -> list[dict]:
    return [r for r in figures.rows if r["ref_area"] == "DE" and r["section"] == section and r["period"]]


def pick(rows: list[dict], words: dict[str, str], *dimensions: str) -> dict[str, dict[str, dict]]:
    """German word → year → figure."""
    return {word: {r["period"]: r for r in rows if r["label"] == label and r["dimension"] in dimensions}
            for label, word in words.items()}


def head(sheet, title: str) -> int:
    sheet.write(0, 0, title, BOLD)
    sheet.write(1, 0, SUBTITLE)
    for col in range(1 + len(YEARS) * len(SEX)):
        sheet.col(col).width = 256 * (46 if col == 0 else 24 if col < 3 else 12)
    return 3


def table(sheet, figures, row: int, anchor: str, body: dict[str, dict[str, dict]]) -> int:
    """Labels by years; returns the row where the next table starts."""
    sheet.write(row, 0, anchor, BOLD)
    for col, year in enumerate(YEARS, start=1):
        sheet.write(row, col, int(year), BOLD)
    for label, by_year in body.items():
        row += 1
        sheet.write(row, 0, label)
        for col, year in enumerate(YEARS, start=1):
            count(sheet, figures, by_year[year], row, col)
    return row + 2


def by_sex(sheet, figures, row: int, body: dict[str, dict[str, dict]]) -> int:
    """One line of counts under two header rows: each year merged over the sexes."""
    sheet.write(row, 0, "Opfer nach Geschlecht", BOLD)
    sheet.write(row + 2, 0, "Mutmaßliche Opfer")
    col = 1
    for year in YEARS:
        sheet.write_merge(row, row, col, col + len(body) - 1, int(year), CENTRE)
        for word, by_year in body.items():
            sheet.write(row + 1, col, word, BOLD)
            count(sheet, figures, by_year[year], row + 2, col)
            col += 1
    return row + 4


def nationalities(sheet, figures, row: int, title: str, rows: list[dict], dimension: str) -> int:
    """A heading, the years, and under each year cells such as "deutsch (1)"; the years have lists of different length."""
    sheet.write(row, 0, title, BOLD)
    longest = 0
    for col, year in enumerate(YEARS):
        sheet.write(row + 1, col, int(year), BOLD)
        listed = [r for r in rows if r["dimension"] == dimension and r["period"] == year]
        longest = max(longest, len(listed))
        for i, figure in enumerate(listed, start=row + 2):
            sheet.write(i, col, f"{NATIONALITIES[figure['label']]} ({number(figure)})")
            figures.place(figure, f"de/{FILE}", sheet.name, a1(i, col))
    return row + 3 + longest


def notes_sheet(sheet, figures) -> None:
    for col, word in enumerate(("Angabe", "Jahr", "Anzahl")):
        sheet.write(0, col, word, BOLD)
    for row, (n, label) in enumerate(NOTES, start=1):
        figure = figures.row(n)
        year = figure["period"]
        sheet.write(row, 0, label)
        sheet.write(row, 1, int(year) if year.isdigit() else year.replace("-", "–"))
        count(sheet, figures, figure, row, 2)
    sheet.col(0).width = 256 * 90


def count(sheet, figures, figure: dict, row: int, col: int) -> None:
    """Writes the value of `figure` and records where it stands."""
    value = number(figure)
    sheet.write(row, col, NOT_GIVEN if value is None else value, RIGHT)
    figures.place(figure, f"de/{FILE}", sheet.name, a1(row, col))
