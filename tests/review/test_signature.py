"""Data Prioritas want a second signature: after the walidata's check, by the pembina of their kind of data."""

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckanext.satudata.clock import today
from ckanext.satudata.gate.approvals import approvals
from ckanext.satudata.review import decisions
from ckanext.satudata.review import model as records
from factories_satudata import Organization, dataset_dict
from review.conftest import NEW, OLD, Office, upload

pytestmark = [
    pytest.mark.services,
    pytest.mark.ckan_config("ckanext.satudata.review", "required"),
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]
MARK = {"data_prioritas": "true", "prioritas_tahun": "2026"}
FAULT = {"code": "angka", "cell": "C2", "text": "Periksa lagi angka Gerokgak."}


class Signed:
    """A dataset of Data Prioritas whose new edition waits, and the people of two pembina."""

    def __init__(self, office):
        self.office = office
        self.bps = Organization(jenis_organisasi="instansi_vertikal", peran="pembina", membina="statistik")
        self.big = Organization(jenis_organisasi="instansi_vertikal", peran="pembina", membina="geospasial")
        self.signer = Office._member(self.bps, "editor")
        self.geographer = Office._member(self.big, "editor")
        self.package_id = office.public()
        office.do(office.walidata, "package_patch", id=self.package_id, **MARK)
        office.replace(self.package_id)

    def decide(self, user, action, **more):
        """Decide about what waits, as it is now."""
        waiting = self.waiting()
        data = {"id": waiting["id"], "version": waiting["version"]}
        return self.office.do(user, action, **data, **more)

    def waiting(self):
        """Return what waits."""
        return self.office.waiting(self.package_id)

    def check(self, **more):
        """Have the walidata find it in order."""
        return self.decide(self.office.walidata, "satudata_submission_release", reason="koreksi", **more)


@pytest.fixture
def signed(office):
    return Signed(office)


def test_after_the_check_the_pembina_signs(signed):
    """Only then is it public; the record and the page name both."""
    assert signed.check()["state"] == "signing"
    assert signed.office.content(signed.package_id) == OLD
    listed = signed.office.do(signed.signer, "satudata_submission_list", state="signing")
    assert [row["package"]["id"] for row in listed["submissions"]] == [signed.package_id]
    assert signed.decide(signed.signer, "satudata_submission_sign")["state"] == "released"
    assert signed.office.content(signed.package_id) == NEW
    release = records.last_release(signed.package_id)
    assert (release.authority, release.pembina_id) == ("walidata", signed.bps["id"])
    assert model.User.get(release.user_id).name == signed.office.walidata
    approval = approvals([signed.package_id])[signed.package_id]
    assert (approval.office, approval.pembina) == (signed.office.walidata_office["title"], signed.bps["title"])


@pytest.mark.parametrize("person", ["officer", "walidata", "geographer", "sysadmin"])
def test_nobody_else_signs(signed, person):
    """Not the walidata, not the pembina of another kind, not even who runs the portal."""
    signed.check()
    names = {"geographer": signed.geographer, "sysadmin": factories.Sysadmin()["name"]}
    user = names.get(person) or getattr(signed.office, person)
    with pytest.raises(tk.NotAuthorized):
        signed.decide(user, "satudata_submission_sign")
    assert signed.office.content(signed.package_id) == OLD


def test_the_pembina_returns_to_the_walidata(signed):
    """Not to the office; the walidata reads why, and passes it on or checks it again."""
    signed.check()
    signed.decide(signed.signer, "satudata_submission_object", **FAULT)
    shown = signed.office.do(signed.office.walidata, "satudata_submission_show", id=signed.waiting()["id"])
    assert (shown["state"], shown["returned"]) == ("waiting", None)
    assert shown["objection"]["reasons"][0]["cell"] == "C2"
    assert signed.check()["state"] == "signing"
    shown = signed.office.do(signed.office.walidata, "satudata_submission_show", id=signed.waiting()["id"])
    assert shown["objection"] is None


def test_a_signature_is_for_what_was_looked_at(signed):
    """Sent again meanwhile: it waits for the walidata anew, and the older version is not signed."""
    signed.check()
    looked_at = signed.waiting()
    signed.office.replace(signed.package_id, NEW.replace(b"999", b"1000"))
    data = {"id": looked_at["id"], "version": looked_at["version"]}
    with pytest.raises((tk.ValidationError, tk.NotAuthorized)):
        signed.office.do(signed.signer, "satudata_submission_sign", **data)
    assert signed.waiting()["state"] == "waiting"
    assert signed.office.content(signed.package_id) == OLD


def test_a_moment_that_was_chosen_waits_for_the_signature_too(signed):
    """Signed before its moment it is public at that moment, without another signature."""
    signed.check(at="2199-01-01T09:00")
    assert signed.decide(signed.signer, "satudata_submission_sign")["state"] == "waiting"
    row = records.find_submission(signed.waiting()["id"])
    row.release_at = row.created
    model.Session.commit()
    decisions.release_due()
    assert signed.office.content(signed.package_id) == NEW
    assert records.last_release(signed.package_id).pembina_id == signed.bps["id"]


def test_a_leave_is_no_signature(signed):
    """Data Prioritas are not released by a clean check."""
    signed.office.do(signed.office.officer, "satudata_submission_drop", id=signed.waiting()["id"])
    leave = {"until": today().isoformat(), "reason": "Data harian yang sama setiap hari."}
    signed.office.do(signed.office.walidata, "satudata_grant_create", package=signed.package_id, **leave)
    signed.office.replace(signed.package_id)
    assert signed.office.content(signed.package_id) == OLD
    assert signed.waiting()["state"] == "waiting"


