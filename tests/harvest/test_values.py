"""What a record says becomes what a dataset says: in the portal's language, whole, and never another thing."""

import json
from pathlib import Path

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import helpers
from ckanext.satudata.exceptions import BrokenRecord
from ckanext.satudata.harvest import foresight, mapping, pipeline, values
from ckanext.satudata.harvest.agency import Agency
from ckanext.satudata.harvest.model import Change, Record, Source

from harvest.conftest import FIXED, declared, records, serve

CASES = Path(__file__).parents[1] / "fixtures" / "cases" / "harvest"
pytestmark = [pytest.mark.services]


def mapped(raw, notes=None, **changes):
    """Return a record mapped as a source declares it."""
    agency = Agency("sumber-uji", declared("http://sumber.example/api", **changes))
    return mapping.dataset(agency, raw, None, "http://sumber.example/api/list", notes)


@pytest.fixture
def source():
    """Return a function that harvests records by a declaration and gives the run."""

    def run(declaration):
        source_row = model.Session.query(Source).filter_by(name="sumber-uji").first()
        if source_row is None:
            source_row = Source(name="sumber-uji", definition=declaration)
            model.Session.add(source_row)
            model.Session.commit()
        return pipeline.run(source_row, Agency("sumber-uji", declaration))

    return run


@pytest.mark.usefixtures("with_plugins")
def test_a_licence_that_nobody_gave_is_none():
    """Neither the source nor the agency's file says one: none is made up, and the words of an unknown one are kept."""
    assert mapped({"judul": "A"})["license_id"] == "notspecified"
    by = {"map": {"title": "judul", "license_id": "lisensi"}}
    assert mapped({"judul": "A"}, **by)["license_id"] == "notspecified"
    dataset = mapped({"judul": "A", "lisensi": "http://creativecommons.org/licenses/by-sa/4.0/deed.id"}, **by)
    assert (dataset["license_id"], dataset["source_license"]) == ("CC-BY-SA-4.0", "")
    strange = mapped({"judul": "A", "lisensi": "https://contoh.go.id/syarat"}, **by)
    assert (strange["license_id"], strange["source_license"]) == ("notspecified", "https://contoh.go.id/syarat")
    ours = mapped({"judul": "A"}, **by, fixed={**FIXED, "license_id": "CC-BY-4.0"})
    assert ours["license_id"] == "CC-BY-4.0"


@pytest.mark.usefixtures("with_plugins")
@pytest.mark.parametrize(
    ("value", "code", "words"),
    [
        ({"name": "CC BY 4.0", "url": "https://x.example/syarat"}, "CC-BY-4.0", "CC BY 4.0; https://x.example/syarat"),
        ({"title": "Terbuka", "url": "https://creativecommons.org/licenses/by/4.0/"}, "CC-BY-4.0", ""),
        ({"title": "Creative Commons Attribution", "url": "http://spdx.org/licenses/CC-BY-4.0"}, "CC-BY-4.0", ""),
        (["cc-by", "cc-by-sa"], "notspecified", "cc-by; cc-by-sa"),
        ("CC BY-SA 4.0; CC BY 4.0", "notspecified", "CC BY-SA 4.0; CC BY 4.0"),
        ("Atribusi-BerbagiSerupa 4.0 Internasional", "CC-BY-SA-4.0", ""),
        (True, "notspecified", ""),
        ("Data ini dilisensikan dengan CC BY 4.0.", "CC-BY-4.0", "Data ini dilisensikan dengan CC BY 4.0."),
        ("Peta CC BY 4.0, foto CC BY-NC 4.0", "notspecified", "Peta CC BY 4.0, foto CC BY-NC 4.0"),
    ],
)
def test_of_several_words_for_a_licence_the_surest_counts(value, code, words):
    """A version says more than a name without it, a licence more than "open"; of two licences none is chosen."""
    assert values.licence(value) == {"license_id": code, "source_license": words}


@pytest.mark.usefixtures("with_plugins")
def test_a_record_without_title_is_no_dataset():
    """It does not get the title that all others would get, too."""
    with pytest.raises(BrokenRecord):
        mapped({"judul": " "})
    with pytest.raises(BrokenRecord):
        mapped({"judul": {}})
    for nothing in ("null", "-", "N/A", True):
        with pytest.raises(BrokenRecord):
            mapped({"judul": nothing})


