"""The vintages of the history in pysdmx, against `history.csv`; only where the folder HISTORY is named."""

import csv
import os
import pathlib
import re
import unittest

import pandas
import pysdmx.io

HISTORY = os.environ.get("HISTORY")


class Vintages(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(HISTORY)
        with open(self.folder / "history.csv", encoding="utf-8", newline="") as file:
            self.rows = list(csv.DictReader(file))
        self.rounds = sorted({row["VINTAGE"] for row in self.rows})

    def test_each_vintage_is_a_dataset(self):
        self.assertGreater(len(self.rounds), 1, "a history of one round tests nothing")
        for round_ in self.rounds:
            structure = pathlib.Path(HISTORY).parent / round_ / "sdmx" / "structure.xml"
            (dataset,) = pysdmx.io.get_datasets(str(self.folder / "sdmx" / f"{round_}.xml"), str(structure))
            own = [row for row in self.rows if row["VINTAGE"] == round_]
            self.assertEqual(len(dataset.data), len(own), round_)
            loaded = sorted(float(value) for value in dataset.data["OBS_VALUE"] if not pandas.isna(value))
            stated = sorted(float(row["VALUE"].removesuffix(" %")) for row in own if re.fullmatch(r"\d+(\.\d+)?( %)?", row["VALUE"]))
            self.assertEqual(loaded, stated, round_)
