"""What neither SDMX client checks: every code against its list, every period against the standard, every key once.

usage: sdmx_conformance.py DATA.csv STRUCTURE.xml     prints what is wrong; exit status 1 when anything is
"""

import re
import sys

from pysdmx.io import get_datasets
from pysdmx.model import Role

# SDMX 3.0, SDMXCommon.xsd, ObservationalTimePeriodType, as far as years, months, days and ranges go.
PERIOD = re.compile(
    r"^\d{4}(-\d{2}(-\d{2}(T\d\d:\d\d:\d\d)?)?)?$"
    r"|^\d{4}-(A1|S[12]|T[123]|Q[1-4]|M(0[1-9]|1[0-2])|W\d\d|D\d{3})$"
    r"|^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?/P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T.+)?$"
)


def mistakes(data, structure):
    """Sentences about what is wrong; none when the data keep to their structure."""
    found = []
    for dataset in get_datasets(data, structure):
        frame, components = dataset.data, dataset.structure.components
        for component in components:
            if component.id not in frame.columns:
                found += [f"the column {component.id} is missing"] if component.required else []
                continue
            column = frame[component.id].astype(str)
            if component.required and component.role != Role.MEASURE and (column == "").any():
                found.append(f"{component.id} is empty in a line")
            if component.enumeration is not None:
                codes = {code.id for code in component.enumeration} | (set() if component.required else {""})
                found += [f"{component.id}: {code!r} is not in {component.enumeration.id}" for code in sorted(set(column) - codes)]
            if component.id == "TIME_PERIOD":
                found += [f"TIME_PERIOD: {period!r}" for period in sorted(set(column)) if not PERIOD.match(period)]
        dimensions = [component.id for component in components.dimensions]
        if frame.duplicated(dimensions).any():
            found.append("a key occurs twice")
    return found


if __name__ == "__main__":
    wrong = mistakes(sys.argv[1], sys.argv[2])
    print(*wrong, sep="\n")
    sys.exit(bool(wrong))
