"""The code lists load, are consistent, and find what people write."""

from collections import Counter
from importlib import resources

import pytest
import yaml

from ckanext.satudata.exceptions import UnknownCodeList
from ckanext.satudata.metadata import codelists

NAMES = codelists.names()


@pytest.mark.parametrize("name", NAMES)
def test_every_list_has_unique_codes_and_names_for_people(name):
    """A list is not empty, and each entry has its own code and a name."""
    entries = list(codelists.load(name))
    assert entries
    assert all(entry.code and entry.name for entry in entries)


@pytest.mark.parametrize("name", NAMES)
def test_no_code_is_written_twice_in_a_file(name):
    """Two rows with one code would hide each other."""
    rows = codelists.rows(name)
    assert [code for code, count in Counter(row["code"].casefold() for row in rows).items() if count > 1] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_list_names_its_source_and_licence(name):
    """The YAML beside a list says where it comes from and under which licence."""
    sidecar = yaml.safe_load(resources.files(codelists.PACKAGE).joinpath(f"{name}.yaml").read_text(encoding="utf-8"))
    assert all(sidecar.get(key) for key in ("title", "source", "licence"))


@pytest.mark.parametrize("name", [name for name in NAMES if name != "wilayah"])
def test_each_name_and_synonym_leads_to_one_entry(name):
    """Only place names may be shared; elsewhere every name and synonym finds its own entry."""
    found = codelists.load(name)
    lost = [
        (entry.code, text)
        for entry in found
        for text in (entry.code, entry.name, *filter(None, entry.extra.get("synonyms", "").split("|")))
        if found.lookup(text) != entry
    ]
    assert lost == []


def test_the_lists_of_the_forms_exist():
    """The units are many enough for a district's tables, and the goals are 17."""
    assert len(list(codelists.load("satuan"))) >= 100
    assert len(list(codelists.load("sektor_kegiatan"))) == 22
    assert [entry.code for entry in codelists.load("sdgs")] == [str(goal) for goal in range(1, 18)]


def test_wilayah_has_the_counts_of_the_decree():
    """Kepmendagri 300.2.2-2138/2025 has 38 provinces, 514 regencies, 7,285 districts and 83,762 villages."""
    levels = Counter(len(entry.code) for entry in codelists.load("wilayah"))
    assert levels == {2: 38, 5: 514, 8: 7285, 13: 83762}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("51", "51"),
        ("5108", "51.08"),
        ("510802", "51.08.02"),
        ("5108021015", "51.08.02.1015"),
        ("51 08 02 1015", "51.08.02.1015"),
        (" 51.08.02 ", "51.08.02"),
        ("KABUPATEN  buleleng", "51.08"),
    ],
)
def test_a_place_is_found_by_dotted_or_bare_code_or_by_name(text, code):
    """A kode wilayah may lack its dots, and names ignore case and spaces."""
    assert codelists.load("wilayah").lookup(text).code == code


@pytest.mark.parametrize("text", ["Seririt", "51.99", "5199", ""])
def test_a_shared_or_unknown_place_is_not_guessed(text):
    """Seririt is a kecamatan and a kelurahan, so the name alone says too little."""
    assert codelists.load("wilayah").lookup(text) is None


@pytest.mark.parametrize(("text", "code"), [("hektar", "ha"), ("Org", "jiwa"), ("%", "persen"), ("KM2", "km2")])
def test_units_are_found_by_what_people_write(text, code):
    """Synonyms and other capitals lead to the unit's code."""
    assert codelists.load("satuan").lookup(text).code == code


def test_children_are_the_direct_ones():
    """Below Buleleng lie its nine kecamatan, not their villages."""
    children = codelists.load("wilayah").children("51.08")
    assert len(children) == 9
    assert {len(child.code) for child in children} == {8}


def test_a_misspelt_place_is_suggested():
    """A missing letter still leads to the regency, first of all."""
    assert codelists.load("wilayah").suggest("Bulelng")[0].name == "Kabupaten Buleleng"


def test_suggestions_stay_within_a_place():
    """Within a regency only its own places are offered, at most `limit`."""
    found = codelists.load("wilayah").suggest("Seriret", limit=2, within="51.08")
    assert [code.code for code in found] == ["51.08.02", "51.08.02.1015"]


def test_nothing_near_gives_no_suggestion():
    """Text unlike any name is not answered with noise."""
    assert codelists.load("sifat_data").suggest("zzzzzz") == []


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("51", "Provinsi Bali"),
        ("51.08", "Kabupaten Buleleng"),
        ("51.08.02", "Kecamatan Seririt, Kabupaten Buleleng"),
        ("51.08.02.1015", "Kelurahan Seririt, Kecamatan Seririt, Kabupaten Buleleng"),
        ("51.08.02.2001", "Desa Unggahan, Kecamatan Seririt, Kabupaten Buleleng"),
        ("99.99", "99.99"),
    ],
)
def test_a_place_is_labelled_up_to_its_regency(code, label):
    """A label names the place's level and what it lies in; an unknown code stays as it is."""
    assert codelists.wilayah_label(code) == label


def test_a_form_field_gets_its_choices():
    """Scheming receives value and label in the order of the file."""
    choices = codelists.satudata_codelist_choices({"codelist": "sifat_data"})
    assert choices[0] == {"value": "terbuka", "label": "Terbuka"}
    assert [choice["value"] for choice in choices] == ["terbuka", "terbatas", "dikecualikan"]


def test_an_unknown_list_is_an_error_that_names_the_known_ones():
    """The message helps to mend a misspelt `codelist`."""
    with pytest.raises(UnknownCodeList, match="satuan"):
        codelists.load("satuann")
