"""Tests the page of the report in headless Chromium.

usage: test_report.py PATH/TO/report/index.html [--shots FOLDER] [NAME ...]

NAME: only these tests, as unittest names them
"""

import csv
import os
import pathlib
import sys
import tempfile
import unittest
import urllib.parse

if __name__ == "__main__":
    if len(sys.argv) < 2 or not pathlib.Path(sys.argv[1]).is_file():
        sys.exit(__doc__)
    os.environ["REPORT"] = sys.argv.pop(1)
    if "--shots" in sys.argv:
        place = sys.argv.index("--shots")
        os.environ["SHOTS"] = sys.argv.pop(place + 1)
        sys.argv.pop(place)

from another import AnotherRound  # noqa: E402, F401
from browser import REPORT, data_of, level, row, shown, wait, with_data  # noqa: E402
from looks import Looks, Paper, Pictures  # noqa: E402, F401
from page_test import PageTest  # noqa: E402
from rounds import Rounds  # noqa: E402, F401


class Loading(PageTest):
    def test_the_page_loads_in_silence_and_asks_nothing_of_any_network(self):
        page = self.open()
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        page.wait_for_timeout(300)
        self.assertEqual(page.complaints, [])
        foreign = [url for url in page.requests if not url.startswith(("data:", "blob:")) and url != REPORT.as_uri()]
        self.assertEqual(foreign, [])
        self.assertTrue(page.requests)

    def test_a_policy_forbids_requests(self):
        policy = self.open().get_attribute('meta[http-equiv="Content-Security-Policy"]', "content")
        self.assertIn("default-src 'none'", policy)
        self.assertNotIn("http", policy)

    def test_headings_are_in_order(self):
        page = self.open()
        page.evaluate("buildAll()")
        levels = page.eval_on_selector_all(
            "body :is(h1,h2,h3,h4,h5,h6)", "all => all.filter(h => !h.closest('dialog')).map(h => Number(h.tagName[1]))"
        )
        self.assertEqual(levels.count(1), 1)
        for before, after in zip(self.some(levels), levels[1:]):
            self.assertLessEqual(after, before + 1)

    def test_every_section_is_drawn_and_in_the_contents(self):
        page = self.open()
        links = page.eval_on_selector_all("#contents a", "all => all.map(a => a.getAttribute('href'))")
        self.assertEqual(links, [f"#{section}" for section in self.sections])
        for section in self.sections:
            self.assertGreater(len(page.inner_text(f"#{section}")), 200, section)

    def test_words_of_the_data_are_never_markup(self):
        mark = "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>"
        data = data_of()
        data["round"]["title"] += mark
        for entries in data["lists"].values():
            for entry in entries:
                entry[1] += mark
                entry[2] += mark
        for figure in data["figures"]:
            figure["labels"] = [label + mark for label in figure["labels"]]
            figure["comments"] = [mark]
            figure["footnotes"] = [[mark, mark]]
        for finding in data["findings"]:
            finding["found"] += mark
        for flag in data["flags"]:
            flag[3] += mark
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "index.html")
            with_data(path, data)
            page = self.open("#" + data["figures"][0]["key"], path=path)
            page.evaluate("buildAll()")
            self.assertEqual(page.locator("img").count(), 0)
            self.assertIn("<img src=x", page.inner_text("#trace-body"))
            self.assertIn("<img src=x", page.inner_text("h1"))
            self.assertNotEqual(page.title(), "broken")
            self.assertEqual(page.complaints, [])


