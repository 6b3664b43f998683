"""Downloads of loaded tables over HTTP, read back by programs that are not ours and compared with the source."""

import csv
import datetime
import io
import json
import re
import urllib.parse
from decimal import Decimal

import duckdb
import openpyxl
import pytest
from ckan.tests import factories, helpers
from ckanext.satudata.publishing import datastore, formats
from ckanext.satudata.publishing.formats import xlsx
from factories_satudata import Organization, act, dataset_dict
from publishing.loading import FIELDS, ROWS, path, table

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]
NAMES = [field["id"] for field in FIELDS]
READ = [
    [
        "51.08.01",
        12,
        Decimal("0.10"),
        1.5,
        datetime.date(2025, 6, 30),
        datetime.datetime.fromisoformat("2025-06-30T08:15:30"),
        True,
    ],
    ["001", 9_007_199_254_740_993, Decimal(ROWS[1][2]), -2.25, datetime.date(1899, 12, 31), None, False],
    [None] * 7,
    [
        "Désa & <b>",
        -5,
        Decimal(-7),
        1e-7,
        datetime.date(1945, 8, 17),
        datetime.datetime.fromisoformat("1945-08-17T10:00:00.250"),
        True,
    ],
]
TYPED = [[*cells, row[-1]] for cells, row in zip(READ, ROWS, strict=True)]


@pytest.fixture
def fetched(app):
    """Return a function that gives the bytes of the table in a format."""
    dataset, resource = table()

    def fetch(format):
        return app.get(path(dataset, resource, format)).data

    return fetch


def test_csv_is_the_table(fetched):
    """Python's csv module reads the same texts; numbers have all their digits, missing cells are empty."""
    head, *rows = csv.reader(io.StringIO(fetched("csv").decode(), newline=""))
    assert head == NAMES
    first = ["51.08.01", "12", "0.10", "1.5", "2025-06-30", "2025-06-30 08:15:30", "true", "biasa"]
    assert rows[0] == first
    assert rows[1][:3] == ["001", "9007199254740993", ROWS[1][2]]
    assert rows[2] == [""] * len(NAMES)
    assert rows[3][-1] == ROWS[3][-1]
    assert rows[1][-1] == "'=1+1"


def test_csv_for_excel_has_its_mark(fetched):
    """`?bom=1` begins with UTF-8's mark; what Excel would carry out has an apostrophe, as without it."""
    content = fetched("csv?bom=1")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[0] == NAMES
    assert [row[-1] for row in rows[1:]] == ["biasa", "'=1+1", "", ROWS[3][-1]]
    assert rows[4][1] == "-5"


