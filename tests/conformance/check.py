"""Loads every output of a release in the programs that its readers use.

usage: check.py FOLDER [NAME ...]     FOLDER: out/<round>; NAME: only these tests, as unittest names them
       check.py FOLDER --public       what a release without its sources has
"""

import os
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).parent

PUBLIC = [
    "test_package.Frictionless.test_the_package_is_valid",
    "test_package.Frictionless.test_every_table_of_the_folder_is_described",
    "test_package.Frictionless.test_keys_and_digests_are_enforced",
    "test_sdmx.Pysdmx.test_loads_all_observations_with_their_values_and_attributes",
    "test_sdmx.Pysdmx.test_several_reasons_stand_in_one_attribute",
    "test_sdmx.Pysdmx.test_structure_has_roles_types_and_lists",
    "test_sdmx.Sdmx1",
    "test_sdmx.Conformance",
    "test_tables.Parquet",
    "test_tables.Workbook.test_figures_have_notes_sheets_have_filters_and_frozen_headers",
    "test_tables.Workbook.test_observations_are_those_of_the_table",
]

if __name__ == "__main__":
    if len(sys.argv) < 2 or not pathlib.Path(sys.argv[1], "harmonized.csv").is_file():
        sys.exit(__doc__)
    os.environ["RELEASE"] = str(pathlib.Path(sys.argv[1]).resolve())
    sys.path.insert(0, str(HERE))
    loader = unittest.TestLoader()
    names = PUBLIC if sys.argv[2:] == ["--public"] else sys.argv[2:]
    # Without a history beside the release there is nothing to test of it.
    pattern = "test_*.py" if os.environ.get("HISTORY") else "test_[!h]*.py"
    suite = loader.loadTestsFromNames(names) if names else loader.discover(str(HERE), pattern)
    if suite.countTestCases() < 10 and not sys.argv[2:]:
        sys.exit("hardly any test was found")
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    # What the tests need is there before they start; one that is skipped has tested nothing.
    sys.exit(not result.wasSuccessful() or bool(result.skipped))
