"""What the builders of is, lt, lv and no share: a sheet that records its placements, and the writing of a submission."""
from __future__ import annotations

import csv
import io

from common import ROUND, Figures, a1, number, write
from source_note import write_source


class Sheet:
    """A sheet that grows downwards. A cell is a text, a year, a row of figures.csv, or (text, rows) for a cell that lists several rows."""

    def __init__(self, figures: Figures, file: str, name: str, missing: str | None = None) -> None:
        self.figures, self.file, self.name, self.missing = figures, file, name, missing
        self.rows: list[list] = []

    def line(self, *cells, mark: str = "", text: bool = False) -> int:
        """Writes a row and returns its number from 1. `mark`: a footnote mark after each figure; `text`: figures as text."""
        self.rows.append([self._value(c, x, mark, text) for c, x in enumerate(cells)])
        return len(self.rows)

    def blank(self) -> None:
        self.rows.append([])

    def _value(self, col: int, x, mark: str, text: bool):
        listed = [x] if isinstance(x, dict) else x[1] if isinstance(x, tuple) else []
        for row in listed:
            self.figures.place(row, self.file, self.name, a1(len(self.rows), col))
        if isinstance(x, tuple):
            return x[0]
        if not isinstance(x, dict):
            return x
        value = number(x)
        if value is None:
            return self.missing
        return f"{value}{mark}" if mark or text else value

    def csv(self, delimiter: str) -> str:
        """As a spreadsheet program saves it: every line as wide as the widest, so that a blank line is a line of delimiters."""
        width = max(map(len, self.rows))
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
        writer.writerows([*r, *[""] * (width - len(r))] for r in self.rows)
        return out.getvalue()


def submission(area: str, title: str, language: str, name: str, data: bytes) -> None:
    """Writes the one data file of `area` and its SOURCE.toml."""
    write(ROUND / area / name, data)
    write_source(ROUND / area, title, language, name)