@pytest.mark.parametrize(("format", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_dump_of_the_datastore_runs_nothing(app, format, delimiter):
    """CKAN's own dump goes out as harmless as our downloads; nothing else in it changes."""
    _dataset, resource = table()
    answer = app.get(f"/datastore/dump/{resource}?format={format}")
    rows = list(csv.reader(io.StringIO(answer.data.decode(), newline=""), delimiter=delimiter))
    assert rows[0] == NAMES
    assert [row[-1] for row in rows[1:]] == ["biasa", "'=1+1", "", ROWS[3][-1]]
    assert rows[4][1] == "-5"


def test_dump_of_the_datastore_has_no_numbers_of_rows(app):
    """What CKAN adds to the table is left out of each format, unless it is asked for."""
    _dataset, resource = table()
    document = json.loads(app.get(f"/datastore/dump/{resource}?format=json").data, parse_float=Decimal)
    assert [field["id"] for field in document["fields"]] == NAMES
    assert [record[1] for record in document["records"]] == [row[1] for row in ROWS]
    assert len(document["records"][0]) == len(NAMES)
    assert b"_id" not in app.get(f"/datastore/dump/{resource}?format=xml").data
    numbered = app.get(f"/datastore/dump/{resource}?fields=_id,jumlah").data.decode()
    assert numbered.splitlines()[:2] == ["_id,jumlah", "1,12"]


@pytest.mark.parametrize("format", ["csv", "tsv", "json", "xml"])
def test_dump_of_the_datastore_is_named_by_its_dataset(app, format):
    """Title and period instead of an id, in ASCII and as it is (RFC 6266)."""
    dataset, resource = table()
    names = [
        app.get(address).headers["Content-Disposition"]
        for address in (f"/datastore/dump/{resource}?format={format}", path(dataset, resource, "csv"))
    ]
    assert resource not in names[0]
    assert names[0] == names[1].replace(".csv", f".{format}")


def test_json_is_the_table(fetched):
    """A JSON reader finds the data dictionary and the rows with types; numbers as they are when read as decimals."""
    document = json.loads(fetched("json"), parse_float=Decimal)
    assert document["title"] == dataset_dict()["title"]
    assert document["fields"][1] == {"name": "jumlah", "type": "integer", "title": "Jumlah", "unit": "jiwa"}
    assert [list(record) for record in document["records"]] == [NAMES] * len(ROWS)
    for record, row in zip(document["records"], ROWS, strict=True):
        expected = [*row]
        expected[2] = row[2] and Decimal(row[2])
        expected[3] = row[3] and Decimal(repr(row[3]))
        assert list(record.values()) == expected


def test_parquet_is_the_table(fetched, tmp_path):
    """DuckDB reads the same values with exact types, and the data dictionary from the file's metadata."""
    file = tmp_path / "t.parquet"
    file.write_bytes(fetched("parquet"))
    with duckdb.connect() as connection:
        result = connection.execute(f"SELECT * FROM '{file}'")
        assert [column[0] for column in result.description] == NAMES
        kinds = ["VARCHAR", "BIGINT", "DECIMAL(29,9)", "DOUBLE", "DATE", "TIMESTAMP", "BOOLEAN", "VARCHAR"]
        assert [str(column[1]) for column in result.description] == kinds
        assert [list(row) for row in result.fetchall()] == TYPED
        metadata = dict(connection.execute(f"SELECT key, value FROM parquet_kv_metadata('{file}')").fetchall())
    assert json.loads(metadata[b"fields"])[1]["unit"] == "jiwa"


def test_xlsx_is_the_table(fetched):
    """The program openpyxl reads the same values; what Excel would round or misread is text."""
    book = openpyxl.load_workbook(io.BytesIO(fetched("xlsx")))
    assert book.sheetnames == ["Data", "Kamus data"]
    head, *rows = book["Data"].values
    assert list(head) == NAMES
    midnight = datetime.datetime.fromisoformat("2025-06-30T00:00")
    assert rows[0] == ("51.08.01", 12, 0.1, 1.5, midnight, TYPED[0][5], True, "biasa")
    assert rows[1][:5] == ("001", "9007199254740993", ROWS[1][2], -2.25, "1899-12-31")
    assert rows[2] == (None,) * len(NAMES)
    assert rows[3][:2] == (ROWS[3][0], -5)
    assert rows[3][5] == TYPED[3][5]
    assert rows[3][-1] == 'baris\nbaru; "kutip" _x005F_x0041_'
    assert book["Data"].cell(3, 8).data_type == "s"
    assert book["Data"].freeze_panes == "A2"
    meanings = [row for row in book["Kamus data"].values if row[0] == "jumlah"]
    assert [row[:4] for row in meanings] == [("jumlah", "Jumlah", "integer", "jiwa")]
    streamed = openpyxl.load_workbook(io.BytesIO(fetched("xlsx")), read_only=True)
    assert len(list(streamed["Data"].values)) == len(ROWS) + 1


def test_rows_go_on_in_further_sheets(app, monkeypatch):
    """Where one sheet cannot hold the rows, the next has the header and the rest, and the dictionary says so."""
    monkeypatch.setattr(xlsx, "SHEET_ROWS", 3)
    dataset, resource = table([{"id": "n", "type": "int"}], [[number] for number in range(5)])
    book = openpyxl.load_workbook(io.BytesIO(app.get(path(dataset, resource, "xlsx")).data))
    assert book.sheetnames == ["Data", "Data 2", "Data 3", "Kamus data"]
    cells = [[row[0] for row in book[name].values] for name in book.sheetnames[:3]]
    assert cells == [["n", 0, 1], ["n", 2, 3], ["n", 4]]
    assert any("3" in str(row[1]) for row in list(book["Kamus data"].values)[3:4])


def test_table_without_rows(app):
    """An empty table is a file with a header."""
    dataset, resource = table(rows=[])
    contents = {format: app.get(path(dataset, resource, format)).data for format in formats.UNITS}
    assert all(contents.values())
    assert list(openpyxl.load_workbook(io.BytesIO(contents["xlsx"]))["Data"].values) == [tuple(NAMES)]


def test_what_no_type_can_say_stays_text(app, tmp_path):
    """NaN, infinite dates and numbers of more than 38 digits are kept as texts in Parquet, and nothing breaks."""
    fields = [{"id": "a", "type": "numeric"}, {"id": "b", "type": "date"}, {"id": "c", "type": "numeric"}]
    dataset, resource = table(fields, [["NaN", "infinity", "1" * 40], ["1.5", "2025-01-01", "2"]])
    file = tmp_path / "t.parquet"
    file.write_bytes(app.get(path(dataset, resource, "parquet")).data)
    expected = [("NaN", "infinity", "1" * 40), ("1.5", "2025-01-01", "2")]
    assert duckdb.execute(f"SELECT * FROM '{file}'").fetchall() == expected
    for format in ("csv", "json", "xlsx"):
        assert app.get(path(dataset, resource, format)).status_code == 200
    rows = list(openpyxl.load_workbook(io.BytesIO(app.get(path(dataset, resource, "xlsx")).data))["Data"].values)
    assert rows[1] == ("NaN", "infinity", "1" * 40)


def test_excel_refuses_what_it_would_cut(app):
    """A text longer than a cell of Excel holds is refused in words; other formats give it whole."""
    dataset, resource = table([{"id": "teks", "type": "text"}], [["x" * 40_000]])
    answer = app.get(path(dataset, resource, "xlsx"), status=409)
    assert "teks" in answer.body
    assert "40000" in answer.body
    assert len(app.get(path(dataset, resource, "csv")).data) > 40_000


def test_name_of_the_file(app):
    """The title and the period, in ASCII for old programs and as it is for the others."""
    dataset, resource = table(title="Jumlah Désa: 50% / lebih", dimensi_awal="2020", dimensi_akhir="2024")
    header = app.get(path(dataset, resource, "csv")).headers["Content-Disposition"]
    plain, real = re.fullmatch(r"attachment; filename=\"([^\"]*)\"; filename\*=UTF-8''(.*)", header).groups()
    assert re.fullmatch(r"[ -~]+", plain)
    assert plain.endswith("2020-2024.csv")
    assert urllib.parse.unquote(real) == "Jumlah Désa 50% lebih 2020-2024.csv"


def test_unknown_format_and_table(app):
    """404 with the formats that there are; 404 for a table of another dataset, or none."""
    dataset, resource = table()
    answer = app.get(path(dataset, resource, "ods"), status=404)
    assert ", ".join(formats.UNITS) in answer.body
    other = act("package_create", **dataset_dict(owner_org=Organization()["id"], name="lain"))
    app.get(path(other, resource, "csv"), status=404)
    app.get(path(dataset, "tidak-ada", "csv"), status=404)
    bare = act("resource_create", package_id=other["id"], url="https://satudata.example/x.pdf", name="x")
    assert "tabel" in app.get("/id" + path(other, bare["id"], "csv"), status=404).body
    datastore.TASK.note(resource, "pending")
    app.get(path(dataset, resource, "csv"), status=503)


def test_private_table_stays_private(app):
    """A visitor does not learn that there is one; a member of the organization gets it."""
    user = factories.UserWithToken()
    dataset, resource = table(
        private=True,
        sifat_data="dikecualikan",
        dasar_hukum_pengecualian="UU 14/2008",
        nomor_uji_konsekuensi="1",
    )
    helpers.call_action(
        "member_create", id=dataset["owner_org"], object=user["id"], object_type="user", capacity="member"
    )
    for format in formats.UNITS:
        app.get(path(dataset, resource, format), status=404)
    answer = app.get(path(dataset, resource, "csv"), headers={"Authorization": user["token"]})
    assert "51.08.01" in answer.body
    assert "private" in answer.headers["Cache-Control"]


def test_unchanged_table_is_not_sent_again(app):
    """A client that has the file of this load gets 304; another format, title or load is another file."""
    dataset, resource = table()
    datastore.TASK.note(resource, "complete")
    url = path(dataset, resource, "csv")
    first = app.get(url)
    headers = {"If-None-Match": first.headers["ETag"]}
    assert app.get(url, headers=headers, status=304).data == b""
    app.get(url, headers={"If-Modified-Since": first.headers["Last-Modified"]}, status=304)
    assert app.get(f"{url}?bom=1", headers=headers).status_code == 200
    datastore.TASK.note(resource, "complete")
    assert app.get(url, headers=headers).status_code == 200


def test_without_a_load_of_ours_nothing_is_promised(app):
    """A table that a program maintains through the API has no revision: neither ETag nor 304."""
    dataset, resource = table()
    answer = app.get(path(dataset, resource, "csv"))
    assert not {"ETag", "Last-Modified"} & set(answer.headers)