@pytest.mark.usefixtures("with_plugins")
@pytest.mark.parametrize(
    ("value", "title"),
    [
        ({"id": "Beras", "en": "Rice"}, "Beras"),
        ({"en": "Rice", "id-ID": "Beras"}, "Beras"),
        ({"eng": "Rice", "ind": "Beras"}, "Beras"),
        ({"id": "Beras", "zh-Hans-CN": "米"}, "Beras"),
        ([{"lang": "en", "value": "Rice"}, {"lang": "id", "value": "Beras"}], "Beras"),
        ([{"@language": "en", "@value": "Rice"}, "Beras"], "Beras"),
        ('{"id": "Beras", "en": "Rice"}', "Beras"),
        ({"#text": "Beras", "@xml:lang": "id"}, "Beras"),
        ("<b>Beras</b> &amp; jagung", "Beras & jagung"),
        ("Anak <5 tahun", "Anak <5 tahun"),
        ("\ufeffBeras\n  merah\u200b", "Beras merah"),
        (["Beras"], "Beras"),
        ({"en": "Rice"}, "Rice"),
        ({"en": "", "fr": "Riz"}, "Riz"),
        ([{"@value": "Rice", "@language": "en"}, {"@value": "Beras", "@language": "id"}], "Beras"),
        ({"@value": "Beras"}, "Beras"),
        ("  Beras ", "Beras"),
        (2024, "2024"),
    ],
)
def test_titles_are_in_the_portals_language(value, title):
    """Of several languages the portal's own, else Indonesian, English, or what there is."""
    assert mapped({"judul": value})["title"] == title


@pytest.mark.usefixtures("with_plugins")
def test_keywords_keep_their_words():
    """A slash becomes a space; nothing, a number of none and null are no tag; each word once."""
    words = ["harga/beras", None, "harga beras", {"name": "ASN"}, {"id": "padi", "en": "rice"}, "", "a", "(gizi)", {}]
    names = [tag["name"] for tag in mapped({"judul": "A", "kata": words})["tags"]]
    assert names == ["harga beras", "ASN", "padi", "gizi"]
    assert [tag["name"] for tag in values.tags("beras, jagung")] == ["beras", "jagung"]
    for text in ("sawah; ladang", "sawah|ladang", "sawah\nladang", ["sawah, ladang"], '["sawah","ladang"]'):
        assert [tag["name"] for tag in values.tags(text)] == ["sawah", "ladang"]
    tagged = [{"@value": word, "@language": language} for word, language in (("rice", "en"), ("beras", "id"))]
    assert [tag["name"] for tag in values.tags([*tagged, {"@value": "padi", "@language": "id"}])] == ["beras", "padi"]
    assert [tag["name"] for tag in values.tags(["Beras", "beras", 2024, ["padi"]])] == ["Beras", "2024", "padi"]
    assert values.tags(None) == values.tags([None]) == values.tags(7) == []


@pytest.mark.usefixtures("with_plugins")
def test_files_say_what_the_source_says_of_them():
    """Relative addresses are meant below the source's; sizes, hashes and dates are taken; the rest is remarked."""
    notes = values.Notes()
    files = [
        {"url": "/unduh/a.csv", "format": "text/csv", "size": "2048", "hash": "abc", "last_modified": "2026-01-31"},
        {"url": "b.xlsx", "size": "kira-kira 3 MB", "issued": "kemarin"},
        {"url": ""},
        7,
        {"url": "http://["},
    ]
    made = mapped({"judul": "A", "berkas": files}, notes, map={"title": "judul", "resources": "berkas"})["resources"]
    assert [resource["url"] for resource in made] == [
        "http://sumber.example/unduh/a.csv",
        "http://sumber.example/api/b.xlsx",
    ]
    assert (made[0]["format"], made[0]["size"], made[0]["hash"]) == ("CSV", 2048, "abc")
    assert made[0]["source_modified"] == "2026-01-31"
    assert made[1]["size"] is None
    assert made[1]["source_issued"] == ""
    assert len(notes.texts()) == 4


