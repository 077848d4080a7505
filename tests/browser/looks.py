"""How the page looks: accessibility, narrow and wide, light and dark, on paper."""

import os
import pathlib
import re
import unittest

from axe_playwright_python.sync_playwright import Axe

from browser import SIZES, row
from page_test import SCHEMES, PageTest


class Looks(PageTest):
    def check_axe(self, address, size, scheme):
        page = self.open(address, size=size, scheme=scheme)
        result = Axe().run(page).response
        self.assertTrue(result["passes"])
        told = [
            f'{one["id"]}: {one["help"]}: {node["html"][:160]}'
            for one in result["violations"]
            for node in one["nodes"][:3]
        ]
        self.assertEqual(told, [])

    def test_axe_finds_nothing(self):
        for size in SIZES:
            for scheme in SCHEMES:
                with self.subTest(size=size, scheme=scheme):
                    self.check_axe("", size, scheme)

    def test_axe_finds_nothing_in_an_open_trace_and_in_open_reasons(self):
        pair = self.some(pair for pair in self.data["pairs"] if pair[5] is not None and pair[6] is not None)[0]
        for address in [
            "#" + max(self.data["figures"], key=lambda figure: len(figure["flags"]))["key"],
            self.pair_address(pair),
        ]:
            for size in SIZES:
                for scheme in SCHEMES:
                    with self.subTest(address=address, size=size, scheme=scheme):
                        self.check_axe(address, size, scheme)

    def test_axe_finds_nothing_with_everything_open(self):
        area = row(self.data, self.totals(self.a_measure())[0])["REF_AREA"]
        page = self.open(f"?area={area}")
        page.evaluate("buildAll(); document.querySelectorAll('main details').forEach(node => { node.open = true })")
        told = [
            f'{one["id"]}: {node["html"][:160]}'
            for one in Axe().run(page).response["violations"]
            for node in one["nodes"][:3]
        ]
        self.assertEqual(told, [])

    def test_the_page_never_scrolls_sideways(self):
        for size, (width, _) in SIZES.items():
            page = self.open(size=size)
            page.evaluate("buildAll(); document.querySelectorAll('main details').forEach(node => { node.open = true })")
            page.wait_for_timeout(300)
            self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), width, size)

    def test_charts_are_drawn_and_have_a_text(self):
        page = self.open()
        charts = page.locator("#series .chart, #parts .chart")
        self.assertGreater(charts.count(), 0)
        for place in range(charts.count()):
            label = charts.nth(place).get_attribute("aria-label")
            self.assertRegex(label, r"\d", label)
        charts.first.scroll_into_view_if_needed()
        self.assertGreater(page.locator("#series .chart svg").count(), 0)

    def test_the_colours_can_be_switched(self):
        page = self.open()
        paper = "getComputedStyle(document.body).backgroundColor"
        before = page.evaluate(paper)
        page.click("#theme")
        self.assertNotEqual(page.evaluate(paper), before)


class Paper(PageTest):
    def test_print_shows_every_section_and_every_figure(self):
        page = self.open()
        page.emulate_media(media="print")
        page.wait_for_selector("main:not(:has(details:not([open])))", state="attached")
        for section in self.sections:
            self.assertTrue(page.locator(f"#{section}").is_visible(), section)
        self.assertEqual(page.locator("main details:not([open])").count(), 0)
        self.assertFalse(page.locator("#filters").is_visible())
        keys = set(
            page.eval_on_selector_all(
                "#profiles a.figure", "all => all.filter(a => a.offsetParent).map(a => a.getAttribute('href').slice(1))"
            )
        )
        self.assertEqual(keys, {figure["key"] for figure in self.data["figures"]})
        empty = page.eval_on_selector_all(".chart", "all => all.filter(node => !node.querySelector('svg')).length")
        self.assertEqual(empty, 0)
        page.emulate_media(media="screen")
        page.wait_for_selector("main details:not([open])", state="attached")

    def test_it_prints_to_pages(self):
        pdf = self.open().pdf(prefer_css_page_size=True)
        self.assertTrue(pdf.startswith(b"%PDF"))
        self.assertGreater(len(re.findall(rb"/Type\s*/Page\b", pdf)), len(self.sections))


@unittest.skipUnless(os.environ.get("SHOTS"), "no --shots")
class Pictures(PageTest):
    def test_take_pictures_of_every_section(self):
        folder = pathlib.Path(os.environ["SHOTS"])
        folder.mkdir(parents=True, exist_ok=True)
        for size in SIZES:
            for scheme in SCHEMES:
                page = self.open(size=size, scheme=scheme)
                page.screenshot(path=folder / f"{size}-{scheme}-0-top.png")
                # A bar that follows the reader would lie over the picture of a section.
                page.evaluate("document.getElementById('bar').style.position = 'static'")
                for place, section in enumerate(self.sections, 1):
                    page.locator(f"#{section}").screenshot(path=folder / f"{size}-{scheme}-{place}-{section}.png")
                traced = self.open("#" + self.totals()[0]["key"], size=size, scheme=scheme)
                traced.screenshot(path=folder / f"{size}-{scheme}-trace.png")
