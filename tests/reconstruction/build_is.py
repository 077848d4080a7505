"""Iceland: one csv with several blocks. Victims as one pooled period, cases by year, countries without counts."""
from common import Figures
from national import Sheet, submission

FILE = "mansal.csv"
TITLE = "Tölfræði um mansal á Íslandi"
YEARS = ("2016", "2017", "2018")
POOLED = "2016-2018"
COUNTRIES = {
    "Romania": "Rúmenía", "Brazil": "Brasilía", "Russia": "Rússland", "Somali": "Sómalía", "Somalia": "Sómalía", "Pakistan": "Pakistan",
    "Spain": "Spánn", "Hungary": "Ungverjaland", "France": "Frakkland", "Mexico": "Mexíkó", "Iran": "Íran", "Sweden": "Svíþjóð",
    "Iraq": "Írak", "Sudan": "Súdan", "Georgia": "Georgía", "Ghana": "Gana", "Belarus": "Hvíta-Rússland", "Poland": "Pólland",
    "Thailand": "Taíland", "Nepal": "Nepal", "Filipina": "Filippseyjar", "Lithuania": "Litháen", "Morocco": "Marokkó",
    "Syria": "Sýrland", "Palestine": "Palestína", "Albania": "Albanía", "Venezuela": "Venesúela", "Czech Republic": "Tékkland",
}


def build(figures: Figures) -> None:
    sheet = Sheet(figures, f"is/{FILE}", "csv", missing="ekki skráð")

    def victims(label: str, dimension: str) -> dict:
        return figures.find("IS", POOLED, label, section="victims", dimension=dimension)

    def yearly(label: str, section: str) -> list[dict]:
        return [figures.find("IS", y, label, section=section) for y in YEARS]

    def listed(period: str, dimension: str) -> list[dict]:
        return [r for r in figures.rows if r["ref_area"] == "IS" and r["period"] == period and r["dimension"] == dimension]

    sheet.line(TITLE)
    sheet.line("Tímabil", "2016–2018")
    sheet.blank()

    sheet.line("Þolendur mansals", "Fjöldi")
    sheet.line("Alls", victims("TOTAL", "total"))
    sheet.blank()

    sheet.line("Tegund misnotkunar", "Fjöldi")
    sheet.line("Kynferðisleg misnotkun", victims("Sexual", "form_of_exploitation"))
    sheet.line("Vinnumansal", victims("Labour", "form_of_exploitation"))
    sheet.blank()

    sheet.line("Kyn", "Fjöldi")
    for label, word in (("Male", "Karlar"), ("Female", "Konur"), ("Unregistered", "Óskráð")):
        sheet.line(word, victims(label, "sex"))
    sheet.blank()

    sheet.line("Aldur", "Fjöldi")
    for label, word in (("0-15 years", "0–15 ára"), ("16-20 years", "16–20 ára"), ("21-30 years", "21–30 ára"),
                        ("31-40 years", "31–40 ára"), ("41-50 yers", "41–50 ára"), ("51+", "51 árs og eldri"), ("unregistered", "Óskráð")):
        sheet.line(word, victims(label, "age"))
    sheet.blank()

    sheet.line("Tegund misnotkunar eftir kyni", "Konur", "Karlar")
    for label, word in (("Sexual", "Kynferðisleg misnotkun"), ("Labour", "Vinnumansal")):
        sheet.line(word, victims(f"{label} - females", "sex"), victims(f"{label} - males", "sex"))
    sheet.blank()

    sheet.line("Ríkisfang þolenda", "Fjöldi")
    for row in listed(POOLED, "nationality"):
        sheet.line(COUNTRIES[row["label"]], row)
    sheet.blank()
    sheet.line("ekki skráð: ríkisfang er tilgreint en fjöldi ekki")
    sheet.blank()

    sheet.line("Mál og gerendur", *YEARS)
    sheet.line("Tilkynningar", *yearly("Reports", "justice"))
    sheet.line("Rannsóknir", *yearly("Investigations", "justice"))
    sheet.line("Heildarfjöldi gerenda", *yearly("TOTAL NUMBER OF TRAFFICKERS", "traffickers"))
    sheet.blank()

    sheet.line("Gerendur eftir tegund misnotkunar", *YEARS)
    for label, word in (("sexual", "Kynferðisleg misnotkun"), ("forced labour", "Nauðungarvinna"), ("other", "Annað")):
        sheet.line(word, *yearly(label, "traffickers"))
    sheet.blank()

    sheet.line("Upprunalönd gerenda", *YEARS)
    lists = [listed(y, "trafficker_nationality") for y in YEARS]
    sheet.line("Lönd, án fjölda", *((", ".join(COUNTRIES[r["label"]] for r in rows), rows) for rows in lists))
    sheet.blank()

    sheet.line("Athugasemdir", "Ár", "Fjöldi")
    notes = (
        (381, "Rannsóknir mansalsmála sem lögregla hóf á árinu", "2016"),
        (380, "Rannsóknir mansalsmála sem lögregla hóf á árinu", "2017"),
        (379, "Rannsóknir mansalsmála sem lögregla hóf á árinu", "2018"),
        (383, "Ætlaðir þolendur mansals sem ríkisstyrkt félagasamtök greindu", "2017"),
        (382, "Ætlaðir þolendur mansals sem ríkisstyrkt félagasamtök greindu", "2018"),
        (384, "Ætlaðir karlkyns þolendur vinnumansals frá Úkraínu", "2018"),
        (385, "Ætlaðir karlkyns þolendur vinnumansals frá Rúmeníu í ársbyrjun (málið reyndist ekki vera mansalsmál)", "2019"),
        (386, "Mál þar sem mansal er nú til rannsóknar hjá lögreglu", ""),
    )
    for n, text, year in notes:
        sheet.line(text, year, figures.row(n))

    submission("is", TITLE, "is", FILE, sheet.csv(",").encode("utf-8-sig"))
