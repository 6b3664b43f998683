"""What was refused is kept for its officers and nobody else, and every check leaves a record."""

import hashlib
import io

import openpyxl
import pytest
from ckan.lib import files
from ckan.plugins import toolkit as tk
from ckan.tests import factories, helpers
from ckanext.satudata.validation import store
from factories_satudata import Organization, act, dataset_dict
from werkzeug.datastructures import FileStorage

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]

GOOD = b"kode_wilayah,nama,jumlah\n51.08.01,Gerokgak,10\n51.08.02,Seririt,12\n"
BAD = b"kode_wilayah,kode_wilayah\n51.08.01,Gerokgak\n"
PERSONAL = b"nik,nama\n5108014102900001,Putu\n5108014102900002,Kadek\n"
REASON = "Nomor contoh dari buku panduan, bukan milik siapa pun."


def file(content=GOOD, name="penduduk.csv"):
    """Return an upload."""
    return FileStorage(io.BytesIO(content), name)


@pytest.fixture
def dataset():
    """Return a public dataset of an OPD."""
    return act("package_create", **dataset_dict(owner_org=Organization(name="dinkes")["id"]))


@pytest.fixture
def officer(dataset):
    """Return somebody who publishes for that OPD."""
    return member_of(dataset["owner_org"])


@pytest.fixture
def walidata(dataset):
    """Return somebody of the walidata, who may edit for every OPD."""
    office = Organization(name="kominfo", peran="walidata")
    user = member_of(office["id"])
    act("member_create", id=dataset["owner_org"], object=user, object_type="user", capacity="editor")
    return user


def member_of(organization):
    """Return the name of a new editor of an organization."""
    user = factories.User()["name"]
    act("member_create", id=organization, object=user, object_type="user", capacity="editor")
    return user


def refused(dataset, user, content=BAD, **more):
    """Upload a file that is refused; return the error."""
    with pytest.raises(tk.ValidationError) as raised:
        tk.get_action("resource_create")(
            {"user": user}, {"package_id": dataset["id"], "upload": file(content), **more}
        )
    return raised.value.error_dict


def as_user(user, action, **data):
    """Call an action with the rights of a user."""
    return helpers.call_action(action, {"user": user, "ignore_auth": False}, **data)


def test_the_workbook_of_a_draft_is_the_table_that_was_checked(app, dataset, officer):
    """It shows the sheet that was chosen, and marks the wrong cell where the report says that it is."""
    book = openpyxl.Workbook()
    for row in (["tahun", "jumlah"], [2024, 1], [2025, 2]):
        book.active.append(row)
    chosen = book.create_sheet("Rincian")
    for row in (["kode_wilayah", "jumlah"], ["51.08.01", 10], ["51.08.02", "#DIV/0!"]):
        chosen.append(row)
    chosen["B3"].data_type = "e"
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(tk.ValidationError) as raised:
        tk.get_action("resource_create")(
            {"user": officer},
            {
                "package_id": dataset["id"],
                "upload": file(stream.getvalue(), "dua.xlsx"),
                "satudata_sheet": "Rincian",
            },
        )
    [report_id] = raised.value.error_dict["validation_report"]
    token = factories.APIToken(user=officer)["token"]
    answer = app.get(f"/satudata/laporan/{report_id}.xlsx", headers={"Authorization": token})
    [table, _list] = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets
    assert [cell.value for cell in table[1]] == ["kode_wilayah", "jumlah"]
    assert table["B3"].comment is not None
    assert "B3" in table["B3"].comment.text


def test_a_refused_file_is_kept_with_its_report(dataset, officer):
    """The officer finds the file itself, what is wrong with it, who sent it and its hash."""
    [report_id] = refused(dataset, officer)["validation_report"]
    report = as_user(officer, "satudata_report_show", id=report_id)
    assert report["state"] == "refused"
    assert report["sha256"] == hashlib.sha256(BAD).hexdigest()
    assert report["user_id"] == act("user_show", id=officer)["id"]
    assert [error["type"] for error in report["report"]["tasks"][0]["errors"]] == ["duplicate-label"]
    assert store.content(report_id) == BAD


