"""The years of a dataset come from its tables: what they hold is shown and searched, not what a form once had.

What a person wrote in the form stays in the form; where it differs, it is named beside the years of the tables
(`tahun_tertulis`), so that the officer can mend whichever is wrong.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.datastore.backend.postgres import get_read_engine, identifier
from ckanext.satudata.exceptions import UnknownStandard
from ckanext.satudata.publishing.reindexing import index_dataset
from ckanext.satudata.standards import fit
from ckanext.satudata.standards import model as standards
from ckanext.satudata.tables.table import Table
from sqlalchemy import Integer, UnicodeText, func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

log = logging.getLogger(__name__)

# sent with a dataset's id when the years of its tables change, once the search index has them
years_changed = tk.signals.ckanext.signal("satudata_years_changed")
# the context key of whoever wants a dataset as it was written: the harvest compares it with its source
AS_WRITTEN = "satudata_as_written"
FIELDS = ("dimensi_awal", "dimensi_akhir")
WRITTEN = "tahun_tertulis"
# what officers call the column of years in a table without a standard
HEADERS = {"tahun", "thn", "tahun_data", "periode_tahun"}
DAY = "tanggal"
# anything else in a column of years is a slip, and no year of data
PLAUSIBLE = r"^(19[4-9]\d|20\d\d)$"


class TableYears(tk.BaseModel):
    """The first and the last year that a loaded table holds."""

    __tablename__ = "satudata_table_years"

    resource_id: Mapped[str] = mapped_column(UnicodeText, primary_key=True)
    first: Mapped[int] = mapped_column(Integer, nullable=False)
    last: Mapped[int] = mapped_column(Integer, nullable=False)


def note(resource_id: str) -> None:
    """Note which years a table that was loaded holds, and have its dataset shown with them."""
    resource = model.Resource.get(resource_id)
    if resource is None:
        return
    before = model.Session.get(TableYears, resource_id)
    stored = (before.first, before.last) if before else None
    current = _years_of_table(resource_id, (resource.extras or {}).get("standar") or "")
    if current == stored:
        return
    if current is None:
        model.Session.delete(before)
    else:
        values = dict(zip(("first", "last"), current, strict=True))
        statement = insert(TableYears).values(resource_id=resource_id, **values)
        model.Session.execute(statement.on_conflict_do_update(index_elements=["resource_id"], set_=values))
    index_dataset(resource.package_id)
    years_changed.send(resource.package_id)
    log.info("resource %s: years %s", resource_id, current)


def catch_up() -> None:
    """Note the years of tables that were loaded when nobody noted them: before an upgrade, for instance (a job)."""
    query = model.Session.query(model.Resource).join(model.Package, model.Package.id == model.Resource.package_id)
    loaded = query.filter(
        model.Resource.state == model.State.ACTIVE,
        model.Package.state == model.State.ACTIVE,
        ~model.Resource.id.in_(model.Session.query(TableYears.resource_id).scalar_subquery()),
    )
    for resource_id in [resource.id for resource in loaded if (resource.extras or {}).get("datastore_active")]:
        note(resource_id)


def apply(dataset: dict[str, Any]) -> None:
    """Give a dataset the years of its tables, and name what its form says where that differs."""
    restore(dataset)
    years = of([resource["id"] for resource in dataset.get("resources") or [] if resource.get("datastore_active")])
    if years is None:
        return
    written = tuple(str(dataset.get(name) or "") for name in FIELDS)
    if written == years:
        return
    dataset.update(zip(FIELDS, years, strict=True))
    dataset[WRITTEN] = shown(*written)


def restore(dataset: dict[str, Any]) -> None:
    """Give a dataset, which may come from the search index, the years of its form again."""
    if WRITTEN in dataset:
        written = dataset.pop(WRITTEN).split("–")
        dataset.update(zip(FIELDS, (written[0], written[-1]), strict=True))


def of(resource_ids: list[str]) -> tuple[str, str] | None:
    """Return the first and the last year of some tables together; None where none of them has years."""
    if not resource_ids:
        return None
    query = model.Session.query(func.min(TableYears.first), func.max(TableYears.last))
    first, last = query.filter(TableYears.resource_id.in_(resource_ids)).one()
    return None if first is None else (str(first), str(last))


def of_table(table: Table, standard: str) -> tuple[int, int] | None:
    """Return the first and the last year that a table holds which is not loaded; None where it has none."""
    column = _column(table.columns, standard)
    if column is None:
        return None
    year = f"substring({table.column(column)} from 1 for 4)"
    [(first, last)] = table.ask(
        f"SELECT min({year}::int), max({year}::int) FROM cells WHERE regexp_matches({year}, '{PLAUSIBLE}')"
    )
    return None if first is None else (first, last)


def shown(first: str, last: str) -> str:
    """Return years as people write them: 2020–2024, or 2024 alone; "" where both are empty."""
    return first if first == last else f"{first}–{last}"


def _years_of_table(resource_id: str, standard: str) -> tuple[int, int] | None:
    engine = get_read_engine()
    with engine.connect() as connection:
        query = "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s"
        kinds = dict(connection.exec_driver_sql(query, (resource_id,)).fetchall())
        column = _column(kinds, standard)
        if column is None:
            return None
        text = f"{identifier(column)}::text"
        year = f"substring({text} from 1 for 4)" if kinds[column] == "date" else text
        query = f"SELECT min({year}::int), max({year}::int) FROM {identifier(resource_id)} WHERE {year} ~ %s"
        first, last = connection.exec_driver_sql(query, (PLAUSIBLE,)).one()
    return None if first is None else (first, last)


def _column(kinds: Mapping[str, str], standard: str) -> str | None:
    """Return the column of a table that holds the year or day of each row; None where there is none."""
    names = [name for name in kinds if name not in {"_id", "_full_text"}]
    try:
        definition = standards.load(standard) if standard else None
    except UnknownStandard:
        definition = None
    if definition is None:
        years = [name for name in names if standards.key(name) in HEADERS]
        days = [name for name in names if standards.key(name) == DAY and kinds[name] == "date"]
        return next(iter([*years, *days]), None)
    columns = {field: name for name, field in fit.compare(names, definition).columns.items()}
    keys = [name for name in definition.dimensions if name in columns]
    days = [name for name in keys if definition.field(name).type == "date" and kinds[columns[name]] == "date"]
    years = [name for name in keys if definition.field(name).type == "year"]
    return next((columns[name] for name in [*days, *years]), None)