@pytest.mark.usefixtures("with_plugins")
def test_a_source_tells_its_own_dates_place_page_and_words():
    """What the source says of itself is taken over, under names that tell that it is the source's."""
    raw = {"judul": "A", "terbit": "31/01/2024", "ubah": "0000-00-00", "kotak": [115, -9, 116, -8], "hal": "/d/1"}
    raw |= {"surel": "mailto:mailto:data@contoh.go.id", "baris": 7}
    notes = values.Notes()
    by = {"title": "judul", "source_issued": "terbit", "source_modified": "ubah", "source_spatial": "kotak"}
    by |= {"url": "hal", "kontak_email": "surel"}
    made = mapped(raw, notes, map=by, extras={"Jumlah baris": "baris", "Kosong": "tidak.ada"})
    assert made["source_issued"] == "2024-01-31"
    assert made["source_modified"] == ""
    assert json.loads(made["source_spatial"])["type"] == "Polygon"
    assert made["url"] == "http://sumber.example/d/1"
    assert made["kontak_email"] == "data@contoh.go.id"
    assert made["extras"] == [{"key": "Jumlah baris", "value": "7"}]
    assert any("0000-00-00" in text for text in notes.texts())


@pytest.mark.usefixtures("with_plugins")
@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("mailto:mailto:a@x.example?subject=hai", "a@x.example"),
        ("Bidang Data <a@x.example>", "a@x.example"),
        ("a [at] x.example", "a@x.example"),
        ({"hasEmail": "mailto:a@x.example"}, "a@x.example"),
        (["a@x.example", "b@x.example"], "a@x.example"),
        ("0362 123", "data@satudata.example"),
        ("-", "data@satudata.example"),
    ],
)
def test_a_contact_is_one_address(written, address):
    """What is no e-mail address does not cost the record: that of the source's contact stands there."""
    made = mapped({"judul": "A", "surel": written}, map={"title": "judul", "kontak_email": "surel"})
    assert made["kontak_email"] == address


@pytest.mark.parametrize(
    ("value", "identifier"),
    [
        ("a", "a"),
        (0, "0"),
        ({"@id": "http://x/1"}, "http://x/1"),
        ({"value": {"@value": 7}}, "7"),
        ([None, {"id": "b"}], "b"),
        (None, ""),
        ({}, ""),
        (True, ""),
    ],
)
def test_identifiers_may_be_objects(value, identifier):
    """What identifies a record is read wherever sources write it; nothing that is none becomes one."""
    assert values.identifier(value) == identifier


@pytest.mark.usefixtures("catalogue")
def test_the_small_case_of_data_json(loopback, source):
    """Titles by language, relative addresses, null keywords and strange titles: all four are taken in, rightly."""
    loopback.answer("/data.json", (CASES / "harvest_kecil.json").read_bytes())
    access = {"method": "data_json", "internal": True, "url": f"{loopback.url}/data.json"}
    by = {"title": "title", "notes": "description", "tags": "keyword", "resources": "resources"}
    run = source(declared("", access=access, map=by))
    assert run.counts["added"] == 4
    datasets = {dataset["title"]: dataset for dataset in helpers.call_action("package_search", rows=10)["results"]}
    assert set(datasets) == {"Judul Indonesia", "URL relatif", "Kata kunci kosong", "!!!"}
    assert datasets["URL relatif"]["resources"][0]["url"] == f"{loopback.url}/unduh/berkas.csv"
    assert [tag["name"] for tag in datasets["Kata kunci kosong"]["tags"]] == ["beras"]
    assert datasets["!!!"]["name"].startswith("dataset-")


