"""A page of the report in headless Chromium, and the data that are written in it."""

import json
import os
import pathlib
import re
import shutil
import sys

from playwright.sync_api import TimeoutError, sync_playwright

REPORT = pathlib.Path(os.environ.get("REPORT", "report/index.html")).resolve()
DATA = re.compile(r'(<script id="data" type="application/json">)(.*?)(</script>)', re.DOTALL)
SIZES = {"narrow": (390, 844), "wide": (1440, 900)}


def chromium():
    """The browser of the distribution; none is ever downloaded."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not found:
        sys.exit("no Chromium: set CHROMIUM, or install it (apt-get install chromium)")
    return found


def data_of(path=REPORT):
    """The data that a page holds."""
    return json.loads(DATA.search(path.read_text(encoding="utf-8")).group(2))


def with_data(path, data):
    """Writes a copy of the page with other data."""
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    page = DATA.sub(lambda match: match.group(1) + text + match.group(3), REPORT.read_text(encoding="utf-8"))
    path.write_text(page, encoding="utf-8")


class Browser:
    """One browser for all tests; each test has a page of its own."""

    def __init__(self):
        self.playwright = sync_playwright().start()
        # In containers Chromium's own sandbox can't be set up; the page is ours.
        self.browser = self.playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])

    def open(self, address="", path=REPORT, size="wide", scheme="light"):
        """Opens the page at `?…#…` and waits until all its sections are drawn."""
        width, height = SIZES[size]
        page = self.browser.new_page(
            viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
        )
        page.complaints = []
        page.requests = []
        page.on("console", lambda message: page.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: page.complaints.append(f"error: {error}"))
        page.on("request", lambda request: page.requests.append(request.url))
        page.goto(path.as_uri() + address)
        wait(page)
        return page

    def close(self):
        self.browser.close()
        self.playwright.stop()


def wait(page):
    """Waits until all sections are drawn."""
    try:
        page.wait_for_selector("html[data-ready]", state="attached", timeout=20_000)
    except TimeoutError as error:
        raise AssertionError("\n".join(["the page is not drawn", *page.complaints])) from error


def row(data, figure):
    """The line of harmonized.csv of a figure, by names of columns."""
    return dict(zip((name for name, _ in data["columns"]), figure["row"]))


def is_total(data, figure):
    """Whether a figure is split by nothing."""
    line = row(data, figure)
    return all(line[one["column"]] == one["default"] for one in data["dimensions"] if one["role"] is None)


def dimension(data, role):
    """The dimension with a role."""
    return next(one for one in data["dimensions"] if one["role"] == role)


def level(data, code):
    """The word of the page for a level."""
    return next(role for role, own in data["levels"].items() if own == code)


def shown(figure):
    """A number or a range as the page writes it (thousands are set apart from five digits on), or None."""
    group = lambda value: f"{value:,}".replace(",", "\u202f") if value >= 10_000 else str(value)
    if figure["value"] is not None:
        return group(figure["value"])
    if figure["lower"] is not None and figure["upper"] is not None:
        return f'{group(figure["lower"])}–{group(figure["upper"])}'
    return None
