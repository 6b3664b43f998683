"""Figures to ask about, put into the observations as a load would, once for all questions."""

import json
import uuid
from pathlib import Path

import pytest
import yaml
from ckan import model
from ckanext.satudata.standards import model as standards
from sqlalchemy import text

# of what was inserted
ids = []
FIGURES = yaml.safe_load(Path(__file__).with_name("figures.yaml").read_text(encoding="utf-8"))
ROWS = {
    "office": """INSERT INTO "group" (id, name, title, type, is_organization, state, approval_status, created, extras)
        VALUES (:id, :name, :title, 'organization', true, 'active', 'approved', now(), CAST(:extras AS jsonb))""",
    "dataset": """INSERT INTO package (id, name, title, type, state, private, owner_org, extras)
        VALUES (:id, :name, :title, 'dataset', 'active', false, :office, CAST('{}' AS jsonb))""",
    "table": """INSERT INTO resource (id, package_id, name, url, state, position, url_type)
        VALUES (:id, :dataset, 'Tabel', 'https://satudata.example/t.csv', 'active', 0, '')""",
    "set": """INSERT INTO satudata_observation_set (package_id, resource_id, revision, loaded, standard, measure, unit,
        levels, first_period, last_period, count, labels) VALUES (:dataset, :table, :revision, now(), :standard,
        :measure, :unit, CAST(:levels AS int[]), :first, :last, :count, CAST(:labels AS jsonb)) RETURNING id""",
    "figure": """INSERT INTO satudata_observation (set_id, period, region, dimensions, value)
        VALUES (:set, :period, :region, CAST(:dimensions AS jsonb), :value)""",
}
# offices of these names that other tests left
OTHERS = """UPDATE "group" SET state = 'deleted', name = 'left-' || id
    WHERE name = ANY(:names) OR (is_organization AND title = ANY(:titles))"""


def put(connection, kind, **values):
    """Insert a row; return what it gives back."""
    if "id" in values:
        ids.append(values["id"])
    result = connection.execute(text(ROWS[kind]), values)
    return result.scalar_one() if result.returns_rows else None


def put_table(connection, table, offices):
    """Insert a table: dataset, resource, a set for each measure, and its figures."""
    standard, header = standards.load(table["standard"]), table["header"]
    dataset, resource = str(uuid.uuid4()), str(uuid.uuid4())
    name = standard.name.replace("_", "-")
    put(connection, "dataset", id=dataset, name=name, title=standard.title, office=offices[table["office"]])
    put(connection, "table", id=resource, dataset=dataset)
    rows = [dict(zip(header, row, strict=True)) for row in table["rows"]]
    measures = [column for column in header if standard.find_measure(column)]
    dimensions = [column for column in header[2:] if column not in measures]
    labels = {
        column: {str(row[column]): str(row[column]) for row in rows}
        for column in dimensions
        if column in standard.dimensions and not standard.field(column).codelist
    }
    for measure in measures:
        values_of_set = {"dataset": dataset, "table": resource, "revision": "2026-11-01", "standard": standard.name}
        values_of_set |= {
            "measure": measure,
            "unit": standard.find_measure(measure).satuan,
            "labels": json.dumps(labels),
        }
        values_of_set |= {"levels": sorted({len(row["region"]) for row in rows if row["region"]}), "count": len(rows)}
        values_of_set |= {"first": min(row["period"] for row in rows), "last": max(row["period"] for row in rows)}
        set_id = put(connection, "set", **values_of_set)
        for row in rows:
            codes = {column: str(row[column]) for column in dimensions if row[column] != ""}
            place = row["region"] or None
            figure = {"set": set_id, "period": row["period"], "region": place, "value": row[measure]}
            put(connection, "figure", **figure, dimensions=json.dumps(codes))


@pytest.fixture(scope="module")
def held(application):
    """Publish the figures until the module's tests are done; nothing that other tests left is beside them."""
    with model.meta.engine.begin() as connection:
        for table in ("satudata_observation", "satudata_observation_set"):
            connection.execute(text(f"DELETE FROM {table}"))
        names = {"names": [*FIGURES["offices"]], "titles": [office["title"] for office in FIGURES["offices"].values()]}
        connection.execute(text(OTHERS), names)
        offices = {name: str(uuid.uuid4()) for name in FIGURES["offices"]}
        for name, office in FIGURES["offices"].items():
            extras = {key: office[key] for key in ("urusan", "kode_opd")} | {"jenis_organisasi": "opd"}
            put(connection, "office", id=offices[name], name=name, title=office["title"], extras=json.dumps(extras))
        for table in FIGURES["tables"]:
            put_table(connection, table, offices)
    yield
    model.Session.remove()
    with model.meta.engine.begin() as connection:
        for table in ("satudata_observation", "satudata_observation_set"):
            connection.execute(text(f"DELETE FROM {table}"))
        for table in ("resource", "package", '"group"'):
            connection.execute(text(f"DELETE FROM {table} WHERE id = ANY(:ids)"), {"ids": ids})
