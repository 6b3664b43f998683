"""One table, many offices: each fills its rows, sees no others' figures, and the OPD delivers the whole."""

import datetime

import pytest
from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import today
from ckanext.satudata.filling import assignments, model
from ckanext.satudata.metadata import organizations
from ckanext.satudata.tasks import Kind, Person
from factories_satudata import Organization, act

from filling.conftest import TABLE, member

pytestmark = [
    pytest.mark.services,
    pytest.mark.ckan_config("ckanext.satudata.review", "required"),
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues", "with_request_context"),
]


def tasks_of(user):
    """Return what waits for somebody."""
    return assignments.tasks(Person(user, organizations.editable_by(user), organizations.is_walidata(user)))


def test_from_opening_to_the_release(district):
    """Three kecamatan fill their rows, the OPD delivers, the walidata releases: the public table has the new year."""
    resource = district.table()
    filling = district.opened(resource_id=resource["id"])
    assert (filling["parts"], filling["sent"]) == (3, 0)
    part = district.part(filling, "seririt")
    assert [(row["kode_wilayah"], row["nama_kecamatan"], row["tahun"]) for row in part["rows"]] == [
        ("51.08.02", "Seririt", "2026")
    ]
    for name in district.people:
        district.fill(filling, name)
        district.hand_over(filling, name)
    assert [task.kind for task in tasks_of(district.officer)] == [Kind.WAITING]
    done = district.do(district.officer, "satudata_filling_deliver", id=filling["id"])
    submission = district.waiting(resource["package_id"])
    assert (done["dataset"], submission["change"]["added"]) == (submission["package"]["name"], 3)
    # nothing is public before the walidata has looked at it
    assert district.content(resource["package_id"]) == TABLE
    district.release(submission)
    lines = district.content(resource["package_id"]).decode().splitlines()
    assert lines[4:] == [
        "51.08.01,Gerokgak,2026,11,21,32",
        "51.08.02,Seririt,2026,11,21,32",
        "51.08.03,Busungbiu,2026,11,21,32",
    ]


def test_each_office_has_its_own_rows_only(district):
    """It neither reads nor writes another's, nor a row of another region among its own; strangers see nothing."""
    filling = district.opened()
    district.fill(filling, "seririt")
    gerokgak = district.people["gerokgak"]
    for action in ("satudata_filling_part_show", "satudata_filling_send", "satudata_filling_copy"):
        with pytest.raises(tk.NotAuthorized):
            district.do(gerokgak, action, id=filling["id"], office="kec-seririt")
    with pytest.raises(tk.NotAuthorized):
        district.fill(filling, "seririt", user=gerokgak)
    foreign = {"kode_wilayah": "51.08.02", "tahun": "2026", "laki_laki": "1", "perempuan": "1", "jumlah": "2"}
    data = {"id": filling["id"], "office": "kec-gerokgak", "version": 0}
    with pytest.raises(tk.ValidationError, match=r"51\.08\.02"):
        district.do(gerokgak, "satudata_filling_fill", rows=[foreign], **data)
    assert district.part(filling, "gerokgak")["state"] == model.EMPTY
    with pytest.raises((tk.ObjectNotFound, tk.NotAuthorized)):
        district.do(district.stranger, "satudata_filling_show", id=filling["id"])
    # how far others are is no secret among those who fill
    shown = district.do(gerokgak, "satudata_filling_show", id=filling["id"])
    assert {row["office"]["name"]: row["state"] for row in shown["offices"]}["kec-seririt"] == model.DRAFT
    # nor does the OPD that delivers write for them, and neither does the walidata
    for user in (district.officer, district.walidata):
        assert not district.part(filling, "seririt", user)["may_fill"]
        with pytest.raises(tk.NotAuthorized):
            district.fill(filling, "seririt", user=user)