def test_drafts_are_seen_by_their_opd_and_the_walidata_alone(app, dataset, officer, walidata):
    """Neither another OPD nor the public learns that the file exists."""
    [report_id] = refused(dataset, officer)["validation_report"]
    stranger = member_of(Organization(name="dishub")["id"])
    for user, status in ((officer, 200), (walidata, 200), (stranger, 404), (None, 404)):
        token = factories.APIToken(user=user)["token"] if user else ""
        for page in ("", ".json", ".xlsx", "/berkas"):
            address = f"/satudata/laporan/{report_id}{page}"
            answer = app.get(address, headers={"Authorization": token} if token else {})
            assert answer.status_code == status, (user, page)
    assert "penduduk.csv" not in app.get(f"/dataset/{dataset['name']}").body


def test_a_bad_replacement_leaves_what_is_published(dataset, officer):
    """The good file stays where it was."""
    resource = act("resource_create", package_id=dataset["id"], upload=file(), name="Penduduk")
    with pytest.raises(tk.ValidationError):
        act("resource_update", id=resource["id"], upload=file(BAD), name="Penduduk")
    assert act("resource_show", id=resource["id"])["hash"] == hashlib.sha256(GOOD).hexdigest()
    states = [report["state"] for report in as_user(officer, "satudata_report_list", package_id=dataset["id"])]
    assert states == ["refused", "valid"]


@pytest.mark.parametrize("action", ["package_update", "package_patch"])
def test_no_action_gets_round_the_check(dataset, action):
    """A file among the resources of a dataset is checked as one that comes alone."""
    whole = act("package_show", id=dataset["id"]) if action == "package_update" else {"id": dataset["id"]}
    with pytest.raises(tk.ValidationError) as raised:
        act(action, **{**whole, "resources": [{"name": "Penduduk", "url": "", "upload": file(BAD)}]})
    assert raised.value.error_dict["resources"][0]["upload"]
    stored = act(action, **{**whole, "resources": [{"name": "Penduduk", "url": "", "upload": file()}]})
    assert stored["resources"][0]["validation_status"] == "success"


def test_only_the_check_says_what_it_found(dataset):
    """A result that somebody writes into a resource is not taken."""
    resource = act("resource_create", package_id=dataset["id"], upload=file(), name="Penduduk")
    changed = act("resource_patch", id=resource["id"], validation_status="failure", validation_report="x")
    assert (changed["validation_status"], changed["validation_report"]) == ("success", resource["validation_report"])


def test_a_mended_file_settles_the_draft(app, dataset, officer):
    """The dataset's page names the draft until a good file of that name is there."""
    refused(dataset, officer)
    headers = {"Authorization": factories.APIToken(user=officer)["token"]}
    page = f"/dataset/{dataset['name']}"
    assert "berkas ini harus diperbaiki" in app.get(page, headers=headers).body
    act("resource_create", package_id=dataset["id"], upload=file(), name="Penduduk")
    assert "berkas ini harus diperbaiki" not in app.get(page, headers=headers).body


def test_walidata_may_override_the_guard_with_a_reason(dataset, officer, walidata):
    """The reason is kept with the check; an officer, or a walidata without a reason, may not."""
    [report_id] = refused(dataset, officer, PERSONAL, name="Nomor")["validation_report"]
    with pytest.raises(tk.NotAuthorized):
        as_user(officer, "satudata_draft_publish", id=report_id, reason=REASON)
    with pytest.raises(tk.ValidationError):
        as_user(walidata, "satudata_draft_publish", id=report_id, reason="ya")
    with pytest.raises(tk.ValidationError):
        as_user(walidata, "satudata_draft_publish", id=report_id)
    resource = as_user(walidata, "satudata_draft_publish", id=report_id, reason=REASON)
    assert resource["name"] == "Nomor"
    override = as_user(walidata, "satudata_report_show", id=resource["validation_report"])["override"]
    assert (override["user"], override["reason"]) == (walidata, REASON)
    waiting = as_user(officer, "satudata_submission_list", state="refused")
    assert waiting["submissions"] == []


def test_the_guard_alone_can_be_overridden(dataset, walidata):
    """A reason does not make a torn table valid."""
    [report_id] = refused(dataset, walidata)["validation_report"]
    with pytest.raises(tk.ValidationError):
        as_user(walidata, "satudata_draft_publish", id=report_id, reason=REASON)


