"""A round of another subject, made up here: the page knows nothing of what it shows but what the data say."""

import pathlib
import tempfile

from axe_playwright_python.sync_playwright import Axe

from browser import REPORT, SIZES, is_total, row, shown, with_data
from page_test import SECTIONS, PageTest

LEVELS = {"comparable": "1", "limited": "2", "not-comparable": "3", "not-applicable": "0"}
MONTHS = [f"2024-{month:02}" for month in range(1, 13)]
SEVERAL = "2022-01-01/P2Y"
AREAS = ["NL", "BE", "AT"]


def dimension(column, list_, name, default, **more):
    known = {"role": None, "splits": False, "countries": False, "detail_of": None}
    return {"column": column, "list": list_, "name": name, "default": default, **known, **more}


# Splits of another kind, one of countries, one that splits no sums; totals with codes that no other list has.
DIMENSIONS = [
    dimension("INDICATOR", "indicator", "Indicator", "-", role="measure"),
    dimension("COUNTED", "counted", "Counted as one", "-", role="unit"),
    dimension("LODGING", "lodging", "Type of lodging", "ALL", splits=True),
    dimension("STARS", "stars", "Category of the house", "ANY", splits=True),
    dimension("HOME", "home", "Country of residence", "WORLD", splits=True, countries=True),
    dimension("BOOKED", "booked", "Way of booking", "EACH"),
    dimension("PLACE_IN_SOURCE", "place_in_source", "Place in the source", "SHEET", role="statement"),
]
LISTS = {
    "area": [("NL", "Netherlands"), ("BE", "Belgium"), ("AT", "Austria")],
    "indicator": [("ARRIVED", "Guests arrived"), ("SLEPT", "Nights spent")],
    "counted": [("GUEST", "Guest"), ("NIGHT", "Night")],
    "lodging": [("ALL", "All lodgings"), ("HOT", "Hotels"), ("CMP", "Camping sites"), ("ELSE", "Other lodgings")],
    "stars": [("ANY", "All houses"), ("HIGH", "Four stars or more"), ("LOW", "Up to three stars")],
    "home": [("WORLD", "All countries"), ("ZZ", "Not known"), ("DE", "Germany"), ("FR", "France")],
    "booked": [("EACH", "Either way"), ("WEB", "Online")],
    "place_in_source": [("SHEET", "Table"), ("PROSE", "Text")],
    "absence": [("GONE", "Lost")],
    "obs_status": [("FINE", "Normal")],
    "conf_status": [],
    "unit_measure": [("SUM", "Number"), ("SHARE", "Share")],
    "comparability_level": [("1", "Comparable"), ("2", "Limited"), ("3", "Not comparable"), ("0", "Not applicable")],
    "comparability_reason": [("FEW", "Small houses left out")],
    "predicate": [("skos:exactMatch", "Exact match")],
    "fact": [("smallest-house", "Smallest house")],
    "fact_value": [("ten-beds", "Ten beds or more")],
}
ROLES = {"ZZ": "unknown", "ALL": "total", "ANY": "total", "WORLD": "total"}
CODED = [one["column"] for one in DIMENSIONS]
COLUMNS = ["REF_AREA", "TIME_PERIOD", *CODED, "OBS_VALUE", "UNIT_MEASURE", "ABSENCE", "OBS_STATUS", "AS_SHOWN"]
UNITS = {"ARRIVED": "GUEST", "SLEPT": "NIGHT"}


def figure(area, period, measure, value, dimensions, **codes):
    """A figure; a value of None: there is none."""
    line = {one["column"]: one["default"] for one in dimensions} | codes
    line |= {"REF_AREA": area, "TIME_PERIOD": period, "INDICATOR": measure, "COUNTED": UNITS[measure]}
    line |= {"OBS_VALUE": "" if value is None else str(value), "UNIT_MEASURE": "SUM", "OBS_STATUS": "FINE"}
    line |= {"ABSENCE": "GONE" if value is None else "", "AS_SHOWN": str(value)}
    names = [name for name in COLUMNS if name not in CODED or name in {one["column"] for one in dimensions}]
    key = [area, period, *(line[one["column"]] for one in dimensions)]
    return {
        "key": ".".join(key),
        "row": [line[name] for name in names],
        "value": value,
        "lower": value,
        "upper": value,
        "levels": ["2", "1" if period != MONTHS[5] else "3", "2"],
        "labels": ["a national word"],
        "cells": [f"{area.lower()}/nights.csv!csv!B{len(key[1])}"],
        "table": "nights",
        "written": None,
        "maps": [["INDICATOR", "a national word", "skos:exactMatch", measure, "nl/crosswalk.csv:2"]],
        "footnotes": [],
        "comments": [],
        "flags": [0],
    }


