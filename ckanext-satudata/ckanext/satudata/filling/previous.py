"""What an office told last time, as a start for this time."""

from __future__ import annotations

from collections.abc import Sequence

from ckan.plugins import toolkit as tk
from ckanext.satudata.filling import keys, model, rows
from ckanext.satudata.filling.model import Filling, Part, Row
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation import parsed


def load(standard: Standard, filling: Filling, part: Part) -> list[Row]:
    """Return the rows of the newest period before this one, dated to this one: filled here, else in the table.

    Empty where there are none.
    """
    before = model.find_previous(filling, part.office)
    earlier = before.rows if before is not None else _of_table(standard, filling, part.codes)
    key = keys.find_key(standard)
    if key is None:
        return []
    return [
        rows.complete(standard, row, row[key.name], filling.period) for row in earlier if row[key.name] in part.codes
    ]


def _of_table(standard: Standard, filling: Filling, codes: Sequence[str]) -> list[Row]:
    if not filling.resource_id:
        return []
    try:
        resource = tk.get_action("resource_show")({"ignore_auth": True}, {"id": filling.resource_id})
    except tk.ObjectNotFound:
        return []
    if resource.get("validation_status") != "success":
        return []
    with parsed.opened(resource) as table:
        return _newest(standard, table, filling.period, set(codes))


def _newest(standard: Standard, table: Table, period: str, codes: set[str]) -> list[Row]:
    """Return the rows of these codes in the newest period of a table before `period`."""
    labels = {field.name: label for field in standard.fields if (label := table.label(field.name))}
    key, times = keys.find_key(standard), list(keys.period_values(standard, period))
    if key is None or not {key.name, *times} <= set(labels):
        return []
    columns = ", ".join(table.column(label) for label in labels.values())
    stored = [
        dict(zip(labels, cells, strict=True)) for cells in table.stream(f"SELECT {columns} FROM cells ORDER BY n")
    ]

    def moment(row: dict[str, str]) -> tuple[str, ...]:
        return tuple((row[name] or "").rjust(4, "0") for name in times)

    limit = tuple(value.rjust(4, "0") for value in keys.period_values(standard, period).values())
    ours = [row for row in stored if row[key.name] in codes and moment(row) < limit]
    newest = max(map(moment, ours), default=())
    return [{name: value or "" for name, value in row.items()} for row in ours if moment(row) == newest]