def test_a_deleted_draft_leaves_its_record(dataset, officer):
    """The file goes, the history stays."""
    [report_id] = refused(dataset, officer)["validation_report"]
    as_user(officer, "satudata_draft_delete", id=report_id)
    assert store.content(report_id) is None
    assert as_user(officer, "satudata_report_show", id=report_id)["state"] == "refused"
    assert as_user(officer, "satudata_submission_list")["submissions"] == []


def test_nothing_is_kept_of_a_file_that_a_stranger_sends(dataset):
    """Whoever may not change the dataset does not make the portal read or keep anything."""
    with pytest.raises(tk.NotAuthorized):
        refused(dataset, factories.User()["name"])
    assert not list(files.get_storage(store.DRAFTS).scan())


CUSTOM_SCHEMA = '{"fields": [{"name": "a", "type": "integer", "constraints": {"maximum": 1}}]}'


def test_a_table_schema_of_the_officers_own(dataset):
    """The file is checked against it, and a schema that is none is explained."""
    data = {"package_id": dataset["id"], "name": "x"}
    with pytest.raises(tk.ValidationError) as raised:
        act("resource_create", **data, upload=file(b"a\n2\n"), skema_tabel=CUSTOM_SCHEMA)
    assert "A2" in raised.value.error_dict["upload"][0]
    for wrong in ("{", "[]", '{"fields": [{"name": "a", "type": "bilangan"}]}'):
        with pytest.raises(tk.ValidationError) as raised:
            act("resource_create", **data, upload=file(b"a\n2\n"), skema_tabel=wrong)
        assert raised.value.error_dict["skema_tabel"]
    assert act("resource_create", **data, upload=file(b"a\n1\n"), skema_tabel=CUSTOM_SCHEMA)["validation_status"]


GEOJSON = (
    b'{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": null, "properties": '
    b'{"nik": "5108014102900001", "nama": "Ni Luh Contoh"}}]}'
)


def test_a_file_beside_a_table_is_held_as_a_table_would_be(dataset, officer, walidata):
    """A NIK in a GeoJSON is a draft until a walidata answers for it; a clean one is public, and no table."""
    data = {"package_id": dataset["id"], "upload": file(GEOJSON, "titik.geojson")}
    with pytest.raises(tk.ValidationError) as raised:
        tk.get_action("resource_create")({"user": officer}, data)
    [report_id] = raised.value.error_dict["validation_report"]
    assert "5108014102900001" not in str(raised.value.error_dict)
    assert store.content(report_id) == GEOJSON
    assert act("package_show", id=dataset["id"])["resources"] == []
    with pytest.raises(tk.NotAuthorized):
        as_user(officer, "satudata_draft_publish", id=report_id, reason=REASON)
    resource = as_user(walidata, "satudata_draft_publish", id=report_id, reason=REASON)
    assert (resource["hash"], resource["validation_status"]) == (hashlib.sha256(GEOJSON).hexdigest(), "")
    assert act("satudata_report_list", package_id=dataset["id"])[0]["override"]["reason"] == REASON
    clean = file(b'{"type": "FeatureCollection", "features": []}', "kosong.geojson")
    assert as_user(officer, "resource_create", package_id=dataset["id"], upload=clean)["format"] == "GeoJSON"


def test_a_workbook_is_published_without_its_author(app, dataset, officer):
    """Hash and size are those of the file that everybody gets, and the record says what was taken out."""
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in (["kode_wilayah", "nama", "jumlah"], ["51.08.01", "Gerokgak", 10], ["51.08.02", "Seririt", 12]):
        book.active.append(row)
    book.properties.creator = "Kadek Contoh"
    book.save(stream)
    data = {"package_id": dataset["id"], "upload": file(stream.getvalue(), "penduduk.xlsx")}
    resource = as_user(officer, "resource_create", **data)
    public = app.get(f"/dataset/{dataset['name']}/resource/{resource['id']}/download/penduduk.xlsx").data
    assert openpyxl.load_workbook(io.BytesIO(public)).properties.creator != "Kadek Contoh"
    assert (resource["hash"], resource["size"]) == (hashlib.sha256(public).hexdigest(), len(public))
    [record] = act("satudata_report_list", package_id=dataset["id"])
    assert record["settings"]["removed"] == ["name of the author"]
    assert (record["sha256"], record["size"]) == (resource["hash"], len(public))