def figures(dimensions):
    has = {one["column"] for one in dimensions}
    made = []
    for at, area in enumerate(AREAS):
        for measure in UNITS:
            value = lambda place: 900 + 37 * at + 11 * place
            periods = [*MONTHS, "2023", "2024", SEVERAL]
            for place, period in enumerate(periods):
                made.append(figure(area, period, measure, None if period == MONTHS[8] else value(place), dimensions))
            if "LODGING" in has:
                for period in (*MONTHS[:3], "2024"):
                    made += [
                        figure(area, period, measure, 600 + at, dimensions, LODGING="HOT"),
                        figure(area, period, measure, 250, dimensions, LODGING="CMP"),
                        figure(area, period, measure, 7, dimensions, HOME="ZZ"),
                        figure(area, period, measure, 70, dimensions, HOME="DE"),
                        figure(area, period, measure, 60, dimensions, HOME="FR"),
                        figure(area, period, measure, 300, dimensions, BOOKED="WEB"),
                    ]
        made.append(figure(area, "2024", "ARRIVED", 5 + at, dimensions, PLACE_IN_SOURCE="PROSE"))
    return made


def another_round(program, columns=tuple(CODED), with_pairs=True):
    """The data of a round with these dimensions, without sums over states and without published totals."""
    dimensions = [one for one in DIMENSIONS if one["column"] in columns]
    lists = {
        name: [
            [code, words, f"About {words.lower()}.", "", ROLES.get(code, ""), "lost" if code == "GONE" else ""]
            for code, words in codes
        ]
        for name, codes in LISTS.items()
    }
    split = [one["default"] for one in dimensions if one["splits"]]
    made = figures(dimensions)
    places = {one["key"]: place for place, one in enumerate(made)}
    at = lambda area, period: places[figure(area, period, "SLEPT", 0, dimensions)["key"]]
    pairs = [[1, period, 0, 0, 1, at("NL", period), at("BE", period), "2", 0] for period in (*MONTHS, "2024")]
    return {
        "round": {"id": "2024", "title": "Nights away", "remark": "", "years": [2023, 2024], "areas": AREAS},
        "program": program,
        "dimensions": dimensions,
        "codes": {"percent": "SHARE"},
        "levels": LEVELS,
        "lists": lists,
        "objects": [["guest", ["ARRIVED"]], ["night", ["SLEPT"]]],
        "columns": [[name, "Says so."] for name in COLUMNS if name not in CODED or name in columns],
        "figures": made,
        "pairs": pairs if with_pairs else [],
        "splits": [split],
        "reasons": [[["FEW", "caution", "smallest-house: ten-beds in NL"]]],
        "flags": [["FEW", ["caution", None, "note"], "target", "smallest-house: ten-beds", None, [], []]],
        "sets": (
            [
                {
                    "measure": "SLEPT",
                    "period": period,
                    "split": split,
                    "areas": ["NL", "BE"],
                    "level": "2",
                    "reasons": ["FEW"],
                }
                for period in MONTHS
            ]
            if with_pairs
            else []
        ),
        "regional": [],
        "reconciled": [],
        "provider": None,
        "providers": [],
        "witnesses": [],
        "vintages": [],
        "triangles": [],
        "findings": [],
        "profiles": {
            area: {
                "facts": [
                    {
                        "measures": ["SLEPT"],
                        "concept": "smallest-house",
                        "value": "ten-beds",
                        "years": [None, None],
                        "source": "A letter",
                        "comment": "",
                        "at": "nl",
                    }
                ],
                "breaks": [
                    {
                        "measures": ["SLEPT"],
                        "from": 2024,
                        "what": "New houses.",
                        "affects": None,
                        "source": "A letter",
                        "at": "nl",
                    }
                ],
                "caveats": [],
            }
            for area in AREAS
        },
        "caveats": [],
        "law": None,
        "ledger": {area: {"mapped": 60} for area in AREAS},
        "inputs": [["raw/2024/nl/nights.csv", "0" * 64]],
    }


