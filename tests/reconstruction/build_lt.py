"""Lithuania: an xlsx with one sheet for each table, merged cells, a hidden row, a hidden sheet and numbers stored as text."""
import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from common import Figures, number, repack
from national import Sheet, submission

FILE = "prekyba_zmonemis.xlsx"
TITLE = "Prekyba žmonėmis Lietuvoje: statistiniai duomenys"
YEARS = (2016, 2017, 2018)
FORMS = {"Sexual": "Seksualinis išnaudojimas", "Labour": "Išnaudojimas darbui",
         "Forced criminality": "Vertimas daryti nusikalstamas veikas", "Forced marriage": "Priverstinė santuoka"}
NATIONALITIES = {"Lithuanian": "Lietuvos Respublikos", "Colombian": "Kolumbijos", "Nepalese": "Nepalo", "Ukrainian": "Ukrainos"}


def build(figures: Figures) -> None:
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = "Roundup"
    book.properties.title = TITLE

    def find(label: str, year: int, section: str) -> dict:
        return figures.find("LT", str(year), label, section=section)

    def yearly(label: str, section: str) -> list[dict]:
        return [find(label, y, section) for y in YEARS]

    def begin(name: str, title: str) -> Sheet:
        sheet = Sheet(figures, f"lt/{FILE}", name)
        sheet.line(title)
        return sheet

    def finish(sheet: Sheet, merge: tuple = (), bold: tuple = (3,)):
        ws = book.create_sheet(sheet.name)
        for r, cells in enumerate(sheet.rows, start=1):
            for c, value in enumerate(cells, start=1):
                if value not in (None, ""):
                    ws.cell(r, c, value).font = Font(bold=r == 1 or r in bold)
        width = max(len(r) for r in sheet.rows)
        ws.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
        for area in merge:
            ws.merge_cells(area)
            ws[area.split(":")[0]].alignment = Alignment(horizontal="center", vertical="top")
        ws.column_dimensions["A"].width = 46
        return ws

    sheet = begin("Formos", "Prekybos žmonėmis aukos pagal išnaudojimo formą")
    sheet.line("A", "B", "C", "D")
    sheet.line("Išnaudojimo forma", "Metai")
    sheet.line("", *YEARS)
    sheet.line("Iš viso", *yearly("TOTAL", "victims"))
    for label, word in FORMS.items():
        sheet.line(word, *yearly(label, "victims"))
    finish(sheet, ("B3:D3",), (3, 4)).row_dimensions[2].hidden = True

    sheet = begin("Lytis ir amžius", "Prekybos žmonėmis aukos pagal lytį ir amžių")
    sheet.blank()
    sheet.line("Aukos", *YEARS)
    for label, word in (("Male", "Vyrai"), ("Female", "Moterys"), ("Children", "Vaikai")):
        sheet.line(word, *yearly(label, "victims"))
    finish(sheet)

    sheet = begin("Pilietybė", "Prekybos žmonėmis aukos pagal pilietybę")
    sheet.blank()
    sheet.line("Metai", "Pilietybė", "Aukų skaičius")
    merge = []
    for y in YEARS:
        rows = [r for r in figures.rows if (r["ref_area"], r["period"], r["section"], r["dimension"]) == ("LT", str(y), "victims", "nationality")]
        places = [sheet.line("" if i else y, NATIONALITIES[row["label"]], row) for i, row in enumerate(rows)]
        if len(places) > 1:
            merge.append(f"A{places[0]}:A{places[-1]}")
    finish(sheet, tuple(merge))

    sheet = begin("Tyrimai", "Ikiteisminiai tyrimai dėl prekybos žmonėmis")
    sheet.blank()
    sheet.line("Ikiteisminiai tyrimai", *map(str, YEARS))
    for label, word in (("Number of new investigations started", "Pradėti nauji tyrimai"), ("Number of investigations conducted", "Atlikti tyrimai")):
        sheet.line(word, *yearly(label, "justice"), text=True)
    finish(sheet)

    sheet = begin("Asmenys", "Įtariamieji ir nuteistieji dėl prekybos žmonėmis")
    sheet.blank()
    sheet.line("Asmenys", *YEARS)
    for label, word in (("Number of persons suspected", "Įtariamieji"), ("Number of persons convicted", "Nuteistieji")):
        sheet.line(word, *yearly(label, "traffickers"))
    finish(sheet)

    finish(notes(begin("Pastabos", "Pastabos"), figures), bold=(3, 23, 38))

    # The hidden sheet repeats the totals; its cells are no placements, because the layout leaves the sheet out.
    helper = book.create_sheet("Pagalbinis")
    helper.append(["Tarpinė lentelė (nespausdinti)"])
    helper.append(["Aukos", *YEARS])
    helper.append(["Iš viso", *(number(r) for r in yearly("TOTAL", "victims"))])
    helper.sheet_state = "hidden"

    out = io.BytesIO()
    book.save(out)
    submission("lt", TITLE, "lt", FILE, repack(out.getvalue(), "[Content_Types].xml"))