def test_what_is_wrong_is_said_at_its_cell(district):
    """A text for a number and a sum that is none keep a part from being handed over; nothing of it is lost."""
    filling = district.opened()
    with pytest.raises(tk.ValidationError):
        district.hand_over(filling, "gerokgak")
    part = district.part(filling, "gerokgak")
    row = {**part["rows"][0], "laki_laki": "sepuluh", "perempuan": "5", "jumlah": "15"}
    data = {"id": filling["id"], "office": "kec-gerokgak"}
    district.do(district.people["gerokgak"], "satudata_filling_fill", rows=[row], version=0, **data)
    with pytest.raises(tk.ValidationError) as refused:
        district.hand_over(filling, "gerokgak")
    [cell] = refused.value.error_dict["cells"]
    assert (cell["row"], cell["field"]) == (0, "laki_laki")
    part = district.part(filling, "gerokgak")
    assert (part["state"], part["rows"][0]["laki_laki"]) == (model.DRAFT, "sepuluh")


def test_two_who_write_at_once_lose_nothing(district):
    """Who saves over rows that he has not seen is told so."""
    filling = district.opened()
    district.fill(filling, "gerokgak", men=1)
    with pytest.raises(tk.ValidationError) as refused:
        district.fill(filling, "gerokgak", men=2, version=0)
    assert "version" in refused.value.error_dict
    assert district.part(filling, "gerokgak")["rows"][0]["laki_laki"] == "1"


def test_last_period_is_a_start(district):
    """The rows of the public table of the year before, dated to this one; the year after, those that were filled."""
    resource = district.table()
    filling = district.opened(resource_id=resource["id"])
    copy = {"id": filling["id"], "office": "kec-seririt"}
    [row] = district.do(district.people["seririt"], "satudata_filling_copy", **copy)["rows"]
    assert (row["tahun"], row["laki_laki"], row["jumlah"]) == ("2026", "5", "10")
    # what is there is not overwritten
    with pytest.raises(tk.ValidationError):
        district.do(district.people["seririt"], "satudata_filling_copy", **copy)
    district.hand_over(filling, "seririt")
    after = district.opened(period="2027")
    [row] = district.do(district.people["seririt"], "satudata_filling_copy", id=after["id"], office="kec-seririt")[
        "rows"
    ]
    assert (row["tahun"], row["laki_laki"]) == ("2027", "5")
    with pytest.raises(tk.ValidationError):
        district.do(district.people["gerokgak"], "satudata_filling_copy", id=after["id"], office="kec-gerokgak")


def test_an_incomplete_table_is_delivered_only_knowingly(district):
    """The number of those who have not handed over is said; what they began is not in the table."""
    resource = district.table()
    filling = district.opened(resource_id=resource["id"])
    with pytest.raises(tk.ValidationError):
        district.do(district.officer, "satudata_filling_deliver", id=filling["id"], incomplete=True)
    district.fill(filling, "gerokgak")
    district.hand_over(filling, "gerokgak")
    district.fill(filling, "seririt")
    with pytest.raises(tk.ValidationError, match="2"):
        district.do(district.officer, "satudata_filling_deliver", id=filling["id"])
    district.do(district.officer, "satudata_filling_deliver", id=filling["id"], incomplete=True)
    assert district.waiting(resource["package_id"])["change"]["added"] == 1


def test_a_part_is_returned_with_a_reason(district):
    """It opens again, its officer has a task that says why; a part that was handed over is closed until then."""
    filling = district.opened()
    district.fill(filling, "gerokgak")
    district.hand_over(filling, "gerokgak")
    with pytest.raises(tk.ValidationError):
        district.fill(filling, "gerokgak", men=5)
    data = {"id": filling["id"], "office": "kec-gerokgak", "note": "Periksa jumlah laki-laki."}
    with pytest.raises(tk.NotAuthorized):
        district.do(district.people["seririt"], "satudata_filling_return", **data)
    district.do(district.officer, "satudata_filling_return", **data)
    [task] = [task for task in tasks_of(district.people["gerokgak"]) if task.kind == Kind.RETURNED]
    assert task.text == "Periksa jumlah laki-laki."
    district.fill(filling, "gerokgak", men=5)
    assert district.hand_over(filling, "gerokgak")["state"] == model.SENT