@pytest.mark.usefixtures("catalogue")
def test_the_case_of_dcat_formats(loopback, source):
    """Formats that are addresses of the EU or of IANA are CSV and XLSX; dates that are none are left out."""
    page = (CASES / "catalog1.ttl").read_text(encoding="utf-8").replace("http://127.0.0.1:8931", loopback.url)
    last = page.partition("<http://x.id/>")[0]
    loopback.routes["/catalog.ttl"] = lambda request: (
        200,
        {"Content-Type": "text/turtle"},
        (last if request.query.get("page") else page).encode(),
    )
    access = {"method": "dcat_rdf", "internal": True, "url": f"{loopback.url}/catalog.ttl"}
    by = {"title": "title", "notes": ["notes", "title"], "tags": "tags", "resources": "resources"}
    by |= {"license_id": "license", "source_issued": "issued", "source_modified": "modified"}
    by |= {"source_spatial": "spatial"}
    fixed = {name: value for name, value in FIXED.items() if name != "notes"}
    run = source(declared("", access=access, map=by, fixed=fixed))
    bad = model.Session.query(Change).filter_by(run_id=run.id, outcome="quarantined").all()
    # the one without any identifier
    assert [change.title for change in bad] == ["Tanpa alamat dan pengenal"]
    datasets = {dataset["title"]: dataset for dataset in helpers.call_action("package_search", rows=10)["results"]}
    assert set(datasets) == {"Judul Indonesia", "Tanpa alamat A", "Geo"}
    first = datasets["Judul Indonesia"]
    assert sorted(resource["format"] for resource in first["resources"]) == ["CSV", "XLSX"]
    assert first["license_id"] == "CC-BY-4.0"
    assert "source_issued" not in first or not first["source_issued"]
    assert json.loads(first["source_spatial"])["type"] in {"Point", "Polygon"}
    assert json.loads(datasets["Geo"]["source_spatial"]) == {"type": "Point", "coordinates": [1.0, 2.0]}


@pytest.mark.usefixtures("catalogue")
def test_what_the_source_says_outlives_an_edit_in_the_form(loopback, source):
    """The web form does not show these fields, and saving it does not lose them."""
    serve(loopback, records(1, terbit="2024-01-31"))
    source(declared(loopback.url, map={"title": "judul", "notes": "uraian", "source_issued": "terbit"}))
    [dataset] = helpers.call_action("package_search")["results"]
    assert dataset["source_issued"] == "2024-01-31"
    sent = {name: value for name, value in dataset.items() if not name.startswith("source_") and name != "extras"}
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    tk.get_action("package_update")({"ignore_auth": True, "user": user}, {**sent, "notes": "Diubah."})
    after = helpers.call_action("package_show", id=dataset["id"])
    assert (after["source_issued"], after["notes"]) == ("2024-01-31", "Diubah.")
    assert {extra["key"] for extra in after["extras"]} >= {"guid", "harvest_source_id"}


@pytest.mark.usefixtures("catalogue")
def test_a_preview_refuses_what_the_run_refuses(loopback, source):
    """Mandatory fields, code lists, titles, identifiers: record by record, both say the same with the same words."""
    listed = records(6)
    listed[1]["satuan"] = "depa"
    listed[2]["judul"] = ""
    listed[3]["uraian"] = None
    del listed[4]["id"]
    listed[5]["judul"] = "Nol \x00 di judul"
    serve(loopback, [*listed, "bukan rekaman", 7])
    by = {"title": "judul", "notes": "uraian", "satuan": "satuan"}
    fixed = {name: value for name, value in FIXED.items() if name != "notes"}
    declaration = declared(loopback.url, map=by, fixed=fixed)
    foreseen, _notes = foresight.preview(None, Agency("sumber-uji", declaration))
    run = source(declaration)
    changes = model.Session.query(Change).filter_by(run_id=run.id).all()
    happened = {change.identifier: (change.outcome, change.error or "") for change in changes}
    assert {item.identifier: (item.outcome, item.error) for item in foreseen} == happened
    assert run.counts["added"] == 1
    assert run.counts["quarantined"] == 7
    assert "depa" in happened["1"][1]
    # each of those without identifier by itself
    assert sum("list" in identifier for identifier in happened) == 3
    assert not any("psycopg" in error or "INSERT" in error for _outcome, error in happened.values())
    # what the source mends is no problem any more, and what was never taken in is not missed
    serve(loopback, records(6))
    again = source(declaration)
    assert again.counts["added"] == 5
    assert not any("no longer" in note for note in again.log)
    assert model.Session.query(Record).filter(Record.hash.isnot(None)).count() == 6