def notes(sheet: Sheet, figures: Figures) -> Sheet:
    identified = "Nustatyta prekybos žmonėmis aukų"
    conducted = "Atlikta ikiteisminių tyrimų dėl prekybos žmonėmis"
    opened = "Iš jų pradėta tais pačiais metais"
    referred = "Pagal Valstybinės darbo inspekcijos pranešimą pradėta tyrimų dėl išnaudojimo darbui"
    sheet.blank()
    sheet.line("Teiginys", "Metai", "Skaičius")
    for n, text, year in (
        (523, identified, 2016), (524, identified, 2017), (525, identified, 2018),
        (526, conducted, 2016), (528, conducted, 2017), (530, conducted, 2018),
        (527, opened, 2016), (529, opened, 2017), (531, opened, 2018),
        (552, "Valstybinės darbo inspekcijos pranešimai, perduoti dėl galimos prekybos žmonėmis", 2016),
        (554, referred, 2016), (555, referred, 2017), (556, referred, 2018),
        (553, "Tokių pat tyrimų pradėta ankstesniais metais", 2015),
        (551, "Tyrimai dėl komandiruotų darbuotojų išnaudojimo darbui", "2015–2018"),
        (545, "Vyrų dalis tarp kaltininkų", ""),
        (546, "Užsieniečiai vyrai iš Nepalo ir Ukrainos, išnaudoti darbui", ""),
        (547, "Moterys iš Kolumbijos ir Rusijos Federacijos", ""),
    ):
        sheet.line(text, year, figures.row(n))
    sheet.blank()

    sexual, buying = "Prekyba žmonėmis seksualinio išnaudojimo tikslu", "Vaiko pirkimas"
    sheet.line("Nuteisti asmenys", "Veika", "Metai", "Skaičius")
    for n, sex, act, year in (
        (532, "Vyrai", "Iš viso", 2017), (533, "Moterys", "Iš viso", 2017),
        (534, "Moterys", "Iš viso", 2018), (535, "Moterys", sexual, 2018), (536, "Moterys", "Vaiko pirkimas arba pardavimas", 2018),
        (537, "Moterys", buying, 2018), (538, "Moterys", "Fiktyvi santuoka", 2018),
        (539, "Vyrai", "Iš viso", 2018), (540, "Vyrai", sexual, 2018), (541, "Vyrai", "Prekyba žmonėmis nusikalstamoms veikoms daryti", 2018),
        (542, "Vyrai", "Išnaudojimas darbui", 2018), (543, "Vyrai", "Neteisėtas įvaikinimas", 2018), (544, "Vyrai", buying, 2018),
    ):
        sheet.line(sex, act, year, figures.row(n))
    sheet.blank()

    sheet.line("Trečiųjų šalių piliečiai", "Metai", "Skaičius")
    for n, country, year in ((548, "Kolumbija", 2016), (549, "Nepalas", 2017), (550, "Ukraina", 2019)):
        sheet.line(country, year, figures.row(n))
    return sheet
