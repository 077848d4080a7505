"""frictionless finds the package valid, and finds what is planted; sssom finds the mappings valid; "NO" is a text in every YAML."""

import csv
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import frictionless
import yaml

from release import DETAILED, FOLDER, HAS_SOURCES, lists, senders, splits, table

SETS = ("crosswalk", "articles") if DETAILED else ("crosswalk",)


def parts(name):
    """The metadata of a set of mappings as YAML, and its rows."""
    lines = (FOLDER / "sssom" / f"{name}.sssom.tsv").read_text(encoding="utf-8").splitlines()
    head = [line[1:] for line in lines if line.startswith("#")]
    return "\n".join(head), list(csv.DictReader(lines[len(head) :], delimiter="\t"))


def mappings(name):
    return parts(name)[1]


def script(name):
    """A program of the environment that runs this."""
    return str(pathlib.Path(sys.executable).parent / name)


class Frictionless(unittest.TestCase):
    def test_the_package_is_valid(self):
        done = subprocess.run([script("frictionless"), "validate", "datapackage.json", "--json"], cwd=FOLDER, capture_output=True, text=True)
        report = json.loads(done.stdout)
        errors = [(task["name"], error["message"]) for task in report["tasks"] for error in task["errors"]]
        self.assertEqual((errors, done.returncode), ([], 0))
        tables = {task["name"] for task in report["tasks"] if task["type"] == "table"}
        of_sources = {"findings", "ledger", "reconciliation", "records"}
        self.assertLessEqual({"harmonized", "regional", "flags", "comparability", "witnesses", lists()[splits()[0]]}, tables)
        self.assertEqual(of_sources & tables, of_sources if HAS_SOURCES else set())

    def test_every_table_of_the_folder_is_described(self):
        described = {resource.path for resource in frictionless.Package(str(FOLDER / "datapackage.json")).resources}
        there = {str(path.relative_to(FOLDER)) for pattern in ("*.csv", "codelists/*.csv", "sssom/*.tsv") for path in FOLDER.glob(pattern)}
        self.assertEqual(described, there)

    def test_keys_and_digests_are_enforced(self):
        faults = {
            "an unknown category": ("harmonized.csv", splits()[0], "NOCODE", "foreign-key"),
            "a state that is empty": ("harmonized.csv", "REF_AREA", "", "constraint"),
            "a word that is none": ("flags.csv", "BETWEEN", "grave", "constraint"),
            "a count that is none": ("harmonized.csv", "LOWER", "many", "type-error"),
        }
        for name, (file, column, value, kind) in faults.items():
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                copy = pathlib.Path(folder, "release")
                shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("report", "sdmx"))
                rows = table(file)
                rows[0][column] = value
                with open(copy / file, "w", encoding="utf-8", newline="") as out:
                    writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
                    writer.writeheader()
                    writer.writerows(rows)
                report = frictionless.Package(str(copy / "datapackage.json")).validate()
                kinds = {error.type for task in report.tasks for error in task.errors}
                self.assertIn(kind, str(kinds))
                self.assertIn("hash-count", str(kinds))

    def test_sources_licence_and_hashes_are_stated(self):
        package = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))
        self.assertTrue(package["licenses"] and package["sources"] and package["title"])
        self.assertEqual(len(package["sources"]), len(senders()))
        self.assertTrue(all(resource["hash"].startswith("sha256:") for resource in package["resources"]))


class Sssom(unittest.TestCase):
    def test_the_mappings_are_valid(self):
        for name in SETS:
            path = FOLDER / "sssom" / f"{name}.sssom.tsv"
            kinds = [word for kind in ("JsonSchema", "PrefixMapCompleteness", "StrictCurieFormat") for word in ("-V", kind)]
            done = subprocess.run([script("sssom"), "validate", str(path), *kinds], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_prefix_that_nobody_declares_is_found(self):
        text = (FOLDER / "sssom" / "crosswalk.sssom.tsv").read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "faulty.sssom.tsv")
            prefix = re.search(r"skos:exactMatch\t(\w+):", text)[1]
            path.write_text(text.replace(f"\t{prefix}:", "\tnobody:"), encoding="utf-8")
            done = subprocess.run([script("sssom"), "validate", str(path), "-V", "PrefixMapCompleteness"], capture_output=True, text=True)
            self.assertNotEqual(done.returncode, 0)

    def test_metadata_are_texts(self):
        """YAML reads an unquoted NO as false, and so loses a state."""
        for name in SETS:
            head = yaml.safe_load(parts(name)[0])
            self.assertTrue(all(isinstance(word, str) for pair in head["curie_map"].items() for word in pair))
            self.assertTrue(all(isinstance(head[key], str) for key in ("mapping_set_id", "mapping_set_version", "license")))
            for line in parts(name)[0].splitlines():
                self.assertTrue(line.endswith(":") or line.endswith('"'), f"a value without quotes: {line}")

    def test_every_crosswalk_is_there(self):
        areas = {row["subject_source"] for row in mappings("crosswalk")}
        self.assertEqual(areas, {f"area:{sender}" for sender in senders()})
