"""Finland: the tables of three years stacked in one sheet, footnote asterisks on the numbers, a dash that means "in the rest"."""
from __future__ import annotations

import io

from odf.element import Element
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableColumnProperties, TextProperties
from odf.table import Table, TableCell, TableColumn, TableRow
from odf.text import P

from common import ROUND, a1, number, repack, write
from source_note import write_source

FILE = "ihmiskauppa_2016-2018.ods"
TITLE = "Ihmiskauppa Suomessa 2016–2018"
YEARS = ("2016", "2017", "2018")

FORMS = {"Sexual": "Seksuaalinen hyväksikäyttö", "Labour": "Työperäinen hyväksikäyttö", "Forced marriage": "Pakkoavioliitto",
         "Forced criminality": "Pakottaminen rikolliseen toimintaan", "Child soldiers": "Lapsisotilaat", "Organ trade": "Elinkauppa",
         "Other* / unknown": "Muu* / ei tiedossa", "TOTAL": "Yhteensä"}
SEX_AGE = {"Male": "Miehet", "Female": "Naiset", "Other": "Muu", "Children": "Lapset"}
JUSTICE = {"Number of investigations started by the police": "Poliisin aloittamat tutkinnat",
           "Number of persons charged": "Syytetyt henkilöt", "Number of persons convicted": "Tuomitut henkilöt"}
COUNTRIES = {"Thailand": "Thaimaa", "Somalia": "Somalia", "Nigeria": "Nigeria", "Afghanistan": "Afganistan", "Iraq": "Irak",
             "Bangladesh": "Bangladesh", "Gambia": "Gambia", "Bosnia and Hercegovina": "Bosnia ja Hertsegovina",
             "Ukraine": "Ukraina", "Eritrea": "Eritrea", "Iran": "Iran", "Moldova": "Moldova", "India": "Intia",
             "Finland": "Suomi", "Romania": "Romania", "Nepal": "Nepal"}

LEGEND = "- sisältyy luokkaan Muu* / ei tiedossa"
FOOTNOTES = [
    "* 2018: Muihin muotoihin luetaan esimerkiksi tapaukset, joissa hyväksikäytön tarkoitus ei selvinnyt tai ei toteutunut, "
    "sekä kotiorjuuden uhrit ja omistajalta toiselle myydyt henkilöt. 2016: Luokkaan kuuluvat pakkoavioliitto, pakottaminen "
    "rikolliseen toimintaan, lapsisotilaat, elinkauppa, kotiorjuus ja hyväksikäyttävä lumeavioliitto sekä tapaukset, joissa "
    "hyväksikäyttö jäi epäselväksi tai ihmiskauppaa ei ollut tapahtunut.",
    "** Vuosi ei ole varma.",
]
NOTES = [
    (222, "Ihmiskaupan uhrien auttamisjärjestelmään otetut uudet uhrit yhteensä"),
    (223, "Tunnistetut pakkokerjäämistapaukset"),
    (224, "Marjayrityksen omistajan tuomioon sisältyneet ihmiskaupparikokset"),
    (225, "Auttamisjärjestelmän työntekijöiden mukana lähteneet marjanpoimijat"),
]