class Figures(PageTest):
    def test_tables_show_the_figures_of_the_data(self):
        measure = self.a_measure()
        page = self.open(f"?measure={measure}")
        for figure in self.some([one for one in self.totals(measure) if shown(one) is not None], limit=12):
            link = page.locator(f'#measures a[href="#{figure["key"]}"] .amount')
            self.assertEqual(link.inner_text().removesuffix("\u202f%"), shown(figure), figure["key"])

    def test_what_has_no_number_is_never_shown_as_zero(self):
        absent = [
            figure
            for figure in self.data["figures"]
            if figure["value"] is None and figure["lower"] is None and figure["upper"] is None
        ]
        page = self.open()
        page.evaluate("buildAll()")
        seen = 0
        for figure in self.some(absent, limit=40):
            for text in page.locator(f'main a.figure[href="#{figure["key"]}"] .amount').all_text_contents():
                seen += 1
                self.assertNotRegex(text, r"\d", figure["key"])
        self.assertGreater(seen, 0)

    def test_figures_are_those_of_harmonized_csv(self):
        path = REPORT.parent.parent / "harmonized.csv"
        if not path.is_file():
            self.skipTest("no harmonized.csv beside the folder of the page")
        names = [name for name, _ in self.data["columns"]]
        with path.open(encoding="utf-8-sig", newline="") as lines:
            released = [[line[name] for name in names] for line in csv.DictReader(lines)]
        self.assertEqual(sorted(self.some(released)), sorted(figure["row"] for figure in self.data["figures"]))

    def test_every_link_to_a_figure_leads_to_one(self):
        page = self.open()
        page.evaluate("buildAll()")
        keys = {figure["key"] for figure in self.data["figures"]}
        links = page.eval_on_selector_all(
            "main a[href^='#']", "all => [...new Set(all.map(a => a.getAttribute('href').slice(1)))]"
        )
        # A link can lead to a panel of the page.
        panels = page.evaluate("all => all.filter(id => document.getElementById(id))", links)
        targets = [link for link in links if link not in panels]
        self.assertTrue(set(panels) >= {section for section in self.sections if section in links})
        self.assertEqual([link for link in self.some(targets) if link not in keys], [])
        self.assertEqual(keys - set(targets), set(), "figures without any link")

    def test_a_key_opens_its_trace(self):
        for figure in self.some(self.data["figures"], limit=6):
            page = self.open("#" + figure["key"])
            self.assertTrue(page.locator("#trace").evaluate("dialog => dialog.open"))
            text = page.inner_text("#trace-body")
            for part in [*figure["cells"], *figure["labels"], *(line for *_, line in figure["maps"]), figure["key"]]:
                self.assertIn(part, text)
            codes = {self.data["flags"][flag][0] for flag in figure["flags"]}
            for code in codes:
                self.assertIn(code, text)
            page.locator("#trace-body summary").last.click()
            for text in (cell for cell in figure["row"] if cell):
                self.assertIn(text, page.locator("#trace-body").text_content())

    def test_a_typed_key_opens_its_trace_and_an_unknown_one_is_said(self):
        page = self.open()
        first = self.some(self.data["figures"])[0]
        page.evaluate("key => { location.hash = key }", first["key"])
        page.wait_for_selector("#trace[open]")
        self.assertIn(first["key"], page.inner_text("#trace-body"))
        page.keyboard.press("Escape")
        page.evaluate("location.hash = 'XX.1900.NOTHING'")
        page.wait_for_selector("#trace[open]")
        self.assertIn("no such figure", page.inner_text("#trace-title").lower())
        self.assertIn("XX.1900.NOTHING", page.inner_text("#trace-body"))

    def test_escape_closes_the_trace_and_the_focus_returns(self):
        page = self.open(f"?measure={self.a_measure()}")
        link = page.locator("#measures td a.figure").first
        link.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("#trace[open]")
        page.keyboard.press("Escape")
        page.wait_for_selector("#trace:not([open])", state="attached")
        self.assertTrue(link.evaluate("node => node === document.activeElement"))
        self.assertNotIn("#", page.url)
        self.assertIn("measure=", page.url)


