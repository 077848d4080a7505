"""What the tests of the page share."""

import unittest

from browser import Browser, data_of, dimension, is_total, row

SECTIONS = [
    "summary",
    "measures",
    "matrix",
    "series",
    "parts",
    "profiles",
    "law",
    "reconciliation",
    "witnesses",
    "vintages",
    "findings",
    "reading",
]
SCHEMES = ["light", "dark"]


class PageTest(unittest.TestCase):
    """A test with a browser and the data of the page."""

    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()
        cls.data = data_of()

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()

    def open(self, *args, **options):
        page = self.browser.open(*args, **options)
        self.addCleanup(page.close)
        return page

    @property
    def sections(self):
        """The sections for which the round has anything; a round without parts of totals is not expected here."""
        lacking = {
            "matrix": not self.data["pairs"],
            "law": self.data["law"] is None,
            "reconciliation": not self.data["reconciled"],
            "witnesses": not self.data["witnesses"],
            "vintages": not self.data["triangles"],
        }
        return [section for section in SECTIONS if not lacking.get(section)]

    def some(self, items, limit=None):
        """The items, of which there must be one; evenly picked when there are more than the limit."""
        items = list(items)
        self.assertTrue(items, "nothing to test")
        return items if limit is None else items[:: max(1, len(items) // limit)]

    def names(self, code_list):
        return {entry[0]: entry[1] for entry in self.data["lists"][code_list]}

    def pair_address(self, pair):
        """The address at which the page opens the reasons of a pair."""
        parts = [
            self.data["objects"][pair[0]][0],
            pair[1].replace("/", "~"),
            ".".join(self.data["splits"][pair[2]]),
            self.data["round"]["areas"][pair[3]],
            self.data["round"]["areas"][pair[4]],
        ]
        return "#pair/" + "/".join(parts)

    def totals(self, measure=None):
        """Figures of tables that are split by nothing, of this measure."""
        statement = dimension(self.data, "statement")
        figures = ((figure, row(self.data, figure)) for figure in self.data["figures"] if is_total(self.data, figure))
        return [
            figure
            for figure, line in figures
            if line[statement["column"]] == statement["default"] and measure in (None, line[self.measure])
        ]

    @property
    def measure(self):
        """The column of the measure."""
        return dimension(self.data, "measure")["column"]

    def a_measure(self):
        """The measure that most states give totals of."""
        measures = {row(self.data, figure)[self.measure] for figure in self.totals()}
        states = lambda measure: len({row(self.data, figure)["REF_AREA"] for figure in self.totals(measure)})
        return max(sorted(measures), key=states)
