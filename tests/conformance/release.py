"""The release under test, as the standard library reads it: what all clients are compared with."""

import csv
import json
import os
import pathlib

FOLDER = pathlib.Path(os.environ["RELEASE"])
NUMBERS = ("OBS_VALUE", "LOWER", "UPPER")


def table(name):
    with open(FOLDER / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


OBSERVATIONS = table("harmonized.csv")
assert OBSERVATIONS, "a release without observations tests nothing"
# The dimensions stand before the value.
COLUMNS = list(OBSERVATIONS[0])
DIMENSIONS = tuple(COLUMNS[: COLUMNS.index("OBS_VALUE")])
DETAILED = "ARTICLE_LABEL" in COLUMNS
PACKAGE = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))


def lists():
    """The code list of each coded column of the observations."""
    (resource,) = (one for one in PACKAGE["resources"] if one["name"] == "harmonized")
    return {key["fields"][0]: key["reference"]["resource"] for key in resource["schema"]["foreignKeys"]}


def splits():
    """The dimensions that split sums, and with them the observations."""
    (resource,) = (one for one in PACKAGE["resources"] if one["name"] == "regional")
    keys = [key["fields"][0] for key in resource["schema"]["foreignKeys"]]
    return [name for name in DIMENSIONS if name in keys and name not in ("MEASURE", "REF_AREA")]


def number(text):
    """A number of the tables; None where there is none."""
    return float(text) if text not in ("", "NaN") else None
