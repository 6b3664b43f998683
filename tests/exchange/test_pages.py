"""Downloads, the page for files, and the commands: who may get what."""

import io
import json

import pytest
from ckan.cli.cli import ckan
from ckan.tests import factories
from ckanext.satudata.exchange.views import XLSX
from factories_satudata import Organization, act, dataset_dict, indikator_dict, kegiatan_dict

from exchange.test_documents import take_in

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]

HOME = "/satudata/pertukaran"


@pytest.fixture
def officer():
    """Return an officer's header."""
    user = factories.UserWithToken()
    Organization(name="dinas-uji", title="Dinas Uji", users=[{"name": user["name"], "capacity": "editor"}])
    return {"Authorization": user["token"]}


def upload(app, headers, name, content, **fields):
    """Send a file to the page and return the answer."""
    data = {"berkas": (io.BytesIO(content), name), **fields}
    return app.post(f"{HOME}/", data=data, headers=headers, content_type="multipart/form-data", expect_errors=True)


def test_downloads(app, officer):
    """A public record's files are there for all, without what was kept; a private one's are not there."""
    made = act("package_create", **kegiatan_dict(owner_org="dinas-uji"))
    document = json.loads(app.get(f"{HOME}/ms-keg/{made['name']}.json").get_data())
    document["submitter"] = {"name": "Ni Luh Sari"}
    assert take_in("ms-keg", document)[0] == []
    assert b"Ni Luh" not in app.get(f"{HOME}/ms-keg/{made['name']}.json").get_data()
    answer = app.get(f"{HOME}/ms-keg/{made['name']}.json", headers=officer)
    assert json.loads(answer.get_data()) == document
    assert "no-store" in answer.headers["Cache-Control"]
    assert app.get(f"{HOME}/ms-keg/{made['name']}.xlsx").content_type == XLSX
    for path, status in {
        f"ms-ind/{made['name']}.json": 400,
        f"apa/{made['name']}.json": 400,
        "ms-keg/tidak-ada.json": 404,
        "daftar-data.xlsx?organization=tidak-ada": 400,
    }.items():
        assert app.get(f"{HOME}/{path}", expect_errors=True).status_code == status
    act("package_patch", id=made["id"], private=True)
    assert app.get(f"{HOME}/ms-keg/{made['name']}.json", expect_errors=True).status_code == 404
    assert app.get(f"{HOME}/ms-keg/{made['name']}.json", headers=officer).status_code == 200
    assert app.get(f"{HOME}/skema/ms-keg.json").json["title"]


def test_links(app, officer):
    """The pages of records and organizations lead to the files; a dataset without a table has none."""
    indicator = act("package_create", **indikator_dict(owner_org="dinas-uji"))
    bare = act("package_create", **dataset_dict(owner_org="dinas-uji"))
    assert f"{HOME}/ms-ind/{indicator['name']}.json" in app.get(f"/indikator/{indicator['name']}").body
    assert f"{HOME}/ms-var/" not in app.get(f"/dataset/{bare['name']}").body
    assert f"{HOME}/daftar-data.xlsx?organization=dinas-uji" in app.get("/organization/dinas-uji").body
    assert f"{HOME}/" not in app.get("/").body
    assert f"{HOME}/" in app.get("/", headers=officer).body


def test_page(app, officer):
    """Officers check, see problems, and store; nobody else may."""
    assert app.get(f"{HOME}/", expect_errors=True).status_code == 403
    assert app.get(f"{HOME}/", headers=officer).status_code == 200
    made = act("package_create", **kegiatan_dict(owner_org="dinas-uji"))
    document = json.loads(app.get(f"{HOME}/ms-keg/{made['name']}.json").get_data())
    document["data"]["judul_kegiatan"] = "Kegiatan Baru 2026"
    good = json.dumps(document).encode()
    assert "Kegiatan Baru 2026" in upload(app, officer, "a.json", good, kind="ms-keg").body
    assert app.get("/api/3/action/package_search?fq=dataset_type:kegiatan").json["result"]["count"] == 1
    upload(app, officer, "a.json", good, kind="ms-keg", simpan="1")
    assert app.get("/api/3/action/package_search?fq=dataset_type:kegiatan").json["result"]["count"] == 2
    document["data"]["sektor_kegiatan"] = "APA"
    page = upload(app, officer, "a.json", json.dumps(document).encode(), kind="ms-keg", simpan="1").body
    assert "[1] data.sektor_kegiatan" in page
    for name, content, kind in [
        ("a.json", b"{", "ms-keg"),
        ("a.json", b"[1]", "ms-keg"),
        ("a.txt", b"a", "ms-keg"),
        ("a.xlsx", b"a", "ms-keg"),
        ("", b"", "ms-keg"),
        ("a.json", good, "apa"),
        ("a.xlsx", b"PK\x03\x04rusak", "daftar-data"),
    ]:
        assert upload(app, officer, name, content, kind=kind, simpan="1").status_code == 400, (name, kind)
    assert upload(app, officer, "a.json", good, kind="ms-keg", dataset="tidak-ada").status_code == 403


def test_commands(cli, tmp_path):
    """Export writes files, import tells what it did and fails with its reasons."""
    office = Organization(title="Dinas Uji")["id"]
    made = act("package_create", **kegiatan_dict(owner_org=office))
    act("package_create", **dataset_dict(owner_org=office))
    base = ["satudata", "exchange"]
    for kind, names, ending in [
        ("ms-keg", [made["name"]], "json"),
        ("ms-keg", [made["name"]], "xlsx"),
        ("daftar-data", [], "xlsx"),
        ("daftar-data", [], "csv"),
    ]:
        file = tmp_path / f"{kind}.{ending}"
        assert cli.invoke(ckan, [*base, "export", kind, *names, "-o", str(file)]).exit_code == 0
        result = cli.invoke(ckan, [*base, "import", kind, str(file), "--dry-run"])
        assert result.exit_code == 0, result.output
        assert "1 records, 0 problems" in result.output
    broken = tmp_path / "rusak.json"
    broken.write_text('{"data": {}}')
    result = cli.invoke(ckan, [*base, "import", "ms-keg", str(broken)])
    assert result.exit_code == 1
    assert "judul_kegiatan" in result.output
    assert json.loads(cli.invoke(ckan, [*base, "schema", "ms-ind"]).output)["required"] == ["data"]
    assert cli.invoke(ckan, [*base, "export", "ms-keg", "tidak-ada"]).exit_code == 1
    assert "0 figures sent" in cli.invoke(ckan, [*base, "push", "--dry-run"]).output
