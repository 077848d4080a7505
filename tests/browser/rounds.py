"""What the page says of other providers and of other rounds."""

import copy
import pathlib
import tempfile

from axe_playwright_python.sync_playwright import Axe

from browser import SIZES, dimension, with_data
from page_test import PageTest

VINTAGES = [["2018", "2018-12-01", [2016, 2017]], ["2020", "", [2017, 2018]]]


class Rounds(PageTest):
    """The page of the round with two witnesses of one figure, and with totals that two rounds have."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name, "index.html")
        own = copy.deepcopy(self.data)
        self.measure_code = self.a_measure()
        self.area = own["round"]["areas"][0]
        split = [one["default"] for one in own["dimensions"] if one["splits"]]
        provider = dimension(own, "provider")

        def said(code, value, vintage):
            return {"provider": code, "measure": self.measure_code, "value": value, "vintage": vintage, "key": "K", "cell": "c"}

        def witness(agreement, value, difference, reasons):
            return {
                "area": self.area,
                "period": "2017",
                "split": split,
                "a": said(self.area, "12", "2018"),
                "b": said("UNODC", value, "2020"),
                "difference": difference,
                "agreement": agreement,
                "reasons": reasons,
            }

        reason = own["lists"]["comparability_reason"][0][0]
        own["witnesses"] = [
            witness("unexplained", "10", "-2", []),
            witness("explained", "15", "3", [[reason, "said by a letter"]]),
            witness("within-bound", "0..40", None, []),
            witness("equal", "12", "0", []),
        ]
        own["vintages"] = VINTAGES
        rows = [["2016", ["5", None]], ["2017", ["6", "1234"]], ["2018", [None, "0..4"]]]
        triangle = {"area": self.area, "measure": self.measure_code, "vintages": [0, 1]}
        same = [["2017", ["6", "6"]]]
        own["triangles"] = [
            triangle | {"sender": self.area, "rows": rows},
            triangle | {"sender": "UNODC", "rows": same},
        ]
        self.assertIn("UNODC", [entry[0] for entry in own["lists"][provider["list"]]])
        with_data(self.path, own)

    def everything(self, address="", **options):
        page = self.open(address, path=self.path, **options)
        page.evaluate("buildAll(); document.querySelectorAll('main details').forEach(node => { node.open = true })")
        page.wait_for_timeout(300)
        self.assertEqual(page.complaints, [])
        return page

    def rows(self, page, selector):
        read = "all => all.map(row => [...row.cells].map(cell => cell.innerText.replace(/\\s+/g, ' ').trim()))"
        return page.eval_on_selector_all(f"{selector} tbody tr", read)

    def test_two_witnesses_stand_side_by_side(self):
        page = self.everything()
        counted = page.eval_on_selector_all("#witnesses .verdicts li strong", "all => all.map(one => one.innerText)")
        self.assertEqual(counted, ["1", "1", "1", "1"])
        rows = self.rows(page, "#witnesses")
        name = self.names("area")[self.area]
        self.assertEqual([row[5] for row in rows], ["−2", "+3", "a bound", "0"])
        self.assertEqual({row[0] for row in rows}, {name})
        self.assertIn("round 2018", rows[0][3])
        self.assertIn("10", rows[0][4])
        self.assertIn("UNODC", rows[0][4])
        self.assertIn("0–40", rows[2][4])
        self.assertEqual(rows[0][6], "not known")
        self.assertIn("said by a letter", rows[1][6])

    def test_vintages_stand_side_by_side(self):
        page = self.everything()
        text = page.inner_text("#vintages")
        self.assertIn("1 series has a value that a later round changed, of 2 that several rounds have", text)
        rows = self.rows(page, "#vintages")
        self.assertEqual(rows[0], ["2016", "5", "not asked"])
        self.assertEqual(rows[1], ["2017", "6", "1234"])
        self.assertEqual(rows[2], ["2018", "not asked", "0–4"])
        changed = page.eval_on_selector_all("#vintages td strong", "all => all.map(one => one.innerText)")
        self.assertEqual(changed, ["6", "1234"])
        summaries = page.eval_on_selector_all("#vintages summary", "all => all.map(one => one.innerText)")
        self.assertTrue(summaries[0].endswith("1 of 1 series revised"), summaries)
        self.assertIn("UNODC has it", summaries[1])

    def test_a_state_filters_both(self):
        other = self.data["round"]["areas"][1]
        page = self.everything(f"?area={other}")
        self.assertEqual(self.rows(page, "#witnesses") + self.rows(page, "#vintages"), [])

    def test_axe_finds_nothing_and_nothing_scrolls_sideways(self):
        for size, (width, _) in SIZES.items():
            page = self.everything(size=size)
            self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), width, size)
            told = [one["id"] for one in Axe().run(page).response["violations"]]
            self.assertEqual(told, [], size)