class Matrix(PageTest):
    def test_a_cell_opens_its_reasons_by_mouse_and_by_keyboard(self):
        page = self.open()
        cells = page.locator("#matrix td button:not(.level-gap)")
        self.assertGreater(cells.count(), 0)
        cells.first.click()
        self.check_reasons(page)
        page.keyboard.press("Escape")
        page.wait_for_selector("#trace:not([open])", state="attached")
        self.assertTrue(cells.first.evaluate("node => node === document.activeElement"))
        cells.last.focus()
        page.keyboard.press("Enter")
        self.check_reasons(page)

    def check_reasons(self, page):
        page.wait_for_selector("#trace[open]")
        address = urllib.parse.unquote(page.url.split("#pair/")[1]).split("/")
        at = lambda items, wanted: [place for place, item in enumerate(items) if item == wanted][0]
        wanted = [
            at([name for name, _ in self.data["objects"]], address[0]),
            address[1].replace("~", "/"),
            at([".".join(split) for split in self.data["splits"]], address[2]),
            at(self.data["round"]["areas"], address[3]),
            at(self.data["round"]["areas"], address[4]),
        ]
        pairs = self.some(pair for pair in self.data["pairs"] if pair[:5] == wanted)
        reasons = self.some(reason for pair in pairs for reason in self.data["reasons"][pair[8]])
        text = page.inner_text("#trace-body")
        self.assertEqual(page.locator("#trace-body tbody tr").count(), len(reasons))
        for code, _, _ in reasons:
            self.assertIn(self.names("comparability_reason")[code], text)
        self.assertGreaterEqual(page.locator("#trace-body .side a.figure").count(), 2)

    def test_a_pair_shows_the_very_figures_that_it_compares(self):
        """Also where one of them is of several years and the pair is of one."""
        figures = self.data["figures"]
        period = lambda place: row(self.data, figures[place])["TIME_PERIOD"]
        whole = [pair for pair in self.data["pairs"] if pair[5] is not None and pair[6] is not None]
        longer = [pair for pair in whole if {period(pair[5]), period(pair[6])} != {pair[1]}]
        for pair in self.some(longer, 3) + self.some(whole, 3):
            address = self.pair_address(pair)
            page = self.open(address)
            page.wait_for_selector("#trace[open]")
            beside = [other for other in whole if self.pair_address(other) == address]
            expected = [figures[place]["key"] for other in beside for place in (other[5], other[6])]
            links = "all => all.map(a => a.getAttribute('href').slice(1))"
            self.assertEqual(page.eval_on_selector_all("#trace-body .side a.figure", links), expected, address)

    def test_the_page_begins_with_what_holds_for_the_whole_round(self):
        remark = self.data["round"]["remark"]
        self.assertEqual(self.open().locator("#summary .notice").all_inner_texts(), [remark] if remark else [])

    def test_arrow_keys_move_between_cells_and_only_one_cell_takes_the_tab_key(self):
        page = self.open()
        self.assertEqual(page.locator('#matrix td button[tabindex="0"]').count(), 1)
        page.locator('#matrix td button[tabindex="0"]').focus()
        before = page.evaluate("document.activeElement.title")
        page.keyboard.press("ArrowRight")
        after = page.evaluate("document.activeElement.title")
        self.assertNotEqual(before, after)
        page.keyboard.press("ArrowDown")
        self.assertNotEqual(page.evaluate("document.activeElement.title"), after)
        self.assertEqual(page.locator('#matrix td button[tabindex="0"]').count(), 1)

    def test_the_matrix_shows_the_levels_of_the_data(self):
        page = self.open()
        code = {value: place for place, value in enumerate(name for name, _ in self.data["objects"])}[
            page.input_value("#object")
        ]
        split = [".".join(one) for one in self.data["splits"]].index(page.input_value("#split"))
        pairs = [pair for pair in self.data["pairs"] if pair[:3] == [code, page.input_value("#period"), split]]
        best = {}
        order = ["comparable", "limited", "not-comparable", "gap"]
        for pair in self.some(pairs):
            name = "gap" if pair[5] is None or pair[6] is None else level(self.data, pair[7])
            states = (pair[3], pair[4])
            best[states] = min(name, best.get(states, name), key=order.index)
        for name in order:
            self.assertEqual(
                page.locator(f"#matrix td button.level-{name}").count(), 2 * list(best.values()).count(name), name
            )
        self.assertEqual(page.locator("#matrix td button").count(), 2 * len(best))


