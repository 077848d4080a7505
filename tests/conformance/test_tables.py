"""DuckDB, pyarrow and pandas read the observations with their types; openpyxl reads the workbook; the examples of the manual run."""

import collections
import pathlib
import re
import unittest

import duckdb
import openpyxl
import pandas
import pyarrow.parquet

from release import DIMENSIONS, FOLDER, HAS_SOURCES, NUMBERS, OBSERVATIONS, number, table

# The measure with the most figures.
MEASURE = collections.Counter(row["MEASURE"] for row in OBSERVATIONS).most_common(1)[0][0]
PARQUET, WORKBOOK = FOLDER / "harmonized.parquet", FOLDER / "harmonized.xlsx"


class Parquet(unittest.TestCase):
    def same(self, rows):
        self.assertEqual(len(rows), len(OBSERVATIONS))
        for loaded, row in zip(rows, OBSERVATIONS):
            for name, text in row.items():
                expected = number(text) if name in NUMBERS else text
                self.assertEqual(loaded[name] if name in NUMBERS else (loaded[name] or ""), expected, name)

    def test_pyarrow_reads_every_value(self):
        read = pyarrow.parquet.read_table(PARQUET)
        self.same(read.to_pylist())
        types = {field.name: str(field.type) for field in read.schema}
        self.assertEqual([types[name] for name in NUMBERS], ["double", "uint64", "uint64"])
        self.assertTrue(all(types[name] == "string" for name in DIMENSIONS))
        self.assertFalse(read.schema.field("REF_AREA").nullable)

    def test_texts_are_encoded_by_dictionary(self):
        group = pyarrow.parquet.ParquetFile(PARQUET).metadata.row_group(0)
        encodings = {group.column(i).path_in_schema: group.column(i).encodings for i in range(group.num_columns)}
        for name in DIMENSIONS:
            self.assertIn("RLE_DICTIONARY", encodings[name], name)

    def test_duckdb_reads_every_value_and_sums(self):
        relation = duckdb.sql(f"select * from read_parquet('{PARQUET}')")
        self.same([dict(zip(relation.columns, row)) for row in relation.fetchall()])
        measure = OBSERVATIONS[0]["MEASURE"]
        (total,) = duckdb.sql(f"select sum(LOWER) from read_parquet('{PARQUET}') where MEASURE = '{measure}'").fetchone()
        self.assertEqual(total, sum(number(row["LOWER"]) or 0 for row in OBSERVATIONS if row["MEASURE"] == measure))


class Workbook(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.book = openpyxl.load_workbook(WORKBOOK)

    def test_each_measure_has_a_sheet_with_its_figures(self):
        """Each whole number of the dataset stands, with its level, in its row and year."""
        names = {row["code"]: row["name"] for row in table("codelists/area.csv")}
        seen = 0
        for measure in {row["MEASURE"] for row in OBSERVATIONS}:
            sheet = self.book[measure]
            rows = list(sheet.iter_rows(min_row=3))
            years = {cell.value: cell.column - 1 for cell in rows[0]}
            counts = {}
            for row in rows[1:]:
                for year, column in years.items():
                    value = row[column].value
                    if str(year)[:2] in ("19", "20") and isinstance(value, (int, float)):
                        counts.setdefault((row[0].value, str(year)), []).append(value)
                self.assertEqual(row[1].value, names[row[0].value])
            expected = {}
            for row in (row for row in OBSERVATIONS if row["MEASURE"] == measure and row["OBS_VALUE"] and row["LOWER"] == row["OBS_VALUE"]):
                pooled = re.match(r"(\d{4})-01-01/P(\d+)Y", row["TIME_PERIOD"])
                period = f"{pooled[1]}–{int(pooled[1]) + int(pooled[2]) - 1}" if pooled else row["TIME_PERIOD"]
                expected.setdefault((row["REF_AREA"], period), []).append(int(row["OBS_VALUE"]))
            self.assertEqual({key: sorted(values) for key, values in counts.items()}, {key: sorted(values) for key, values in expected.items()})
            seen += sum(map(len, expected.values()))
        self.assertGreater(seen, len(OBSERVATIONS) // 2)

    def test_levels_show_by_fill_and_by_sign(self):
        looks = {}
        for row in self.book[MEASURE].iter_rows(min_row=4, min_col=6):
            for cell in (cell for cell in row if isinstance(cell.value, (int, float))):
                looks.setdefault(cell.fill.start_color.rgb, set()).add(cell.number_format)
        self.assertGreater(len(looks), 1)
        signs = [sign for formats in looks.values() for sign in formats]
        self.assertEqual(len(signs), len(set(signs)), "one sign for each fill")

    def test_figures_have_notes_sheets_have_filters_and_frozen_headers(self):
        for sheet in (self.book[name] for name in self.book.sheetnames if name not in ("Read me", "Matrix")):
            self.assertTrue(sheet.auto_filter.ref and sheet.freeze_panes, sheet.title)
        notes = [cell.comment.text for row in self.book[MEASURE].iter_rows() for cell in row if cell.comment]
        self.assertEqual(len(notes), sum(row["MEASURE"] == MEASURE for row in OBSERVATIONS))
        self.assertTrue(all("With other states: " in note and ("Cell: " in note) == HAS_SOURCES for note in notes))

    def test_observations_are_those_of_the_table(self):
        rows = self.book["Observations"].iter_rows(min_row=2, values_only=True)
        header = next(rows)
        loaded = [dict(zip(header, row)) for row in rows]
        self.assertEqual(len(loaded), len(OBSERVATIONS))
        for one, row in zip(loaded, OBSERVATIONS):
            self.assertEqual([one[name] for name in DIMENSIONS], [row[name] for name in DIMENSIONS])
            self.assertEqual([one[name] for name in NUMBERS], [number(row[name]) for name in NUMBERS])


class Manual(unittest.TestCase):
    """Of the round that the manual speaks of."""

    def test_examples_run_and_namibia_stays_namibia(self):
        text = (pathlib.Path(__file__).parents[2] / "out" / "README.md").read_text(encoding="utf-8")
        examples = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
        self.assertTrue(examples)
        for example in examples:
            names = {}
            exec(example.replace("out/2020", str(FOLDER)), names)  # noqa: S102 our own manual
            frames = [value for value in names.values() if isinstance(value, pandas.DataFrame)]
            self.assertTrue(frames)
            self.assertFalse(any(frame["code"].isna().any() for frame in frames if "code" in frame))
        self.assertIn("NA", names["origin"]["code"].tolist())
