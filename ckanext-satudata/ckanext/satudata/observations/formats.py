"""An answer of `satudata_observation_search` as a file."""

from __future__ import annotations

import io
from typing import Any

from ckanext.satudata.observations import periods, question
from ckanext.satudata.tables import outlets

# SDMX's own names of the concepts that we have; any other dimension keeps its name in capitals
CONCEPTS = {question.PERIOD: "TIME_PERIOD", "tahun": "TIME_PERIOD", "bulan": "TIME_PERIOD", "tanggal": "TIME_PERIOD"}
REGION = "REF_AREA"


def as_csv(answer: dict[str, Any]) -> str:
    """Return the rows as CSV, one column for each group with its name for people, and the unit."""
    columns = list(answer["rows"][0]) if answer["rows"] else [*answer["group_by"], "value"]
    stream = io.StringIO(newline="")
    writer = outlets.CsvWriter(stream, lineterminator="\n")
    writer.writerow([*columns, "unit"])
    writer.writerows([*(row[name] for name in columns), answer["unit"]] for row in answer["rows"])
    return stream.getvalue()


def as_sdmx_csv(answer: dict[str, Any]) -> str:
    """Return the rows as SDMX-CSV 2.0 (sdmx-twg, sdmx-csv, field guide): structure, dimensions, value, attributes."""
    groups = answer["group_by"]
    concepts = [concept(name) for name in groups]
    header = ["STRUCTURE", "STRUCTURE_ID", "ACTION", "FREQ", "MEASURE", *concepts, "OBS_VALUE", "UNIT_MEASURE"]
    stream = io.StringIO(newline="")
    writer = outlets.CsvWriter(stream, lineterminator="\r\n")
    writer.writerow(header)
    flow = f"SATUDATA:{answer['standard'].upper()}(1.0)"
    time = next((name for name in groups if concept(name) == "TIME_PERIOD"), None)
    for row in answer["rows"]:
        often = periods.FREQUENCY.get(len(str(row[time])), "_Z") if time else "_Z"
        keys = [row[name] for name in groups]
        writer.writerow(
            ["dataflow", flow, "I", often, answer["measure"].upper(), *keys, row["value"], answer["unit"].upper()]
        )
    return stream.getvalue()


def concept(name: str) -> str:
    """Return the SDMX name of a group."""
    return REGION if name.startswith(question.REGION) else CONCEPTS.get(name, name.upper())