class Law(PageTest):
    """Articles of law and national words, side by side."""

    def setUp(self):
        self.law = self.data["law"]

    def test_every_line_of_the_law_is_shown_with_its_elements(self):
        page = self.open()
        page.evaluate("buildAll(); document.querySelectorAll('#law details').forEach(node => { node.open = true })")
        for area in {detail["area"] for detail in self.law["details"]}:
            details = self.some(one for one in self.law["details"] if one["area"] == area)
            rows = page.locator(f"#law-{area} tbody tr")
            self.assertEqual(rows.count(), 2 * len(details), area)
            for place, detail in enumerate(details):
                first, second = rows.nth(2 * place), rows.nth(2 * place + 1)
                self.assertIn(detail["label"], first.inner_text())
                self.assertIn(detail["at"], second.inner_text())
                self.assertEqual(first.locator("td").last.inner_text(), str(detail["figures"]))
                different = [element is not None and element["differs"] for element in detail["elements"]]
                cells = first.locator("td").all()[2:-1]
                for cell, (list_, _), element, differs in zip(cells, self.law["elements"], detail["elements"], different):
                    wanted = "muted" if element is None else "differs" if differs else None
                    self.assertEqual(cell.get_attribute("class"), wanted, detail["at"])
                    self.assertEqual("differs" in cell.inner_text(), differs)
                    for word in [] if element is None else element["words"]:
                        self.assertIn(self.names(list_)[word], cell.inner_text())
                self.assertEqual("not used for figures" in second.inner_text(), not detail["stated"], detail["at"])

    def test_a_code_names_the_states_and_leads_to_them(self):
        page = self.open()
        code = self.law["codes"][0]["code"]
        area = self.some(detail["area"] for detail in self.law["details"] if detail["to"][2] == code)[0]
        page.locator(f'#law .codes-of-law tbody tr a[href="#law-{area}"]').first.click()
        page.wait_for_selector(f"#law-{area}[open]")

    def test_every_word_of_a_meaning_is_shown(self):
        page = self.open()
        page.evaluate("buildAll(); document.querySelectorAll('#law details').forEach(node => { node.open = true })")
        for meaning in self.some(self.law["meanings"]):
            panel = page.locator(f'#meaning-{meaning["code"]}')
            self.assertEqual(panel.locator("tbody tr").count(), len(meaning["words"]))
            text = panel.inner_text()
            for word in meaning["words"]:
                self.assertIn(word["at"], text)
                self.assertIn(word["exception"][1:], text)

    def test_a_state_filters_the_law(self):
        area = self.law["details"][0]["area"]
        page = self.open(f"?area={area}")
        panels = page.eval_on_selector_all("#law details[id^=law-]", "all => all.map(one => one.id)")
        self.assertEqual(panels, [f"law-{area}"])


class Filters(PageTest):
    def keys(self, page, section):
        return set(
            page.eval_on_selector_all(f"#{section} a.figure", "all => all.map(a => a.getAttribute('href').slice(1))")
        )

    def check(self, name, value, column):
        """After a choice all figures of the tables are of it, and the address says so after a reload."""
        page = self.open()
        page.evaluate("buildAll()")
        before = self.keys(page, "measures")
        page.select_option(f"#{name}", value)
        for step in ("choice", "reload"):
            if step == "reload":
                page.reload()
                wait(page)
            page.evaluate("buildAll()")
            after = self.keys(page, "measures")
            by_key = {figure["key"]: row(self.data, figure) for figure in self.data["figures"]}
            chosen = {by_key[key][column] for key in self.some(after)}
            # A year lets its months through, too.
            self.assertEqual([one for one in chosen if one != value and not one.startswith(f"{value}-")], [], step)
            self.assertTrue(after < before, step)
            self.assertIn(f"{name}={urllib.parse.quote(value, safe='')}", page.url)
            self.assertEqual(page.input_value(f"#{name}"), value)
        self.assertRegex(page.inner_text("#shown"), r"\d+ of \d+")

    def test_a_year_filters_the_tables_and_survives_a_reload(self):
        self.check("year", str(self.some(self.data["round"]["years"])[-1]), "TIME_PERIOD")

    def test_a_measure_filters_the_tables_and_survives_a_reload(self):
        self.check("measure", self.a_measure(), self.measure)

    def test_a_state_filters_the_tables_and_survives_a_reload(self):
        self.check("area", row(self.data, self.totals(self.a_measure())[0])["REF_AREA"], "REF_AREA")

    def test_the_level_follows_the_use(self):
        differs = [figure for figure in self.totals() if figure["levels"][0] != figure["levels"][2]]
        figure = self.some(differs)[0]
        page = self.open(f"?measure={row(self.data, figure)[self.measure]}")
        link = page.locator(f'#measures a[href="#{figure["key"]}"]')
        self.assertIn(f'level-{level(self.data, figure["levels"][0])}', link.get_attribute("class"))
        page.select_option("#use", "sum")
        self.assertIn(f'level-{level(self.data, figure["levels"][2])}', link.get_attribute("class"))

    def test_a_filter_and_a_figure_share_an_address(self):
        figure = self.totals()[0]
        page = self.open(f'?area={row(self.data, figure)["REF_AREA"]}#{figure["key"]}')
        self.assertIn(figure["key"], page.inner_text("#trace-body"))
        self.assertEqual(page.input_value("#area"), row(self.data, figure)["REF_AREA"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
