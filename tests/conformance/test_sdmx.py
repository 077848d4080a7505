"""pysdmx and sdmx1 load the observations, with all of them and the same values; the codes keep to their lists."""

import math
import pathlib
import re
import tempfile
import unittest

import pysdmx.io
import pysdmx.model
import sdmx

from release import DETAILED, DIMENSIONS, FOLDER, HAS_SOURCES, NUMBERS, OBSERVATIONS, lists, number, splits, table
from sdmx_conformance import mistakes

DATA, STRUCTURE, MAPS = (FOLDER / "sdmx" / name for name in ("data.csv", "structure.xml", "maps.json"))


def identifier(code):
    """A code as SDMX allows it."""
    return re.sub(r"[^A-Za-z0-9_@$-]", "_", code)


def key(row):
    return tuple(row[name] if name == "TIME_PERIOD" else identifier(row[name]) for name in DIMENSIONS)


EXPECTED = {key(row): number(row["OBS_VALUE"]) for row in OBSERVATIONS}


class Pysdmx(unittest.TestCase):
    def test_loads_all_observations_with_their_values_and_attributes(self):
        (dataset,) = pysdmx.io.get_datasets(DATA, STRUCTURE)
        frame = dataset.data
        self.assertEqual(len(frame), len(OBSERVATIONS))
        by_key = {tuple(row[name] for name in DIMENSIONS): row for row in frame.to_dict("records")}
        for row in OBSERVATIONS:
            loaded = by_key[key(row)]
            for name in NUMBERS:
                value = loaded[name]
                value = None if value is None or math.isnan(float(value)) else float(value)
                self.assertEqual(value, number(row[name]), (key(row), name))
            for name in ("COMPARABILITY", "COMPAR_BETWEEN", "OBS_STATUS", "ABSENCE", *(["SOURCE_REF"] if HAS_SOURCES else [])):
                self.assertEqual(loaded[name] or "", row[name], (key(row), name))

    def test_several_reasons_stand_in_one_attribute(self):
        self.assertTrue(any(row["COMPARABILITY"].count(",") > 1 for row in OBSERVATIONS))

    def test_structure_has_roles_types_and_lists(self):
        (dataset,) = pysdmx.io.get_datasets(DATA, STRUCTURE)
        components = dataset.structure.components
        self.assertEqual({c.id for c in components.dimensions}, {"FREQ", *DIMENSIONS})
        self.assertEqual([c.id for c in components.measures], ["OBS_VALUE"])
        self.assertEqual(str(components["OBS_VALUE"].dtype), "Double")
        self.assertIn("comparability", components["COMPARABILITY"].concept.name.lower())

    def test_representation_maps_hold_every_decision_with_a_code(self):
        maps = pysdmx.io.read_sdmx(MAPS).structures
        self.assertTrue(maps)
        self.assertTrue(all(isinstance(one, pysdmx.model.RepresentationMap) for one in maps))
        held = sum(len(one.maps) for one in maps)
        from test_package import SETS, mappings

        # A map recodes: the second code of an article, which stands behind the first with the same words and days, is not in it.
        words = ["subject_id", "subject_label", "subject_category", "subject_source", "valid_from", "valid_to", "holds_for_tables"]
        rows = [row for name in SETS for row in mappings(name) if row["object_id"] != "sssom:NoTermFound"]
        second = [row for before, row in zip(rows, rows[1:]) if row["subject_id"] and all(row[w] == before[w] for w in words)]
        self.assertEqual(held, len(rows) - len(second))
        lists = {}
        for structure in pysdmx.io.read_sdmx(STRUCTURE).structures:
            if isinstance(structure, pysdmx.model.Codelist):
                lists[structure.short_urn.split("=")[1]] = {code.id for code in structure}
        coded = 0
        for one in maps:
            target = str(one.target).split("Codelist=")
            for value in one.maps if len(target) == 2 else ():
                self.assertIn(value.target, lists[target[1]], one.id)
                coded += 1
        self.assertGreater(coded, 100 if DETAILED else 20)


class Sdmx1(unittest.TestCase):
    def test_loads_all_observations_with_their_values(self):
        structures = sdmx.read_sdmx(STRUCTURE)
        (flow,) = structures.dataflow.values()
        message = sdmx.read_sdmx(DATA, structure=flow)
        series = sdmx.to_pandas(message.data[0])
        self.assertEqual(len(series), len(OBSERVATIONS))
        names = list(series.index.names)
        loaded = {tuple(dict(zip(names, index))[name] for name in DIMENSIONS): value for index, value in series.items()}
        for expected, value in EXPECTED.items():
            self.assertEqual(None if math.isnan(loaded[expected]) else loaded[expected], value, expected)

    def test_attributes_are_there(self):
        (flow,) = sdmx.read_sdmx(STRUCTURE).dataflow.values()
        message = sdmx.read_sdmx(DATA, structure=flow)
        observation = message.data[0].obs[0]
        self.assertIn("COMPAR_SUM", observation.attrib)

    def test_hierarchies_of_codes_are_read(self):
        structures = sdmx.read_sdmx(STRUCTURE)
        for split in splits():
            name = lists()[split].removeprefix("codelist-")
            own = f"CL_{name.upper().replace('-', '_')}"
            parents = {row["code"]: row["parent"] for row in table(f"codelists/{name.replace('-', '_')}.csv")}
            self.assertTrue(any(parents.values()), split)
            for code, parent in parents.items():
                # The parent of a code at the top is the list itself.
                self.assertEqual(structures.codelist[own][identifier(code)].parent.id, identifier(parent) or own, code)


class Conformance(unittest.TestCase):
    def test_every_code_is_in_its_list(self):
        self.assertEqual(mistakes(DATA, STRUCTURE), [])

    def test_the_check_finds_what_is_wrong(self):
        """Faults planted in the data: a check that can't fail says nothing."""
        header, *lines = DATA.read_text(encoding="utf-8").splitlines()
        place = {name: i for i, name in enumerate(header.split(","))}

        def planted(name, value):
            fields = lines[0].split(",")
            fields[place[name]] = value
            return [header, ",".join(fields), *lines[1:]]

        faults = {
            "an unknown state": (planted("REF_AREA", "XQ"), "REF_AREA: 'XQ'"),
            "a period that is none": (planted("TIME_PERIOD", "2016/P3Y"), "TIME_PERIOD: '2016/P3Y'"),
            "an empty status": (planted("OBS_STATUS", ""), "OBS_STATUS"),
            "a key twice": ([header, lines[0], *lines], "a key occurs twice"),
        }
        for name, (text, expected) in faults.items():
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                path = pathlib.Path(folder, "data.csv")
                path.write_text("\n".join(text) + "\n", encoding="utf-8")
                self.assertTrue(any(expected in mistake for mistake in mistakes(path, STRUCTURE)), expected)
