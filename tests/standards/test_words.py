"""The words of a standard are those of the datasets that follow it, everywhere."""

import io

import pytest
import yaml
from ckan.plugins import toolkit as tk
from ckanext.satudata.exchange import daftar_columns, variables
from ckanext.satudata.exchange.sources import of_columns
from ckanext.satudata.standards import model, words
from factories_satudata import Organization, act, dataset_dict
from serving import ROOT
from werkzeug.datastructures import FileStorage

DECLARED = {path.stem: yaml.safe_load(path.read_text()) for path in (ROOT / "config/demo/datasets").glob("*.yaml")}
HARVESTED = {
    f"{path.stem}/{name}": {**declared["fixed"], "standar": declared["table"].get("standard")}
    for path in (ROOT / "harvesters").glob("*.yaml")
    for name, declared in (yaml.safe_load(path.read_text()).get("datasets") or {}).items()
}
STANDARD = "penduduk_jenis_kelamin"
HEADER = "kode_wilayah,nama_kecamatan,tahun,laki_laki,perempuan,jumlah\n"


@pytest.mark.parametrize("name", [*DECLARED, *HARVESTED])
def test_no_dataset_of_the_demonstration_contradicts_its_standard(name):
    """What differs is declared; 18 of the 27 datasets and all of the harvest differed without a word once."""
    dataset = {**DECLARED, **HARVESTED}[name]
    standard = words.find_standard([dataset])
    assert standard is None or words.contradictions(dataset, standard) == {}


def test_a_dataset_without_its_own_words_contradicts_nothing_and_a_declared_one_neither():
    """Words are compared as they are written, and only those that there are."""
    standard = model.load(STANDARD)
    assert words.contradictions({}, standard) == {}
    assert words.contradictions({"konsep": "Kelahiran"}, standard) == {"konsep": ("Kelahiran", "Penduduk")}
    assert words.contradictions({"konsep": "Kelahiran", words.DEVIATION: "Hanya kelahiran."}, standard) == {}


@pytest.fixture
def office(with_plugins, clean_db, clean_index, clean_queues):
    """Return the id of an office."""
    return Organization()["id"]


def _upload(dataset, **more):
    content = f"{HEADER}51.08.01,Gerokgak,2025,10,12,22\n".encode()
    return act(
        "resource_create", package_id=dataset["id"], upload=FileStorage(io.BytesIO(content), "penduduk.csv"), **more
    )


@pytest.mark.services
def test_a_dataset_takes_the_words_of_its_standard_and_every_outlet_tells_them(office):
    """Page, MS-Var and Daftar Data have one text."""
    standard = model.load(STANDARD)
    dataset = act("package_create", **dataset_dict(owner_org=office))
    _upload(dataset, standar=STANDARD)
    shown = act("package_show", id=dataset["id"])
    assert {name: shown[name] for name in words.WORDS} == words.of(standard)
    measured = next(source for source in of_columns(shown) if source.column["name"] == "jumlah")
    assert variables.concept(measured) == shown["konsep"] == standard.konsep
    assert daftar_columns.derived_row(shown)["Definisi"] == standard.definisi
    match = act("package_search", q="name:jumlah-penduduk-uji")["results"][0]
    assert match["definisi"] == standard.definisi


@pytest.mark.services
def test_another_word_is_refused_at_its_field_unless_it_is_declared(office):
    """Nobody's word is changed behind his back, and none differs in silence."""
    dataset = act("package_create", **dataset_dict(owner_org=office))
    _upload(dataset, standar=STANDARD)
    with pytest.raises(tk.ValidationError) as refused:
        act("package_patch", id=dataset["id"], konsep="Kelahiran")
    assert set(refused.value.error_dict) == {"konsep"}
    declared = {"konsep": "Kelahiran", words.DEVIATION: "Hanya yang lahir tahun itu."}
    shown = act("package_patch", id=dataset["id"], **declared)
    assert {name: shown[name] for name in declared} == declared
    measured = next(source for source in of_columns(shown) if source.column["name"] == "jumlah")
    assert variables.concept(measured) == "Kelahiran"
    # who takes the declaration back has the standard's words again
    assert act("package_patch", id=dataset["id"], **{words.DEVIATION: "", "konsep": ""})["konsep"] == "Penduduk"
