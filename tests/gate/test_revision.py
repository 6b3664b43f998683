"""Two people with one form lose nothing: what does not collide is joined, what collides is shown."""

import pytest
from ckan.plugins import toolkit as tk
from ckan.tests import factories, helpers
from ckanext.satudata.gate import revision
from ckanext.satudata.gate.steps import Kind
from factories_satudata import Organization, act, dataset_dict

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]


@pytest.fixture
def dataset():
    """Return a stored dataset."""
    tags = [{"name": "penduduk"}, {"name": "kecamatan"}]
    made = act("package_create", **dataset_dict(owner_org=Organization()["id"], tags=tags))
    return act("package_show", id=made["id"])


def form_of(dataset):
    """Return what the form of a dataset sends when nothing was touched."""
    sent = {name: value for name, value in dataset.items() if isinstance(value, str)}
    sent.pop("metadata_modified")
    return {
        **sent,
        "private": str(dataset["private"]),
        "tag_string": "kecamatan,penduduk",
        "notes": dataset["notes"].replace("\n", "\r\n"),
        revision.FIELD: revision.of_form("package", dataset),
    }


def save(form, **changes):
    """Send the form; return the dataset."""
    return act("package_update", **{**form, **changes})


def test_what_does_not_collide_is_joined(dataset, with_request_context):
    """One changes the title, the other the description: both are kept, and tags of a third, too."""
    first, second, third = form_of(dataset), form_of(dataset), form_of(dataset)
    save(first, title="Jumlah Penduduk Menurut Kecamatan dan Tahun")
    save(second, notes="Keterangan baru.")
    save(third, tag_string="penduduk,desa")
    now = act("package_show", id=dataset["id"])
    assert now["title"] == "Jumlah Penduduk Menurut Kecamatan dan Tahun"
    assert now["notes"] == "Keterangan baru."
    assert {tag["name"] for tag in now["tags"]} == {"penduduk", "desa"}


def test_what_collides_is_shown_and_nothing_is_stored(dataset):
    """Both wrote the description: the later one is told what it is now, decides, and may save again."""
    first, second = form_of(dataset), form_of(dataset)
    save(first, notes="Dari yang pertama.", konsep="Konsep pertama")
    sent = {**second, "notes": "Dari yang kedua."}
    with pytest.raises(tk.ValidationError) as raised:
        helpers.call_action("package_update", {"user": factories.Sysadmin()["name"]}, **sent)
    assert list(raised.value.error_dict) == ["notes"]
    assert "Dari yang pertama." in raised.value.error_dict["notes"][0]
    assert act("package_show", id=dataset["id"])["notes"] == "Dari yang pertama."


def test_who_has_seen_it_may_decide(dataset):
    """The form that comes back has the other's fields and remembers them: the second save goes through."""
    first, second = form_of(dataset), form_of(dataset)
    save(first, notes="Dari yang pertama.", konsep="Konsep pertama")
    second["notes"] = "Dari yang kedua."
    context = {"user": factories.Sysadmin()["name"], "ignore_auth": True}
    with pytest.raises(tk.ValidationError):
        tk.get_action("package_update")(dict(context), second)
    tk.get_action("package_update")(dict(context), second)
    now = act("package_show", id=dataset["id"])
    assert (now["notes"], now["konsep"]) == ("Dari yang kedua.", "Konsep pertama")


def test_the_same_change_twice_is_no_collision(dataset, with_request_context):
    """Both mended the same word."""
    first, second = form_of(dataset), form_of(dataset)
    save(first, konsep="Penduduk tercatat")
    assert save(second, konsep="Penduduk tercatat")["konsep"] == "Penduduk tercatat"


def test_an_untouched_form_undoes_nothing(dataset, with_request_context):
    """Whoever opened the form, changed nothing and saved, leaves all of the other's work."""
    first, second = form_of(dataset), form_of(dataset)
    changed = save(first, title="Judul yang Baru Sekali", private="True")
    save(second)
    now = act("package_show", id=dataset["id"])
    assert (now["title"], now["private"]) == (changed["title"], True)


def test_programs_are_not_asked(dataset):
    """A request without the field of the form is what it was: the last one counts."""
    act("package_patch", id=dataset["id"], notes="Satu.")
    assert act("package_patch", id=dataset["id"], notes="Dua.")["notes"] == "Dua."


def test_a_stranger_learns_nothing(dataset):
    """Whoever may not change a dataset is refused before anything of it is told."""
    form = form_of(dataset)
    save(form, notes="Rahasia yang baru.", private="True")
    with pytest.raises(tk.NotAuthorized):
        helpers.call_action(
            "package_update",
            {"user": factories.User()["name"], "ignore_auth": False},
            **{**form, "notes": "Tebakan."},
        )


def test_organizations_are_joined_alike(with_request_context):
    """The form of an organization, too."""
    organization = Organization(title="Dinas Uji", description="Lama.")
    stored = act("organization_show", id=organization["id"])
    remembered = revision.remembered(Kind.ORGANIZATION, stored)
    form = {name: value for name, value in stored.items() if isinstance(value, str)}
    form[revision.FIELD] = remembered
    act("organization_update", **{**form, "title": "Dinas Uji Baru"})
    act("organization_update", **{**form, "description": "Baru."})
    now = act("organization_show", id=organization["id"])
    assert (now["title"], now["description"]) == ("Dinas Uji Baru", "Baru.")
    with pytest.raises(tk.ValidationError) as raised:
        act("organization_update", **{**form, "title": "Dinas Lain"})
    assert "Dinas Uji Baru" in raised.value.error_dict["title"][0]
