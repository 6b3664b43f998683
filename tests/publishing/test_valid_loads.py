"""What the check calls valid loads, always, and is the file cell by cell; what does not load is told in words."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from ckan.plugins import toolkit as tk
from ckan.tests import helpers
from ckanext.datastore.backend.postgres import get_write_engine
from ckanext.satudata.publishing import datastore, loaded
from ckanext.satudata.validation import engine, expected, stored
from factories_satudata import Organization, act, dataset_dict
from sqlalchemy import text
from werkzeug.datastructures import FileStorage

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]

CASES = Path(__file__).parents[1] / "fixtures" / "cases" / "tables"
LONG = "kata " * 300_000
WIDE = [f"k{number}" for number in range(400)]
VALID_FILES = {
    "nol-di-depan.csv": "id,nip,telepon,n\n007,0012,+6236122113,1\n012,0013,0361,2\n",
    "besar.csv": "a,b\n99999999999999999999999,1\n1,9007199254740993\n",
    "eksponen.csv": "a,b,c\n1e400,1.5E+10,1E5\n2,2.5,2E7\n",
    "bukan-angka.csv": "a,b\nNaN,1\ninf,NaN\n3,2\n",
    "benar-salah.csv": "a,b,c\ntrue,ya,1\nFALSE,tidak,0\n",
    "tanggal.csv": "a,b,c\n2025-02-28,2025-02-30,0000-01-01\n9999-12-31,2025-01-01,2024-01-01\n",
    "panjang.csv": f'nama,teks\na,"{LONG}"\nb,"{LONG[:40000]}"\n',
    "kapital.csv": "Luas,luas,LUAS\n1,a,2.50\n2,b,3.00\n",
    "kata-sql.csv": "user,select,order,table,rank,oid\n1,2,3,4,5,6\n",
    "catatan-tahun.csv": "tahun,n\n2024,1\n2025*,2\n2024/2025,3\n",
    "tanda.csv": 'nama;n\n"a;b ""c""";1,5\nÄÖ 你好 😀;2,5\n',
    "lebar.csv": f"{','.join(WIDE)}\n{','.join('1' for _ in WIDE)}\n{','.join('9' * 15 for _ in WIDE)}\n",
}
SCHEMA = {
    "missingValues": ["", "-"],
    "fields": [
        {"name": "bulat", "type": "integer", "bareNumber": False},
        {"name": "koma", "type": "number", "decimalChar": ",", "groupChar": "."},
        {"name": "rupiah", "type": "number", "bareNumber": False},
        {"name": "tanggal", "type": "date", "format": "%d/%m/%Y"},
        {"name": "ya", "type": "boolean", "trueValues": ["ya"], "falseValues": ["tidak"]},
        {"name": "asli", "type": "integer"},
        {"name": "jam", "type": "time"},
    ],
}
AS_DECLARED = [
    ["Rp 1250", "1.250,75", "Rp 1000", "31/12/2025", "ya", " 1_000", "08:00:00"],
    ["7", "0,5", "12%", "01/02/2024", "tidak", "٣", "-"],
    ["-", "-", "-", "-", "-", "-", "-"],
    ["1", "1", "1", "01/01/2000", "ya", "9" * 30, "23:59:59"],
]
HELD = [
    ("1250", "1250.75", "1000", "2025-12-31", "true", "1000", "08:00:00"),
    ("7", "0.5", "12", "2024-02-01", "false", "3", None),
    ("1", "1", "1", "2000-01-01", "true", "9" * 30, "23:59:59"),
]


def rows_of(resource_id):
    """Return column kinds and the rows of a table, as text."""
    with loaded.opened(resource_id, "", "") as table:
        texts = [f"{column.sql}::text" for column in table.columns]
        return table.columns, [row for batch in table.batches(texts) for row in batch]


def same(kind, cell, value, missing):
    """Return whether a value of the DataStore is what a cell of the file says."""
    if cell in missing or value is None:
        return cell in missing and value is None
    if kind in {"integer", "decimal"}:
        return Decimal(value) == Decimal(cell)
    return value == cell.lower() if kind == "boolean" else value == cell


def test_each_valid_case_loads_cell_by_cell(tmp_path):
    """Every case that the check accepts is in the DataStore as the tidy table has it."""
    for name, content in VALID_FILES.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    readings, resources = {}, []
    for path in [*sorted(CASES.glob("*.csv")), *sorted(CASES.glob("*.xlsx")), *sorted(tmp_path.glob("*.csv"))]:
        folder = tmp_path / f"_{path.name}"
        folder.mkdir()
        outcome = engine.check_path(path, path.name, folder)
        if outcome.report.valid:
            readings[path.name] = outcome.reading
            steps = json.dumps([step.as_dict() for step in outcome.reading.steps])
            upload = FileStorage(io.BytesIO(path.read_bytes()), path.name)
            resources.append({"upload": upload, "url": path.name, "name": path.name, "langkah_baca": steps})
    assert set(VALID_FILES) <= set(readings)
    dataset = act("package_create", **dataset_dict(owner_org=Organization()["id"]), resources=resources)
    for resource in dataset["resources"]:
        name = resource["name"]
        datastore.load(resource["id"])
        file = readings[name].file
        with file.path.open(encoding="utf-8", newline="") as stream:
            header, *cells = csv.reader(stream, delimiter=file.delimiter)
        columns, rows = rows_of(resource["id"])
        assert [column.name for column in columns] == header, name
        filled = [row for row in cells if any(row)]
        assert len(rows) == len(filled), name
        missing = expected.schema(file, None).get("missingValues", [""])
        for stored_row, row in zip(rows, filled, strict=True):
            for column, value, cell in zip(columns, stored_row, row, strict=True):
                assert same(column.kind, cell, value, missing), (name, column, cell[:80], value)


