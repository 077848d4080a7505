"""The release under test, as the standard library reads it: what all clients are compared with."""

import csv
import os
import pathlib

FOLDER = pathlib.Path(os.environ["RELEASE"])
NUMBERS = ("OBS_VALUE", "LOWER", "UPPER")
DIMENSIONS = ("REF_AREA", "TIME_PERIOD", "MEASURE", "UNIT_COUNT", "EXPL_FORM", "SEX", "AGE", "ORIGIN", "OFFENCE", "ARTICLE", "STATEMENT")


def table(name):
    with open(FOLDER / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


OBSERVATIONS = table("harmonized.csv")
assert OBSERVATIONS, "a release without observations tests nothing"


def number(text):
    """A number of the tables; None where there is none."""
    return float(text) if text not in ("", "NaN") else None
