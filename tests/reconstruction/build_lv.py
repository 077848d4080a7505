"""Latvia: one csv in Windows-1257. The articles 154.¹ and 165.¹ of the Criminal Law, children outside the split by sex."""
from common import Figures
from national import Sheet, submission

FILE = "cilveku_tirdznieciba.csv"
TITLE = "Cilvēku tirdzniecība Latvijā: statistikas dati"
YEARS = ("2016", "2017", "2018")
FORMS = {
    "Sexual": "Seksuāla ekspluatācija", "Labour": "Darbaspēka ekspluatācija", "Sham marriage": "Fiktīvas laulības",
    "Domestic servitude": "Kalpība mājsaimniecībā", "Forced criminality": "Piespiešana izdarīt noziedzīgus nodarījumus",
    "exploitative sham marriage": "ekspluatējošas fiktīvas laulības", "exploitative sham marriages": "ekspluatējošas fiktīvas laulības",
    "labour exploitation": "darbaspēka ekspluatācija", "sexual exploitation": "seksuāla ekspluatācija",
}
COUNTRIES = {"Latvia": "Latvija", "Tajikistan": "Tadžikistāna", "Germany": "Vācija"}
ARTICLES = {"Human Trafficking": "Krimināllikuma 154.¹ pants",
            "Sending of a Person for Sexual Exploitation": "Krimināllikuma 165.¹ pants"}
JUSTICE = {"Number of investigations started": "Uzsāktie kriminālprocesi",
           "Number of prosecuted criminal cases sent for adjudication": "Iztiesāšanai nosūtītās krimināllietas",
           "Number of persons convicted (under which charges)": "Notiesātās personas"}


def build(figures: Figures) -> None:
    sheet = Sheet(figures, f"lv/{FILE}", "csv", missing="–")

    def yearly(label: str, section: str) -> list[dict]:
        return [figures.find("LV", y, label, section=section) for y in YEARS]

    def listed(period: str, section: str, dimension: str) -> list[dict]:
        return [r for r in figures.rows if (r["ref_area"], r["period"], r["section"], r["dimension"]) == ("LV", period, section, dimension)]

    def long(section: str, dimension: str, words: dict) -> None:
        """A list with the year only in its first row."""
        for y in YEARS:
            for i, row in enumerate(listed(y, section, dimension)):
                sheet.line("" if i else y, words[row["label"]], row)
        sheet.blank()

    sheet.line(TITLE)
    sheet.blank()

    sheet.line("Cilvēku tirdzniecības upuri", *YEARS)
    for label, word in (("TOTAL", "Kopā"), ("Number of presumed victims", "Prezumētie upuri"),
                        ("Number of formally identified victims", "Formāli identificētie upuri")):
        sheet.line(word, *yearly(label, "victims"))
    sheet.blank()

    sheet.line("Formāli identificētie upuri pēc ekspluatācijas veida")
    sheet.line("Gads", "Ekspluatācijas veids", "Skaits")
    long("victims", "form_of_exploitation", FORMS)

    sheet.line("Formāli identificētie upuri pēc dzimuma", *YEARS)
    for label, word in (("Male", "Vīrieši"), ("Female", "Sievietes"), ("Children", "Bērni*")):
        sheet.line(word, *yearly(label, "victims"))
    sheet.blank()
    sheet.line("* Bērni nav iekļauti sadalījumā pēc dzimuma.")
    sheet.blank()

    sheet.line("Formāli identificētie upuri pēc valstspiederības")
    sheet.line("Gads", "Valsts", "Skaits")
    long("victims", "nationality", COUNTRIES)
    sheet.line("– skaits nav norādīts")
    sheet.blank()

    sheet.line("Kriminālprocesi", "Pants", *YEARS)
    for label, word in JUSTICE.items():
        sheet.line(word, "Kopā", *yearly(label, "justice"))
        for offence, article in ARTICLES.items():
            sheet.line("", article, *yearly(f"{label} - {offence}", "justice"))
    sheet.blank()

    sheet.line("Cilvēku tirgotāji", *YEARS)
    sheet.line("Kopā", *yearly("TOTAL NUMBER OF TRAFFICKERS", "traffickers"))
    for offence, article in ARTICLES.items():
        sheet.line(article, *yearly(offence, "traffickers"))
    for label, word in (("Male", "Vīrieši"), ("Female", "Sievietes")):
        sheet.line(word, *yearly(label, "traffickers"))
    sheet.blank()

    sheet.line("Cilvēku tirgotāji pēc izcelsmes valsts")
    sheet.line("Gads", "Izcelsmes valsts", "Skaits")
    long("traffickers", "trafficker_nationality", COUNTRIES)

    sheet.line("Cilvēku tirgotāji pēc ekspluatācijas veida", *YEARS)
    lists = [listed(y, "traffickers", "form_of_exploitation") for y in YEARS]
    sheet.line("Veidi (bez skaita)", *((", ".join(FORMS[r["label"]] for r in rows), rows) for rows in lists))
    sheet.blank()

    sheet.line("Piezīmes", "Gads", "Skaits")
    notes = (
        (474, "Policijas izmeklētās jaunās lietas", "2017"),
        (473, "Policijas izmeklētās jaunās lietas", "2018"),
        (475, "Notiesātās personas (nosacīts brīvības atņemšanas sods uz pieciem gadiem)", "2018"),
        (476, "Pirmie identificētie ārvalstu upuri", "2017"),
        (477, "Latvijā identificētie prezumētie upuri no Tadžikistānas", "2019"),
        (478, "Identificētie upuri, kuriem piešķirts trīsdesmit dienu pārdomu periods", "2019"),
        (479, "Personas, kuras izteica vēlmi atgriezties Tadžikistānā", "2019"),
        (480, "Strādnieki, kuri pārdomu periodā atrada jaunu darba devēju", "2019"),
    )
    for n, text, year in notes:
        sheet.line(text, year, figures.row(n))

    submission("lv", TITLE, "lv", FILE, sheet.csv(";").encode("cp1257"))
