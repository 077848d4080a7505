"""Russian Federation: one tab-separated text in UTF-16LE with a byte order mark, as a spreadsheet program exports "Unicode text"."""
from __future__ import annotations

import re

from common import ROUND, Figures, a1, number, write
from source_note import write_source

FILE = "ru/torgovlya_lyudmi.csv"
TITLE = "Сведения о борьбе с торговлей людьми в Российской Федерации за 2016–2018 годы"
YEARS = ["2016", "2017", "2018"]
NBSP = "\u00a0"

# Article, its heading, the label in figures.csv (None: in the legal list, not in the tables of the report).
ARTICLES = [
    ("120", "Принуждение к изъятию органов или тканей человека для трансплантации", None),
    ("127.1", "Торговля людьми", "Trafficking in human beings"),
    ("127.2", "Использование рабского труда", "Use of slave labour"),
    ("240", "Вовлечение в занятие проституцией", "Inducing to prostitution"),
    ("240.1", "Получение сексуальных услуг несовершеннолетнего", None),
    ("241", "Организация занятия проституцией", "Organizing prostitution"),
    ("242", "Незаконные изготовление и оборот порнографических материалов или предметов",
     "Illegal production and distribution of pornographic materials or items"),
    ("242.1", "Изготовление и оборот материалов или предметов с порнографическими изображениями несовершеннолетних",
     "Production and distribution of materials or items containing pornographic images of minors"),
    ("242.2", "Использование несовершеннолетнего в целях изготовления порнографических материалов или предметов",
     "Exploitation of minors for the purposes of producing pornographic materials or items"),
]


def written(row: dict) -> str:
    """The value in Russian typography: no-break space between groups of three, "*" when the assignment is not certain."""
    text = f"{number(row):,}".replace(",", NBSP)
    return text + ("*" if row["confidence"] == "ambiguous" else "")


def build(figures: Figures) -> None:
    lines: list[list[str]] = []

    def line(*cells: str) -> None:
        lines.append(list(cells))

    def place(row: dict, column: int) -> None:
        """The line that is about to be written holds `row` in `column`."""
        figures.place(row, FILE, "csv", a1(len(lines), column))

    line(TITLE)
    line("Материал для Рабочей группы Совета государств Балтийского моря по борьбе с торговлей людьми (CBSS TF-THB)")
    line()

    line("Число детей, признанных потерпевшими (человек)")
    line("Пол", *YEARS)
    for word, label in [("Всего", "NUMBER OF CHILDREN RECOGNIZED AS VICTIMS - TOTAL"), ("Мужской", "Male"), ("Женский", "Female")]:
        rows = [figures.find("RU", year, label, section="victims") for year in YEARS]
        for column, row in enumerate(rows, start=1):
            place(row, column)
        line(word, *map(written, rows))
    line()

    for title, section in [("Зарегистрировано преступлений", "justice"), ("Выявлено лиц, совершивших преступления", "traffickers")]:
        line(title)
        line("Преступление (статья УК РФ)", *YEARS)
        for article, heading, label in ARTICLES:
            cells = ["…"] * len(YEARS)
            if label:
                rows = [figures.find("RU", year, label, section=section) for year in YEARS]
                for column, row in enumerate(rows, start=1):
                    place(row, column)
                cells = list(map(written, rows))
            line(f"{heading} (ст. {article} УК РФ)", *cells)
        line()

    line("* Распределение чисел между статьями 242.1 и 242.2 УК РФ не является достоверно установленным.")
    line("… – сведения не представлены")
    line("Источник: форма федерального статистического наблюдения № 1-ЕГС «Единый отчет о преступности».")
    line()

    line("Пояснения к таблицам")
    line("Показатель", "Год", "Значение")
    recorded = "Зарегистрировано преступлений, связанных с торговлей людьми (форма № 491)"
    migration = "Возбуждено уголовных дел о преступлениях в сфере миграции"
    for period, label, text, write_value in [
        ("2018", "a total of 2328 cases of the above-mentioned forms of crime were recorded (form 491)", recorded, written),
        ("2017", "(2093 cases in 2017)", recorded, written),
        ("2018", "+11.2%", "Прирост числа зарегистрированных преступлений к предыдущему году",
         lambda row: number(row).replace(".", ",")),
        ("2018", "a total of 1259 criminal cases were initiated with respect to migration-related offences", migration, written),
        ("2017", "(1240 cases in 2017)", migration, written),
        ("", "almost 99% of cases of trafficking in human beings involve diverse forms of sexual exploitation",
         "Доля случаев торговли людьми, связанных с различными формами сексуальной эксплуатации",
         lambda row: "почти " + re.search(r"\d+%", number(row))[0]),
    ]:
        row = figures.find("RU", period, label, section="prose")
        place(row, 2)
        line(text, period, write_value(row))

    width = max(map(len, lines))
    text = "".join("\t".join(cells + [""] * (width - len(cells))) + "\r\n" for cells in lines)
    path = ROUND / FILE
    write(path, b"\xff\xfe" + text.encode("utf-16-le"))
    write_source(path.parent, TITLE, "ru", path.name)