class AnotherRound(PageTest):
    """What the page makes of a round with other dimensions, months, no sums and no published totals."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name, "index.html")
        self.own = another_round(self.data["program"])
        with_data(self.path, self.own)

    def everything(self, address="", **options):
        page = self.open(address, path=self.path, **options)
        page.evaluate("buildAll(); document.querySelectorAll('main details').forEach(node => { node.open = true })")
        page.wait_for_timeout(300)
        self.assertEqual(page.complaints, [])
        return page

    def test_it_is_drawn_without_what_it_does_not_have(self):
        page = self.everything()
        links = page.eval_on_selector_all("#contents a", "all => all.map(a => a.getAttribute('href').slice(1))")
        self.assertEqual(links, [section for section in SECTIONS if section not in ("law", "reconciliation", "witnesses", "vintages")])
        self.assertEqual(page.inner_text("#parts-title"), "Type of lodging and category of the house")
        self.assertIn("no sum over states", page.inner_text("#summary"))
        self.assertIn("Jan 2024 to Dec 2024", page.inner_text("#summary"))
        by = page.eval_on_selector_all("#by option", "all => all.map(one => one.value)")
        self.assertEqual(by, ["", "LODGING", "STARS", "HOME", "BOOKED"])

    def test_no_word_of_any_other_round_stands_in_it(self):
        page = self.everything()
        text = page.inner_text("body").lower()
        lists = [one["list"] for one in self.data["dimensions"] if one["role"] in (None, "measure")]
        words = {one["name"] for one in self.data["dimensions"] if one["role"] is None} | {
            object_ for object_, _ in self.data["objects"]
        }
        words |= {name for code_list in (*lists, "fact") for _, name, *_ in self.data["lists"].get(code_list, [])}
        own = str([self.own["dimensions"], self.own["lists"]]).lower()
        common = ("age", "case", "person", "report", "reports", "total", "other", "unknown")
        for word in self.some(word.lower() for word in words if len(word) > 4 and word.lower() not in common):
            if word not in own:
                self.assertNotIn(word, text)

    def test_totals_remarks_and_levels_are_read_from_the_data(self):
        page = self.everything()
        for one in self.some([one for one in self.own["figures"] if is_total(self.own, one)], limit=20):
            link = page.locator(f'#measures a[href="#{one["key"]}"]')
            remark = row(self.own, one)["PLACE_IN_SOURCE"] == "PROSE"
            self.assertIn("level-limited", link.get_attribute("class"), one["key"])
            self.assertEqual(link.locator("sup").count(), 1 if remark else 0, one["key"])
            self.assertEqual(link.locator(".amount").inner_text(), shown(one) or "lost")
        self.assertEqual(page.locator("#matrix td button.level-limited").count(), 2)

    def test_months_stand_in_their_order_and_a_year_holds_its_months(self):
        page = self.everything("?year=2024")
        heads = page.locator("#measures table").first.locator("thead th").all_inner_texts()
        self.assertEqual(heads[:4], ["State", "2024", "Jan 2024", "Feb 2024"])
        self.assertEqual(len(heads), 2 + len(MONTHS))
        page = self.everything()
        heads = page.locator("#measures table").first.locator("thead th").all_inner_texts()
        self.assertEqual([heads[1], heads[2], heads[-1]], ["2023", "2024", "2022–2023 in one figure"])

    def test_years_and_months_have_series_of_their_own(self):
        page = self.everything("?measure=SLEPT")
        charts = page.locator("#series .chart")
        self.assertEqual(charts.count(), 2 * len(AREAS))
        self.assertEqual(page.locator("#series .multiple.long svg").count(), len(AREAS))
        ticks = "all => all.map(node => [...node.querySelectorAll('text')].map(text => text.textContent))"
        yearly, monthly = page.eval_on_selector_all("#series .chart svg", ticks)[:: len(AREAS)]
        self.assertIn("2023", yearly)
        self.assertIn("Dec", monthly)
        # Eleven neighbours, one of which has no number and one of which must not be compared.
        self.assertEqual(page.locator("#series .multiple.long").first.locator("g[stroke-width='1.75'] path").count(), 8)

    def test_traces_and_pairs_open(self):
        key = self.own["figures"][0]["key"]
        text = self.open("#" + key, path=self.path).inner_text("#trace")
        for part in (key, "guests", "Guests arrived"):
            self.assertIn(part, text)
        pair = self.own["pairs"][0]
        address = f"#pair/night/{pair[1]}/ALL.ANY.WORLD/NL/BE"
        text = self.open(address, path=self.path).inner_text("#trace")
        self.assertIn("Small houses left out", text)
        self.assertIn("Nights, all · Jan 2024", text)

    def test_what_names_no_country_comes_last(self):
        page = self.everything("?by=HOME&measure=SLEPT&area=NL")
        names = page.locator("#measures th.category").all_inner_texts()
        self.assertEqual(names, ["France", "Germany", "Not known"])

    def test_a_round_without_any_split_is_drawn(self):
        with_data(
            self.path,
            another_round(self.data["program"], ("INDICATOR", "COUNTED", "PLACE_IN_SOURCE"), with_pairs=False),
        )
        page = self.everything()
        links = page.eval_on_selector_all("#contents a", "all => all.map(a => a.getAttribute('href').slice(1))")
        self.assertEqual(
            links,
            [
                section
                for section in SECTIONS
                if section not in ("matrix", "parts", "law", "reconciliation", "witnesses", "vintages")
            ],
        )
        self.assertEqual(page.locator("#by").count(), 0)
        self.assertEqual(page.locator("#measures a.figure").count(), len(self.own_totals()))

    def own_totals(self):
        return [one for one in self.own["figures"] if is_total(self.own, one)]

    def test_it_is_accessible_and_never_scrolls_sideways(self):
        for size, (width, _) in SIZES.items():
            page = self.everything(size=size)
            told = [
                f'{one["id"]}: {node["html"][:160]}'
                for one in Axe().run(page).response["violations"]
                for node in one["nodes"][:3]
            ]
            self.assertEqual(told, [], size)
            self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), width, size)
