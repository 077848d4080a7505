"""Norway: an xlsx with 2016 on one sheet and 2017–2018, which counts something else, on another; regions beside countries."""
import io

from openpyxl import Workbook
from openpyxl.styles import Font

from common import Figures, repack
from national import Sheet, submission

FILE = "menneskehandel.xlsx"
TITLE = "Menneskehandel i Norge"
COUNTRIES = {"TOTAL": "Totalt", "Nigeria": "Nigeria", "Romania": "Romania", "Pakistan": "Pakistan", "Bulgaria": "Bulgaria",
             "The Philippines": "Filippinene", "Morocco": "Marokko", "India": "India"}
UNDATED = ("Thailand", "Asia", "Sør-Amerika", "Eritrea", "Andre")  # their numbers have no year, so no number is written
CRIMES = {"sexual exploitation": "Seksuell utnyttelse", "forced labour": "Tvangsarbeid", "facilitation": "Tilrettelegging"}
PERSONS = {"Number of persons charged": "Siktede", "Number of persons convicted": "Domfelte"}
MISSING = ".."


def build(figures: Figures) -> None:
    def find(label: str, *years: str) -> list[dict]:
        section = "victims" if label in COUNTRIES else "justice"
        return [figures.find("NO", y, label, section=section) for y in years]

    first = Sheet(figures, f"no/{FILE}", "2016", MISSING)
    first.line("Menneskehandel i Norge: mulige ofre og straffesaker")
    first.blank()
    first.line("Land", "Antall")
    for label, word in COUNTRIES.items():
        first.line(word, *find(label, "2016"))
    first.blank()
    first.line("Anmeldte forhold", "Antall")
    for label, word in CRIMES.items():
        first.line(word, *find(f"Number of crimes reported to the police - {label}", "2016"))
    first.blank()
    first.line("Personer", "Antall")
    for label, word in PERSONS.items():
        first.line(word, *find(label, "2016"))
    first.blank()
    first.line(".. Oppgave mangler")

    years = ("2017", "2018")
    second = Sheet(figures, f"no/{FILE}", "2017–2018", MISSING)
    second.line("Menneskehandel i Norge: ofre som har fått bistand, og straffesaker")
    second.blank()
    second.line("Land", 2017, 2018)
    second.line("Totalt**", *find("TOTAL", *years))
    for word in UNDATED:
        second.line(word, MISSING, MISSING)
    second.blank()
    second.line("Anmeldte forhold", 2017, 2018)
    for label, word in CRIMES.items():
        second.line(word, *find(f"Number of crimes reported to the police - {label}", *years), mark="*")
    second.blank()
    second.line("Personer", 2017, 2018)
    for label, word in PERSONS.items():
        second.line(word, *find(label, *years), mark="*")
    second.blank()
    second.line("* Årstallet er usikkert: tallene for 2017 og 2018 kan være byttet om.")
    second.line("** Fra 2017 gir KOM ikke lenger årlige anslag over antall identifiserte mulige ofre, i påvente av et mer formelt nasjonalt "
                "system med bedre og mer pålitelig statistikk. Tallene for 2017 og 2018 gjelder voksne ofre som har fått botilbud eller "
                "bistand fra NAV Grünerløkka, ROSA, Lauras hus, Marita bokollektiv for kvinner eller Safe House Filemon, og barn som er "
                "plassert i barnevernsinstitusjon etter barnevernloven.")
    second.line(".. Oppgave mangler")

    third = Sheet(figures, f"no/{FILE}", "Merknader", MISSING)
    third.line("Merknader")
    third.blank()
    third.line("Opplysning", "Periode", "Antall")
    for n, text, period in (
        (752, "Ofre for menneskehandel i alt", "2016–2018"),
        (589, "Indiske menn utnyttet til tvangsarbeid (Gartneri-saken)", 2017),
        (590, "Personer som ROSA har hjulpet ut av menneskehandel siden starten", ""),
    ):
        third.line(text, period, figures.row(n))

    book = Workbook()
    book.remove(book.active)
    book.properties.creator = "Roundup"
    book.properties.title = TITLE
    for sheet in (first, second, third):
        ws = book.create_sheet(sheet.name)
        for r, cells in enumerate(sheet.rows, start=1):
            for c, value in enumerate(cells, start=1):
                if value not in (None, ""):
                    ws.cell(r, c, value).font = Font(bold=r == 1 or cells[0] in ("Land", "Anmeldte forhold", "Personer", "Opplysning"))
        ws.column_dimensions["A"].width = 40
    out = io.BytesIO()
    book.save(out)
    submission("no", TITLE, "nb", FILE, repack(out.getvalue(), "[Content_Types].xml"))
