"""Loads every output of a release in the programs that its readers use.

usage: check.py FOLDER [NAME ...]     FOLDER: out/<round>; NAME: only these tests, as unittest names them
"""

import os
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).parent

if __name__ == "__main__":
    if len(sys.argv) < 2 or not pathlib.Path(sys.argv[1], "harmonized.csv").is_file():
        sys.exit(__doc__)
    os.environ["RELEASE"] = str(pathlib.Path(sys.argv[1]).resolve())
    sys.path.insert(0, str(HERE))
    loader = unittest.TestLoader()
    suite = loader.loadTestsFromNames(sys.argv[2:]) if sys.argv[2:] else loader.discover(str(HERE), "test_*.py")
    if suite.countTestCases() < 10 and not sys.argv[2:]:
        sys.exit("hardly any test was found")
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    # What the tests need is there before they start; one that is skipped has tested nothing.
    sys.exit(not result.wasSuccessful() or bool(result.skipped))
