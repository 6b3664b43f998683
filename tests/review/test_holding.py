"""Nothing is public that nobody released: what an officer writes waits beside what the public sees."""

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.gate import files
from ckanext.satudata.review import model as records
from ckanext.satudata.validation import leftovers
from review.conftest import NEW, OLD, upload

pytestmark = [
    pytest.mark.services,
    pytest.mark.ckan_config("ckanext.satudata.review", "required"),
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]


def search(office, user=""):
    """Return the titles that a search finds."""
    return [row["title"] for row in office.do(user, "package_search", q="", rows=50)["results"]]


def test_a_new_dataset_waits(office):
    """An officer's finished dataset is seen by his office and the walidata alone, until it is released."""
    package_id = office.draft()
    submission = office.send(package_id)
    assert submission["kind"] == "new"
    for stranger in ("", office.stranger):
        with pytest.raises(tk.NotAuthorized):
            office.do(stranger, "package_show", id=package_id)
    assert search(office) == []
    office.release(submission)
    assert office.do("", "package_show", id=package_id)["state"] == "active"
    assert office.content(package_id) == OLD
    assert len(search(office)) == 1
    assert office.waiting(package_id) is None


def test_a_dataset_made_by_one_call_waits(office):
    """By the API, too, nothing is public at once."""
    from factories_satudata import dataset_dict

    created = office.do(office.officer, "package_create", **dataset_dict(owner_org=office.office["id"]))
    assert created["state"] == "draft"
    assert office.waiting(created["id"])["kind"] == "new"


def test_a_draft_that_is_not_finished_waits_for_nobody(office):
    """What an officer is still writing stands on nobody's desk."""
    assert office.waiting(office.draft()) is None


def test_a_replaced_file_waits(office):
    """The public file, its hash and its record stay as they are until the new one is released."""
    package_id = office.public()
    before = office.do("", "package_show", id=package_id)
    answer = office.replace(package_id)
    assert answer["hash"] != before["resources"][0]["hash"]
    assert office.do("", "package_show", id=package_id) == before
    assert office.content(package_id) == OLD
    submission = office.waiting(package_id)
    assert (submission["kind"], submission["files"]) == ("edition", 1)
    office.release(submission)
    assert office.content(package_id) == NEW
    assert office.do("", "package_show", id=package_id)["resources"][0]["hash"] == answer["hash"]


def test_a_changed_description_waits(office):
    """So does what a form changes, and the officer's next form goes on from it."""
    package_id = office.public()
    office.do(office.officer, "package_patch", id=package_id, notes="Baru.")
    assert office.do("", "package_show", id=package_id)["notes"] != "Baru."
    office.do(office.officer, "package_patch", id=package_id, konsep="Konsep lain")
    shown = office.do(office.walidata, "satudata_submission_show", id=office.waiting(package_id)["id"])
    assert {change["name"] for change in shown["changes"]} == {"notes", "konsep"}
    office.release(shown)
    public = office.do("", "package_show", id=package_id)
    assert (public["notes"], public["konsep"]) == ("Baru.", "Konsep lain")


def test_file_and_description_wait_together(office):
    """A form of the dataset names no files: the file that waits goes on waiting."""
    package_id = office.public()
    office.replace(package_id)
    data = office.do(office.officer, "package_show", id=package_id)
    del data["resources"]
    office.do(office.officer, "package_update", **{**data, "notes": "Baru."})
    submission = office.waiting(package_id)
    assert (submission["files"], submission["fields"]) == (1, 1)
    office.release(submission)
    assert office.content(package_id) == NEW


def test_an_added_file_can_be_changed_and_taken_out_while_it_waits(office):
    """CKAN knows of no such resource; its officer does, and nobody else."""
    package_id = office.public()
    added = office.do(office.officer, "resource_create", package_id=package_id, upload=upload(NEW), name="Kedua")
    assert office.do(office.officer, "resource_show", id=added["id"])["name"] == "Kedua"
    with pytest.raises(tk.ObjectNotFound):
        office.do("", "resource_show", id=added["id"])
    changed = office.do(office.officer, "resource_patch", id=added["id"], name="Ketiga")
    assert changed["name"] == "Ketiga"
    assert len(office.do("", "package_show", id=package_id)["resources"]) == 1
    office.do(office.officer, "resource_delete", id=added["id"])
    assert office.waiting(package_id) is None


def test_what_is_refused_is_refused_at_once(office):
    """A submission is whole: what could never be released is told to the officer now, and nothing of it is kept."""
    package_id = office.public()
    with pytest.raises(tk.ValidationError) as refused:
        office.do(office.officer, "package_patch", id=package_id, satuan="bukan-satuan")
    assert "satuan" in refused.value.error_dict
    assert office.waiting(package_id) is None


def test_a_file_that_waits_is_kept_and_its_table_too(office):
    """The sweep of files that nothing names takes nothing that waits, and nothing of an edition."""
    package_id = office.public()
    office.replace(package_id)
    model.Session.remove()
    assert list(files.leftovers()) == []
    assert list(leftovers.tables()) == []
    office.release(office.waiting(package_id))
    model.Session.remove()
    assert list(files.leftovers()) == []


def test_a_later_one_replaces_an_earlier_one(office):
    """One is open for each dataset; the list says how often it was sent."""
    package_id = office.public()
    office.replace(package_id)
    first = office.waiting(package_id)
    office.replace(package_id, NEW.replace(b"999", b"1000"))
    second = office.waiting(package_id)
    assert first["id"] == second["id"]
    assert (first["version"], second["version"]) == (1, 2)
    assert [event.what for event in records.history(first["id"])] == ["replaced", "sent"]


