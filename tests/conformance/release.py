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
MANIFEST = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
# Without its sources a release has no words of submissions, and no tables about them.
HAS_SOURCES = (FOLDER / "ledger.csv").is_file()
PACKAGE = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))


def lists():
    """The code list of each coded column of the observations."""
    (resource,) = (one for one in PACKAGE["resources"] if one["name"] == "harmonized")
    return {key["fields"][0]: key["reference"]["resource"] for key in resource["schema"]["foreignKeys"]}


def splits():
    """The dimensions that split sums, and with them the observations."""
    (resource,) = (one for one in PACKAGE["resources"] if one["name"] == "regional")
    keys = [key["fields"][0] for key in resource["schema"]["foreignKeys"]]
    return [one["column"] for one in MANIFEST["dimensions"] if one["column"] in keys and one["role"] is None]


def senders():
    """Whose submissions the observations are of: states, or organisations that state figures of several."""
    provider = next((one for one in MANIFEST["dimensions"] if one["role"] == "provider"), None)
    own = lambda row: provider is None or row[provider["column"]] == provider["default"]
    return {row["REF_AREA"] if own(row) else row[provider["column"]] for row in OBSERVATIONS}


def number(text):
    """A number of the tables; None where there is none."""
    return float(text) if text not in ("", "NaN") else None
