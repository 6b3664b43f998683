"""Who may do what in the review, role by role."""

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories, helpers
from ckanext.satudata.review import auth
from ckanext.satudata.review import model as records
from factories_satudata import Organization
from review import outlets
from review.conftest import Office

pytestmark = [
    pytest.mark.services,
    pytest.mark.ckan_config("ckanext.satudata.review", "required"),
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]
ROLES = ("public", "other OPD", "officer", "head of OPD", "walidata", "pembina", "sysadmin")
# each action, and who may: one column a role, in the order above
TABLE = {
    "satudata_release_list": "yes yes yes yes yes yes yes",
    "satudata_priority_list": "yes yes yes yes yes yes yes",
    "satudata_submission_list": "no yes yes yes yes yes yes",
    "satudata_submission_show": "no no yes yes yes yes yes",
    "satudata_submission_drop": "no no yes yes yes no yes",
    "satudata_submission_answer": "no no yes yes yes no yes",
    "satudata_submission_explain": "no no yes yes yes no yes",
    # a refused file is its office's, and the walidata's
    "satudata_draft_publish": "no no yes yes yes no yes",
    "satudata_draft_delete": "no no yes yes yes no yes",
    "satudata_guard_override": "no no no no yes no yes",
    "package_update": "no no yes yes yes no yes",
    "satudata_submission_release": "no no no no yes no yes",
    "satudata_submission_return": "no no no no yes no yes",
    "satudata_submission_sign": "no no no no no yes no",
    "satudata_submission_object": "no no no no no yes no",
    "satudata_bulk_release": "no no no no yes no yes",
    "satudata_bulk_show": "no no no no yes no yes",
    "satudata_dataset_withdraw": "no no no no yes no yes",
    "satudata_dataset_restore": "no no no no yes no yes",
    "satudata_grant_create": "no no no no yes no yes",
    "satudata_grant_end": "no no no no yes no yes",
    "satudata_grant_list": "no no no no yes no yes",
    "satudata_priority_import": "no no no no yes no yes",
    "satudata_priority_mark": "no no no no yes no yes",
    "package_delete": "no no no no yes no yes",
    # of Data Prioritas rows are changed by nobody without the pembina; who runs the server is not asked by CKAN
    "datastore_upsert": "no no no no no no yes",
}


@pytest.fixture
def people(office):
    """Return a person of each role, by its name; "" is the public."""
    pembina = Organization(jenis_organisasi="instansi_vertikal", peran="pembina", membina="statistik")
    return {
        "public": "",
        "other OPD": office.stranger,
        "officer": office.officer,
        "head of OPD": Office._member(office.office, "admin"),
        "walidata": office.walidata,
        "pembina": Office._member(pembina, "editor"),
        "sysadmin": factories.Sysadmin()["name"],
    }


def test_every_action_by_every_role(office, people):
    """A table of rights is a promise: nothing is allowed that it does not say, and nothing refused that it does."""
    package_id = office.public()
    office.do(office.walidata, "package_patch", id=package_id, data_prioritas="true", prioritas_tahun="2026")
    office.replace(package_id)
    submission = office.waiting(package_id)
    data = {"id": submission["id"], "version": submission["version"], "reason": "koreksi"}
    office.do(office.walidata, "satudata_submission_release", **data)
    assert records.find_open(package_id).state == "signing"
    resource = office.do("", "package_show", id=package_id)["resources"][0]["id"]
    with pytest.raises(tk.ValidationError) as error:
        office.replace(package_id, PERSONS)
    [refused] = error.value.error_dict["validation_report"]
    assert {name for name in auth.every_rule() if name.startswith("satudata_")} <= TABLE.keys()
    table = {}
    for action in TABLE:
        about = {"id": package_id} if "datastore" not in action else {"id": resource, "resource_id": resource}
        about = {"id": submission["id"]} if "submission" in action else about
        about = {"id": refused} if "draft" in action else about
        table[action] = " ".join("yes" if may(people[role], action, about) else "no" for role in ROLES)
    assert table == TABLE


# who sees a figure that waits, at each kind of page; a column a role, as above
OUTLETS = {
    "home": "no no no no no no no",
    "profile": "no no no no no no no",
    "chart": "no no no no no no no",
    "chart in a frame": "no no no no no no no",
    "table of a chart": "no no no no no no no",
    "table page": "no no no no no no no",
    # who decides, and whose it is, see what waits of it on its page
    "submission": "no no yes yes yes yes yes",
}


def test_every_outlet_by_every_role(office, people, app):
    """What people read of figures is the last release, for whoever decides about the next one, too."""
    package_id = office.draft(name=outlets.NAME)
    office.replace(package_id, outlets.table(70011), standar=outlets.STANDARD)
    office.release(office.send(package_id))
    office.do(office.walidata, "package_patch", id=package_id, data_prioritas="true", prioritas_tahun="2026")
    office.replace(package_id, outlets.table(70022), standar=outlets.STANDARD)
    office.release(office.waiting(package_id))
    assert records.find_open(package_id).state == "signing"
    submission = records.find_open(package_id).id
    outlets.take_in()
    resource = office.do("", "package_show", id=package_id)["resources"][0]["id"]
    addresses = dict(zip(OUTLETS, [*outlets.DRAWN, outlets.TABLE_PAGE.format(outlets.NAME, resource)], strict=False))
    addresses["submission"] = f"/satudata/tinjauan/{submission}"
    table = {name: [] for name in OUTLETS}
    for role in ROLES:
        token = factories.APIToken(user=people[role])["token"] if people[role] else ""
        texts = outlets.texts_of(app, addresses.values(), {"Authorization": token} if token else {})
        for name, address in addresses.items():
            table[name].append("yes" if outlets.shows(texts[address], 70022) else "no")
    assert {name: " ".join(words) for name, words in table.items()} == OUTLETS


PERSONS = b"kode_wilayah,nama,jumlah,nik\n51.08.01,Gerokgak,120,5108016501850001\n"


def may(user, action, data):
    """Tell whether somebody may do something."""
    model.Session.remove()
    context = {"user": user, "model": model, "session": model.Session, "auth_user_obj": model.User.get(user)}
    try:
        return bool(tk.check_access(action, context, data))
    except tk.NotAuthorized:
        return False


@pytest.mark.parametrize(
    "change", [{"peran": "walidata"}, {"jenis_organisasi": "instansi_vertikal"}, {"membina": "statistik"}]
)
def test_no_office_gives_itself_a_part(office, change):
    """By it its people would release or sign; the walidata gives it."""
    head = Office._member(office.office, "admin")
    with pytest.raises(tk.ValidationError, match="walidata"):
        office.do(head, "organization_patch", id=office.office["id"], **change)
    office.do(head, "organization_patch", id=office.office["id"], surel="data@dinas.example")
    sysadmin = factories.Sysadmin()["name"]
    office.do(sysadmin, "organization_patch", id=office.office["id"], **change)
    shown = helpers.call_action("organization_show", id=office.office["id"])
    assert {name: shown[name] for name in (*change, "surel")} == {**change, "surel": "data@dinas.example"}