def test_without_a_pembina_the_walidata_releases(office):
    """A district whose pembina has no account is not held up."""
    Organization(jenis_organisasi="instansi_vertikal", peran="pembina", membina="statistik")
    package_id = office.public()
    office.do(office.walidata, "package_patch", id=package_id, **MARK)
    office.replace(package_id)
    office.release(office.waiting(package_id))
    assert office.content(package_id) == NEW


def test_pages_of_the_pembina(signed, app):
    """His desk shows what he has to sign, with the two buttons; the walidata's page says who is next."""
    signed.check()
    submission = signed.waiting()["id"]
    headers = {"Authorization": factories.APIToken(user=signed.signer)["token"]}
    desk = app.get("/satudata/tinjauan/", headers=headers).get_data(as_text=True)
    assert submission in desk
    page = app.get(f"/satudata/tinjauan/{submission}", headers=headers).get_data(as_text=True)
    assert f"/satudata/tinjauan/{submission}/tandatangan" in page
    assert f"/satudata/tinjauan/{submission}/rilis" not in page
    headers = {"Authorization": factories.APIToken(user=signed.office.walidata)["token"]}
    page = app.get(f"/satudata/tinjauan/{submission}", headers=headers).get_data(as_text=True)
    assert signed.bps["title"] in page
    assert f"/satudata/tinjauan/{submission}/tandatangan" not in page


def test_the_walidata_does_not_sign_for_the_pembina(signed):
    """What he writes himself of Data Prioritas is checked by that, and waits for the signature like any other."""
    office = signed.office
    office.do(office.officer, "satudata_submission_drop", id=signed.waiting()["id"])
    office.do(office.walidata, "package_patch", id=signed.package_id, notes="Dari walidata.")
    assert office.do("", "package_show", id=signed.package_id)["notes"] != "Dari walidata."
    assert signed.waiting()["state"] == "signing"
    signed.decide(signed.signer, "satudata_submission_sign")
    assert office.do("", "package_show", id=signed.package_id)["notes"] == "Dari walidata."
    release = records.last_release(signed.package_id)
    assert (model.User.get(release.user_id).name, release.pembina_id) == (office.walidata, signed.bps["id"])


def test_a_file_of_the_walidata_waits_too(signed):
    """With public figures replaced he says why, on the desk, before the pembina is asked."""
    office = signed.office
    office.do(office.officer, "satudata_submission_drop", id=signed.waiting()["id"])
    office.replace(signed.package_id, user=office.walidata)
    assert office.content(signed.package_id) == OLD
    assert signed.waiting()["state"] == "waiting"
    assert signed.check()["state"] == "signing"
    signed.decide(signed.signer, "satudata_submission_sign")
    assert office.content(signed.package_id) == NEW


def test_what_an_office_has_sent_is_checked_on_its_own(signed):
    """The walidata mends a word beside figures that wait: by that he has not checked the figures."""
    office = signed.office
    office.do(office.walidata, "package_patch", id=signed.package_id, notes="Dari walidata.")
    assert signed.waiting()["state"] == "waiting"
    assert office.do("", "package_show", id=signed.package_id)["notes"] != "Dari walidata."
    assert signed.check()["state"] == "signing"


def test_the_mark_is_the_word_of_the_walidata(signed):
    """Which data are Data Prioritas wants no signature; and without the mark his word is enough."""
    office = signed.office
    office.do(office.officer, "satudata_submission_drop", id=signed.waiting()["id"])
    office.do(office.walidata, "satudata_priority_mark", id=signed.package_id, year="", number="")
    assert not office.do("", "package_show", id=signed.package_id).get("data_prioritas")
    office.replace(signed.package_id, user=office.walidata)
    assert office.content(signed.package_id) == NEW


def test_a_new_dataset_of_the_walidata(signed):
    """Marked from its first day: it is public once it is signed."""
    office = signed.office
    data = dataset_dict(owner_org=office.office["id"], name="prioritas-baru", **MARK)
    dataset = office.do(office.walidata, "package_create", **data)
    assert model.Package.get(dataset["id"]).state == "draft"
    waiting = office.waiting(dataset["id"])
    assert waiting["state"] == "signing"
    office.do(signed.signer, "satudata_submission_sign", id=waiting["id"], version=waiting["version"])
    assert model.Package.get(dataset["id"]).state == "active"


def test_the_first_file_of_priority_data_wants_a_signature(signed):
    """A dataset that was public without a file is marked; what its first file says is signed all the same."""
    office = signed.office
    data = dataset_dict(owner_org=office.office["id"], name="tanpa-berkas")
    package_id = office.do(office.walidata, "package_create", **data)["id"]
    office.do(office.walidata, "package_patch", id=package_id, **MARK)
    for person in (office.walidata, office.officer):
        office.do(person, "resource_create", package_id=package_id, upload=upload(OLD), name="Penduduk")
        row = office.waiting(package_id)
        if row["state"] == "waiting":
            office.release(row)
        assert office.waiting(package_id)["state"] == "signing"
        office.do(office.officer, "satudata_submission_drop", id=row["id"])
    assert office.do("", "package_show", id=package_id)["resources"] == []
