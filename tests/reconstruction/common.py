"""What the country builders share: the table of figures, the record of placements, reproducible files.

A builder never types a figure. It asks `Figures.take(...)` for a row of figures.csv and writes the returned value,
and it records the cell with `place(...)`; so no number can get into raw/ that is not in the table.
"""
from __future__ import annotations

import csv
import io
import pathlib
import re
import zipfile

HERE = pathlib.Path(__file__).parent
ROUND = HERE.parent.parent / "raw" / "2020"

WORDS = {"a": 1, "no": 0, "none": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
         "eight": 8, "nine": 9, "ten": 10, "twenty": 20}


class Figures:
    """The rows of figures.csv; `n` is the row's number in the file (the first data row is 2)."""

    def __init__(self) -> None:
        with (HERE / "figures.csv").open(encoding="utf-8", newline="") as f:
            self.rows = [dict(r, n=i) for i, r in enumerate(csv.DictReader(f), start=2)]
        self.placements: list[tuple[int, str, str, str]] = []

    def find(self, area: str, period: str, label: str, **also: str) -> dict:
        """The one row of `area` for `period` (or candidate period) whose label is `label`; `also` narrows (section=…, dimension=…)."""
        hits = [r for r in self.rows
                if r["ref_area"] == area and (r["period"] or r["candidate_period"]) == period and r["label"] == label
                and all(r[k] == v for k, v in also.items())]
        if len(hits) != 1:
            raise KeyError(f"{len(hits)} rows for {area} {period} {label!r} {also}")
        return hits[0]

    def row(self, n: int) -> dict:
        return self.rows[n - 2]

    def place(self, row: dict, file: str, sheet: str, cell: str) -> None:
        """Record that the value of `row` stands in `cell` (A1) of `sheet` ("csv" for csv files) of `file` (e.g. "dk/x.xlsx")."""
        self.placements.append((row["n"], file, sheet, cell))


def number(row: dict):
    """The value as an official types it: an int, or the text as printed (percentages, "-", bounds); None when missing."""
    v = row["value"].strip()
    if v == "":
        return None
    if v.lower() in WORDS:
        return WORDS[v.lower()]
    if re.fullmatch(r"\d+", v):
        return int(v)
    if re.fullmatch(r"\d{1,3}(,\d{3})+", v):
        return int(v.replace(",", ""))
    if m := re.fullmatch(r"less than (\d+)", v):
        return f"<{m[1]}"
    if m := re.fullmatch(r"between (\d+) and (\d+)", v):
        return f"{m[1]}–{m[2]}"
    if m := re.fullmatch(r"around (\d+)", v):
        return f"~{m[1]}"
    return v


def a1(row: int, col: int) -> str:
    """0-based row and column to A1."""
    s = ""
    col += 1
    while col:
        col, r = divmod(col - 1, 26)
        s = chr(65 + r) + s
    return f"{s}{row + 1}"


def write(path: pathlib.Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def repack(data: bytes, first: str | None = None) -> bytes:
    """A zip with the same members, without clock times, in a fixed order (`first`: member to store first, uncompressed)."""
    src = zipfile.ZipFile(io.BytesIO(data))
    names = sorted(src.namelist(), key=lambda n: (n != first, n))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for n in names:
            info = zipfile.ZipInfo(n, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if n == first else zipfile.ZIP_DEFLATED
            body = src.read(n)
            if n == "docProps/core.xml" or n == "meta.xml":
                body = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?", b"2020-01-01T00:00:00Z", body)
            z.writestr(info, body)
    return out.getvalue()