def test_a_deputy_fills_until_a_day(district):
    """From now until that day, for that office alone; a deputy appoints nobody and delivers nothing."""
    filling = district.opened()
    deputy, seririt = district.stranger, district.people["seririt"]
    appointing = {"office": "kec-seririt", "deputy": deputy}
    with pytest.raises(tk.NotAuthorized):
        district.do(deputy, "satudata_deputy_create", until=today().isoformat(), **appointing)
    yesterday = (today() - datetime.timedelta(days=1)).isoformat()
    with pytest.raises(tk.ValidationError):
        district.do(seririt, "satudata_deputy_create", until=yesterday, **appointing)
    district.do(seririt, "satudata_deputy_create", until=today().isoformat(), **appointing)
    assert [task.kind for task in tasks_of(deputy)] == [Kind.DUE]
    district.fill(filling, "seririt", user=deputy)
    with pytest.raises(tk.NotAuthorized):
        district.fill(filling, "gerokgak", user=deputy)
    colleague = {"office": "kec-seririt", "deputy": district.colleague, "until": "2999-01-01"}
    with pytest.raises(tk.NotAuthorized):
        district.do(deputy, "satudata_deputy_create", **colleague)
    # the day has passed
    ckan_model.Session.query(model.Deputy).update({"until": datetime.date.fromisoformat(yesterday)})
    ckan_model.Session.commit()
    with pytest.raises((tk.NotAuthorized, tk.ObjectNotFound)):
        district.fill(filling, "seririt", user=deputy)
    assert tasks_of(deputy) == []


def test_who_is_moved_leaves_the_rows_to_the_successor(district):
    """The one who goes sees nothing of them any more, the one who comes goes on where they were."""
    filling = district.opened()
    district.fill(filling, "seririt", men=3)
    before = district.people["seririt"]
    act("satudata_officer_move", id=before, organization=district.other_office["name"])
    with pytest.raises((tk.NotAuthorized, tk.ObjectNotFound)):
        district.part(filling, "seririt", before)
    successor = member(district.kecamatan["seririt"])
    part = district.part(filling, "seririt", successor)
    assert (part["rows"][0]["laki_laki"], part["may_fill"]) == ("3", True)


def test_a_table_by_code_of_office(district):
    """Where rows are of offices, each UPTD of the OPD has the rows of its code, others' UPTD none."""
    codes = {"satu": "1.02.0.00.0.00.01.0001", "dua": "1.02.0.00.0.00.01.0002"}
    for name, code in codes.items():
        above = {"induk": district.office["name"], "jenis_organisasi": "uptd", "kode_opd": code}
        Organization(name=f"puskesmas-{name}", **above)
    Organization(
        name="uptd-lain",
        jenis_organisasi="uptd",
        induk=district.other_office["name"],
        kode_opd="2.12.0.00.0.00.01.0009",
    )
    filling = district.opened(standard="kehadiran_asn", period="2026-05-04", kind="uptd")
    parts = model.parts(model.find(filling["id"]))
    assert sorted(code for part in parts for code in part.codes) == sorted(codes.values())
    shown = {"id": filling["id"], "office": "puskesmas-satu"}
    [row] = district.do(district.officer, "satudata_filling_part_show", **shown)["rows"]
    assert (row["kode_opd"], row["tanggal"]) == (codes["satu"], "2026-05-04")
    assert row["nama_opd"] == tk.get_action("organization_show")({}, {"id": "puskesmas-satu"})["title"]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("period", "Mei 2026"),
        ("period", "2026-05"),
        ("kind", "camat"),
        ("kind", "bumd"),
        ("due", "2020-01-01"),
        ("due", "besok"),
        ("standard", "tidak_ada"),
        ("resource_id", "tidak-ada"),
        ("organization", "tidak-ada"),
    ],
)
def test_what_cannot_be_opened_is_refused_at_its_field(district, field, wrong):
    """With how to mend it; nothing is left behind."""
    error = tk.NotAuthorized if field == "organization" else tk.ValidationError
    with pytest.raises(error) as refused:
        district.opened(**{field: wrong})
    if error is tk.ValidationError:
        assert list(refused.value.error_dict) == [field]
    assert model.fillings_of(None) == []


def test_two_offices_with_one_code_are_named(district):
    """Nobody would know whose the rows are."""
    Organization(name="kec-ganda", title="Kecamatan Ganda", jenis_organisasi="kecamatan", kode_wilayah="51.08.02")
    with pytest.raises(tk.ValidationError, match="Kecamatan Ganda"):
        district.opened()
