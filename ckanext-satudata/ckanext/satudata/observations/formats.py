"""An answer of `satudata_observation_search` as a file."""

from __future__ import annotations

import io
from typing import Any

from ckanext.satudata.observations import model
from ckanext.satudata.observations.sdmx import data
from ckanext.satudata.observations.sdmx.flow import Flow
from ckanext.satudata.standards import model as standards
from ckanext.satudata.tables import outlets


def as_csv(answer: dict[str, Any]) -> str:
    """Return the rows as CSV, one column for each group with its name for people; several sources in one cell."""
    plain = [*answer["group_by"], "value", "period", "unit", "status", "symbol", "regions", "sources"]
    plain += ["revised", "revised_reason"]
    columns = list(answer["rows"][0]) if answer["rows"] else plain
    stream = io.StringIO(newline="")
    writer = outlets.CsvWriter(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row[name]) for name in columns] for row in answer["rows"])
    return stream.getvalue()


def _cell(value: Any) -> Any:
    return " ".join(value) if isinstance(value, list) else value


def as_sdmx_csv(answer: dict[str, Any]) -> str:
    """Return the rows as SDMX-CSV 2.0, by the dataflow of their standard."""
    flow = Flow(standards.load(answer["standard"]), tuple(model.published(answer["standard"])))
    return data.as_csv(flow, data.observations(flow, answer))