class Sheet:
    """Rows of (value, bold) that become one ods table."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: list[list[tuple[object, bool]]] = []

    def add(self, *values: object, bold: bool = False) -> int:
        """Appends a row; returns its number."""
        self.rows.append([(v, bold) for v in values])
        return len(self.rows) - 1


def build(figures) -> None:
    """Writes raw/2020/fi."""
    sheets = [data_sheet(figures), notes_sheet(figures)]
    write(ROUND / "fi" / FILE, repack(ods(sheets), first="mimetype"))
    write_source(ROUND / "fi", TITLE, "fi", FILE)


def data_sheet(figures) -> Sheet:
    sheet = Sheet("Tilasto")
    sheet.add(TITLE, bold=True)
    sheet.add("Auttamisjärjestelmään otetut uudet uhrit; ihmiskauppaa koskevat rikosasiat")
    sheet.add("Lähtömaista on lueteltu vain suurimmat ryhmät.")
    sheet.add()
    for year in YEARS:
        victims = rows_of(figures, year, section="victims")
        sheet.add(f"Vuosi {year}", bold=True)
        table(sheet, figures, year, "Hyväksikäytön muoto", pick(victims, FORMS, ("form_of_exploitation", "total")))
        table(sheet, figures, year, "Sukupuoli ja ikä", pick(victims, SEX_AGE, ("sex", "age")))
        table(sheet, figures, year, "Lähtömaa", pick(victims, COUNTRIES, ("country_of_origin",)))
        table(sheet, figures, year, "Rikosoikeudellinen menettely", pick(rows_of(figures, year, section="justice"), JUSTICE, ("total",)))
        convicted = rows_of(figures, year, section="traffickers")
        table(sheet, figures, year, "Tuomittujen sukupuoli", pick(convicted, SEX_AGE, ("trafficker_sex",)))
        table(sheet, figures, year, "Tuomittujen lähtömaa", pick(convicted, COUNTRIES, ("trafficker_nationality",)))
    for line in (LEGEND, *FOOTNOTES):
        sheet.add(line)
    return sheet


def rows_of(figures, year: str, section: str) -> list[dict]:
    return [r for r in figures.rows if r["ref_area"] == "FI" and r["section"] == section
            and (r["period"] or r["candidate_period"]) == year]


def pick(rows: list[dict], words: dict[str, str], dimensions: tuple[str, ...]) -> list[tuple[str, dict]]:
    """The rows of some dimensions with their Finnish word: in the order of the report for countries, else in that of `words`."""
    found = [r for r in rows if r["dimension"] in dimensions]
    if words is not COUNTRIES:
        order = list(words)
        found.sort(key=lambda r: order.index(r["label"]))
    return [(words[r["label"]], r) for r in found]


def table(sheet: Sheet, figures, year: str, anchor: str, body: list[tuple[str, dict]]) -> None:
    """One label column and one column whose header is the year; a blank row follows."""
    sheet.add(anchor, int(year), bold=True)
    for label, figure in body:
        value = number(figure)
        mark = footnote(figure)
        row = sheet.add(label, f"{value}{mark}" if mark else value)
        figures.place(figure, f"fi/{FILE}", sheet.name, a1(row, 1))
    sheet.add()


def footnote(figure: dict) -> str:
    if figure["confidence"] == "ambiguous":
        return "**"
    return "*" if figure["label"] == "Other* / unknown" else ""


def notes_sheet(figures) -> Sheet:
    sheet = Sheet("Huomautukset")
    sheet.add("Tieto", "Vuosi", "Lukumäärä", bold=True)
    for n, label in NOTES:
        figure = figures.row(n)
        year = figure["period"]
        row = sheet.add(label, int(year) if year.isdigit() else year.replace("-", "–"), number(figure))
        figures.place(figure, f"fi/{FILE}", sheet.name, a1(row, 2))
    return sheet


def ods(sheets: list[Sheet]) -> bytes:
    Element.namespaces.clear()  # odfpy keeps those of earlier documents, so the bytes would depend on what was built before
    document = OpenDocumentSpreadsheet()
    bold = Style(name="bold", family="table-cell")
    bold.addElement(TextProperties(fontweight="bold"))
    wide = Style(name="wide", family="table-column")
    wide.addElement(TableColumnProperties(columnwidth="9cm"))
    for style in (bold, wide):
        document.automaticstyles.addElement(style)
    for sheet in sheets:
        out = Table(name=sheet.name)
        out.addElement(TableColumn(stylename=wide))
        out.addElement(TableColumn(numbercolumnsrepeated=2))
        for cells in sheet.rows:
            row = TableRow()
            for value, heavy in cells or [("", False)]:
                row.addElement(cell(value, bold if heavy else None))
            out.addElement(row)
        document.spreadsheet.addElement(out)
    data = io.BytesIO()
    document.write(data)
    return data.getvalue()


def cell(value: object, style) -> TableCell:
    kind = {"stylename": style} if style else {}
    if value == "":
        return TableCell(**kind)
    if isinstance(value, int):
        kind |= {"valuetype": "float", "value": value}
    else:
        kind |= {"valuetype": "string"}
    out = TableCell(**kind)
    out.addElement(P(text=str(value)))
    return out
