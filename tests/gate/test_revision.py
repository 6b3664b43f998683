"""Two people with one form lose nothing: what does not collide is joined, what collides is shown."""

import hashlib
import io

import pytest
from ckan.plugins import toolkit as tk
from ckan.tests import factories, helpers
from ckanext.satudata.gate import revision
from ckanext.satudata.gate.steps import Kind
from exchange.test_documents import SURVEY
from factories_satudata import Organization, act, dataset_dict, kegiatan_dict
from werkzeug.datastructures import FileStorage

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


@pytest.fixture
def resource(dataset):
    """Return a stored link with what its source says of it, of which the form shows nothing."""
    source = {"source_issued": "2024-01-31", "source_modified": "2025-06-01", "hash": "ab12", "size": 1234}
    link = {"url": "https://berkas.example/a.csv", "format": "CSV", "name": "A", "description": "Lama."}
    return act("resource_create", package_id=dataset["id"], mimetype="text/csv", **link, **source)


def form_of_resource(resource):
    """Return what the form of a resource sends when nothing was touched."""
    shown = ("id", "package_id", "url", "name", "description", "format")
    sent = {name: resource[name] for name in shown}
    return {**sent, "standar": "", "skema_tabel": "", revision.FIELD: revision.of_form("resource", resource)}


def test_forms_of_a_resource_are_joined(resource, with_request_context):
    """Name of one, description of the other, the link of a third."""
    first, second, third = (form_of_resource(resource) for _person in range(3))
    act("resource_update", **{**first, "name": "Nama baru"})
    act("resource_update", **{**second, "description": "Keterangan baru."})
    act("resource_update", **{**third, "url": "https://berkas.example/b.csv"})
    now = act("resource_show", id=resource["id"])
    assert (now["name"], now["description"]) == ("Nama baru", "Keterangan baru.")
    assert now["url"] == "https://berkas.example/b.csv"
    assert revision.FIELD not in now


def test_what_collides_in_a_resource_is_shown(resource):
    """At its field, with what it is now; the second time it is stored."""
    first, second = form_of_resource(resource), form_of_resource(resource)
    act("resource_update", **{**first, "description": "Dari yang pertama."})
    second["description"] = "Dari yang kedua."
    context = {"user": factories.Sysadmin()["name"], "ignore_auth": True}
    with pytest.raises(tk.ValidationError) as raised:
        tk.get_action("resource_update")(dict(context), second)
    assert list(raised.value.error_dict) == ["description"]
    assert "Dari yang pertama." in raised.value.error_dict["description"][0]
    assert act("resource_show", id=resource["id"])["description"] == "Dari yang pertama."
    tk.get_action("resource_update")(dict(context), second)
    assert act("resource_show", id=resource["id"])["description"] == "Dari yang kedua."


def uploaded(text, name="a.csv"):
    """Return a file that comes with a form."""
    return FileStorage(io.BytesIO(text.encode()), name)


def test_two_files_for_one_resource_collide(dataset, with_request_context):
    """Whatever they are called; a form without a file leaves the other's file as it is."""
    made = act(
        "resource_create", package_id=dataset["id"], name="A", upload=uploaded("desa,n\nSawan,1\n"), url="a.csv"
    )
    stored = act("resource_show", id=made["id"])
    form = {name: stored[name] for name in ("id", "package_id", "url", "url_type", "name", "format")}
    form |= {"description": "", "standar": "", "skema_tabel": "", revision.FIELD: revision.of_form("resource", stored)}
    first, second, third = dict(form), dict(form), dict(form)
    act("resource_update", **{**first, "upload": uploaded("desa,n\nSawan,2\n")})
    act("resource_update", **{**second, "description": "Keterangan."})
    with pytest.raises(tk.ValidationError) as raised:
        act("resource_update", **{**third, "upload": uploaded("desa,n\nSawan,3\n")})
    assert list(raised.value.error_dict) == ["url"]
    now = act("resource_show", id=made["id"])
    assert now["description"] == "Keterangan."
    assert now["hash"] == hashlib.sha256(b"desa,n\nSawan,2\n").hexdigest()


def test_what_a_form_hides_stays(resource):
    """Of an edit by form and by patch; of another file nothing of the old one is said."""
    hidden = ("source_issued", "source_modified", "hash", "size", "mimetype")
    before = {name: resource[name] for name in hidden}
    act("resource_update", **{**form_of_resource(resource), "description": "Baru."})
    act("resource_patch", id=resource["id"], name="Nama baru")
    act("package_patch", id=resource["package_id"], notes="Baru.")
    now = act("resource_show", id=resource["id"])
    assert {name: now[name] for name in hidden} == before
    act("resource_update", **{**form_of_resource(now), "url": "https://berkas.example/lain.csv"})
    now = act("resource_show", id=resource["id"])
    assert not any(now.get(name) for name in hidden)


def stages(*names):
    """Return the stages of an activity as its form sends them."""
    return {
        f"rencana_jadwal_kegiatan-{number}-{part}": value
        for number, name in enumerate(names)
        for part, value in {"tahap": name, "awal": "2026-01-05", "akhir": "2026-01-31"}.items()
    }


def test_lists_of_parts_are_joined_as_one_field(with_request_context):
    """One adds a stage, the other changes the title: both are kept; two who change the list are shown it."""
    made = act("package_create", **kegiatan_dict(owner_org=Organization()["id"], **SURVEY))
    stored = act("package_show", id=made["id"])
    form = {name: value for name, value in stored.items() if isinstance(value, str | list) and name != "resources"}
    parts = form.pop("rencana_jadwal_kegiatan")
    form.pop("metadata_modified")
    form[revision.FIELD] = revision.of_form("package", stored)
    same = {
        f"rencana_jadwal_kegiatan-{number}-{name}": value
        for number, part in enumerate(parts)
        for name, value in part.items()
    }
    act("package_update", **form, **stages("perencanaan_kegiatan"))
    act("package_update", **{**form, **same, "title": "Judul yang Baru"})
    now = act("package_show", id=made["id"])
    assert now["title"] == "Judul yang Baru"
    assert [part["tahap"] for part in now["rencana_jadwal_kegiatan"]] == ["perencanaan_kegiatan"]
    with pytest.raises(tk.ValidationError) as raised:
        act("package_update", **form, **stages("perencanaan_kegiatan", "pengumpulan_data"))
    [part] = raised.value.error_dict["rencana_jadwal_kegiatan"]
    assert "perencanaan_kegiatan, 2026-01-05, 2026-01-31" in part["tahap"][0]