def test_declared_types_load_as_frictionless_reads_them():
    """Decimal commas, groups, currencies, other dates and words for yes are what the schema says that they are."""
    stream = io.StringIO()
    csv.writer(stream).writerows([[field["name"] for field in SCHEMA["fields"]], *AS_DECLARED])
    dataset = act("package_create", **dataset_dict(owner_org=Organization()["id"]))
    resource = act(
        "resource_create",
        package_id=dataset["id"],
        upload=FileStorage(io.BytesIO(stream.getvalue().encode()), "t.csv"),
        url="t.csv",
        name="t.csv",
        skema_tabel=json.dumps(SCHEMA),
        langkah_baca="[]",
    )
    datastore.load(resource["id"])
    _columns, rows = rows_of(resource["id"])
    assert [tuple(row) for row in rows] == HELD


def test_leading_zeros_live_on_every_way_out(app):
    """01 and 010 stay what they are in the API, each download and the preview."""
    content = (CASES / "m24-kode-nol.csv").read_bytes()
    dataset = act("package_create", **dataset_dict(owner_org=Organization()["id"]))
    upload = FileStorage(io.BytesIO(content), "kode.csv")
    resource = act("resource_create", package_id=dataset["id"], upload=upload, url="kode.csv", name="kode.csv")
    datastore.load(resource["id"])
    records = helpers.call_action("datastore_search", resource_id=resource["id"])["records"]
    assert [(record["kdkab"], record["kdkec"]) for record in records] == [("01", "010"), ("01", "020"), ("02", "030")]
    base = f"/dataset/{dataset['name']}/resource/{resource['id']}/unduh"
    assert app.get(f"{base}.csv").body.splitlines()[1] == "01,010,NANGGUNG,50"
    assert json.loads(app.get(f"{base}.json").body)["records"][0]["kdkec"] == "010"
    assert "<td>010</td>" in app.get(f"/dataset/{dataset['name']}").body


def test_a_load_that_fails_is_told_in_words_and_leaves_no_empty_table(app, monkeypatch):
    """No SQL for people, and no download that answers 200 without a row."""
    dataset = act("package_create", **dataset_dict(owner_org=Organization()["id"]))
    upload = FileStorage(io.BytesIO(b"nama,n\na,1\n"), "t.csv")
    resource = act("resource_create", package_id=dataset["id"], upload=upload, url="t.csv", name="t.csv")
    # a fault that no check foresees: PostgreSQL knows no such type
    monkeypatch.setitem(stored.TYPES, "integer", "tidak_ada")
    with pytest.raises(Exception, match="tidak_ada"):
        datastore.load(resource["id"])
    status = datastore.TASK.status(resource["id"])
    assert status["state"] == "error"
    assert status["value"] == datastore.NOT_LOADED
    answer = app.get(f"/dataset/{dataset['name']}/resource/{resource['id']}/unduh.csv", status=404)
    assert "nama" not in answer.body[:5]
    with pytest.raises(tk.ObjectNotFound):
        helpers.call_action("datastore_search", resource_id=resource["id"])


def test_a_page_is_read_while_its_table_is_replaced(app):
    """Never 500: while the table is away the page says that it is being prepared, and asks again by itself."""
    dataset = act("package_create", **dataset_dict(owner_org=Organization()["id"]))
    upload = FileStorage(io.BytesIO(b"nama,n\na,1\n"), "t.csv")
    resource = act("resource_create", package_id=dataset["id"], upload=upload, url="t.csv", name="t.csv")
    datastore.load(resource["id"])
    address = f"/dataset/{dataset['name']}"
    assert "<td>a</td>" in app.get(address).body
    datastore.TASK.note(resource["id"], "pending")
    page = app.get(address, extra_environ={"HTTP_ACCEPT_LANGUAGE": "id"}).body
    assert "Tabel sedang disiapkan" in page
    assert 'data-module="satudata-prepared"' in page
    # between the old table and the new one there is none, whatever the catalogue remembers
    datastore.TASK.note(resource["id"], "complete")
    with get_write_engine().begin() as connection:
        connection.execute(text(f'DROP TABLE "{resource["id"]}"'))
    for path in (address, f"{address}/croissant.jsonld", f"{address}/resource/{resource['id']}"):
        assert app.get(path).status_code == 200