def test_to_go_back_to_what_is_public_takes_it_back(office):
    """Where nothing differs any more, nothing waits."""
    package_id = office.public()
    office.do(office.officer, "package_patch", id=package_id, notes="Baru.")
    before = office.do("", "package_show", id=package_id)["notes"]
    office.do(office.officer, "package_patch", id=package_id, notes=before)
    assert office.waiting(package_id) is None


def test_to_restrict_waits_for_nobody(office):
    """What must not be seen is out of sight at once; to open it again waits."""
    package_id = office.public()
    office.do(office.officer, "package_patch", id=package_id, private=True)
    with pytest.raises(tk.NotAuthorized):
        office.do("", "package_show", id=package_id)
    office.do(office.officer, "package_patch", id=package_id, private=False)
    with pytest.raises(tk.NotAuthorized):
        office.do("", "package_show", id=package_id)
    office.release(office.waiting(package_id))
    assert office.do("", "package_show", id=package_id)["private"] is False


def test_to_restrict_while_an_edition_waits_is_done_at_once(office):
    """The edition goes on waiting as it was sent; nobody sees the old figures meanwhile, nor the new ones after."""
    package_id = office.public()
    office.replace(package_id)
    looked_at = office.waiting(package_id)
    office.do(office.officer, "package_patch", id=package_id, private=True)
    for stranger in ("", office.stranger):
        with pytest.raises(tk.NotAuthorized):
            office.do(stranger, "package_show", id=package_id)
    assert search(office) == []
    row = model.Package.get(package_id)
    assert (row.private, row.state) == (True, "active")
    waiting = office.waiting(package_id)
    assert (waiting["version"], waiting["files"], waiting["fields"]) == (looked_at["version"], 1, 0)
    # a decision about what was looked at still counts, and opens nothing
    office.release(looked_at)
    with pytest.raises(tk.NotAuthorized):
        office.do("", "package_show", id=package_id)
    assert office.do(office.walidata, "package_show", id=package_id)["private"] is True


def test_of_a_form_that_restricts_and_changes_only_the_words_wait(office):
    """One form, two fates: what takes out of sight counts now, what is told anew waits."""
    package_id = office.public()
    kind = {"sifat_data": "terbatas", "dasar_hukum_pengecualian": "UU 14/2008 pasal 17 huruf h"}
    office.do(office.officer, "package_patch", id=package_id, private=True, notes="Baru.", **kind)
    row = model.Package.get(package_id)
    assert (row.private, row.extras["sifat_data"], row.notes == "Baru.") == (True, "terbatas", False)
    shown = office.do(office.walidata, "satudata_submission_show", id=office.waiting(package_id)["id"])
    assert [change["name"] for change in shown["changes"]] == ["notes"]


def test_a_closer_kind_of_data_counts_at_once_and_a_more_open_one_waits(office):
    """`dikecualikan` after `terbatas` restricts; the way back is a release."""
    closed = {"sifat_data": "terbatas", "dasar_hukum_pengecualian": "UU 14/2008 pasal 17 huruf h"}
    package_id = office.public()
    office.do(office.officer, "package_patch", id=package_id, private=True, **closed)
    office.do(
        office.officer, "package_patch", id=package_id, sifat_data="dikecualikan", nomor_uji_konsekuensi="1/2026"
    )
    assert model.Package.get(package_id).extras["sifat_data"] == "dikecualikan"
    assert office.waiting(package_id) is None
    office.do(office.officer, "package_patch", id=package_id, sifat_data="terbatas", nomor_uji_konsekuensi="")
    assert model.Package.get(package_id).extras["sifat_data"] == "dikecualikan"
    office.release(office.waiting(package_id))
    assert model.Package.get(package_id).extras["sifat_data"] == "terbatas"


def test_opened_again_while_an_edition_waits_is_a_new_version(office):
    """To open is decided about what was looked at: the older version cannot be released any more."""
    package_id = office.public()
    office.replace(package_id)
    office.do(office.officer, "package_patch", id=package_id, private=True)
    looked_at = office.waiting(package_id)
    office.do(office.officer, "package_patch", id=package_id, private=False)
    with pytest.raises(tk.ValidationError, match="newer"):
        office.release(looked_at)
    office.release(office.waiting(package_id))
    assert office.content(package_id) == NEW


@pytest.mark.parametrize("action", ["datastore_upsert", "datastore_delete", "datastore_create"])
def test_rows_are_not_changed_beside_the_review(office, action):
    """CKAN lets officers change rows of a table; public figures change by a release only."""
    package_id = office.public()
    resource = office.do("", "package_show", id=package_id)["resources"][0]
    with pytest.raises(tk.NotAuthorized):
        office.do(office.officer, action, resource_id=resource["id"], force=True)


def test_an_officer_deletes_nothing_that_was_public(office):
    """It is withdrawn, with a reason, by the walidata."""
    package_id = office.public()
    with pytest.raises(tk.NotAuthorized):
        office.do(office.officer, "package_delete", id=package_id)


def test_a_district_may_look_afterwards(office, monkeypatch, ckan_config):
    """With the option `after` a clean check is enough, and the record says so."""
    monkeypatch.setitem(ckan_config, "ckanext.satudata.review", "after")
    package_id = office.draft()
    office.do(office.officer, "package_patch", id=package_id, state="active")
    assert office.do("", "package_show", id=package_id)["state"] == "active"
    assert office.do("", "satudata_release_list", id=package_id)[0]["authority"] == "check"
    with pytest.raises(tk.NotAuthorized):
        office.do(office.officer, "satudata_dataset_withdraw", id=package_id, reason="Angkanya keliru semua.")
