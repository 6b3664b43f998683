"""An untidy file is read by steps that somebody confirms, and personal data can be left out on the way."""

import io
import json

import pytest
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckanext.satudata.publishing import datastore
from ckanext.satudata.tables import stored
from ckanext.satudata.validation import store
from factories_satudata import Organization, act, dataset_dict
from werkzeug.datastructures import FileStorage

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]

UNTIDY = (
    b"Jumlah Penduduk,,\n,,\nKecamatan,2023,2024\nGerokgak,1.234,1.240\nSeririt,998,1.002\nSawan,2.300,-\n"
    b"Sumber: Disdukcapil,,\n"
)
PERSONAL = "\n".join(
    ["kecamatan,nik,umur", *(f"{('Sawan', 'Seririt')[n % 2]},51080141029000{n:02},{30 + n % 3}" for n in range(1, 31))]
).encode()


def file(content, name="penduduk.csv"):
    """Return an upload."""
    return FileStorage(io.BytesIO(content), name)


@pytest.fixture
def dataset():
    """Return a public dataset."""
    return act("package_create", **dataset_dict(owner_org=Organization(name="dinkes")["id"]))


def question(dataset, content, **more):
    """Upload a file whose reading must be confirmed; return what is asked."""
    with pytest.raises(tk.ValidationError) as raised:
        act("resource_create", package_id=dataset["id"], upload=file(content), name="Penduduk", **more)
    return raised.value.error_dict


def confirmed(dataset, content=UNTIDY):
    """Return the resource of a file whose steps are confirmed."""
    [steps] = question(dataset, content)["langkah_baca_usulan"]
    return act("resource_create", package_id=dataset["id"], upload=file(content), name="Penduduk", langkah_baca=steps)


def test_nothing_is_stored_before_the_steps_are_confirmed(dataset):
    """Every correction is named, none is silent."""
    error = question(dataset, UNTIDY)
    kinds = {step["kind"] for step in json.loads(error["langkah_baca_usulan"][0])}
    assert {"title_rows", "notes_below", "periods_to_rows", "numbers", "missing_marks"} <= kinds
    assert len(error["langkah_baca"]) >= len(kinds)
    assert act("package_show", id=dataset["id"])["resources"] == []


def test_confirmed_steps_make_the_table_and_leave_the_file(dataset):
    """The file is downloaded as it was; the DataStore has the tidy table, read anew from the file as well."""
    resource = confirmed(dataset)
    assert stored.content(resource) == UNTIDY
    for _again in range(2):
        datastore.load(resource["id"])
        page = act("datastore_search", resource_id=resource["id"], sort="_id")
        values = [(row["Kecamatan"], row["tahun"]) for row in page["records"]]
        assert values[:2] == [("Gerokgak", 2023), ("Gerokgak", 2024)]
        assert page["total"] == 6
        assert [row for row in page["records"] if row["Kecamatan"] == "Sawan"][1]["nilai"] is None


def test_next_months_file_of_the_same_form_asks_nothing(dataset):
    """Steps that somebody has confirmed before need no second look; others do."""
    resource = confirmed(dataset)
    newer = UNTIDY.replace(b"1.240", b"1.241")
    kept = {"id": resource["id"], "name": "Penduduk", "langkah_baca": resource["langkah_baca"]}
    assert act("resource_update", **kept, upload=file(newer))["validation_status"] == "success"
    other = UNTIDY.replace(b"Jumlah Penduduk,,\n", b"Jumlah Penduduk,,\nKabupaten Buleleng,,\n")
    with pytest.raises(tk.ValidationError) as raised:
        act("resource_update", **kept, upload=file(other))
    assert raised.value.error_dict["langkah_baca_usulan"]


@pytest.mark.parametrize(
    "steps", ["{", "[1]", '[{"kind": "sulap"}]', '[{"kind": "title_rows", "options": {"rows": 9}}]']
)
def test_wrong_steps_are_explained(dataset, steps):
    """Steps that are none, or do not fit, are an error and nothing is stored."""
    error = question(dataset, UNTIDY, langkah_baca=steps)
    assert error.get("langkah_baca") or error.get("upload")
    assert act("package_show", id=dataset["id"])["resources"] == []


@pytest.mark.parametrize(
    ("cure", "header"), [("drop_column", "kecamatan,umur"), ("count_rows", "kecamatan,umur,jumlah")]
)
def test_a_cure_publishes_the_table_without_the_personal_data(dataset, cure, header):
    """What is stored is the cured table; the file with the numbers stays where only its officers see it."""
    user = factories.Sysadmin()["name"]
    with pytest.raises(tk.ValidationError) as raised:
        tk.get_action("resource_create")({"user": user}, {"package_id": dataset["id"], "upload": file(PERSONAL)})
    [report_id] = raised.value.error_dict["validation_report"]
    resource = tk.get_action("satudata_draft_publish")({"user": user}, {"id": report_id, "cure": cure})
    content = stored.content(resource)
    assert content.decode().splitlines()[0] == header
    assert b"51080141029" not in content
    assert store.content(resource["validation_report"]) == PERSONAL
    assert store.content(report_id) is None
    assert not resource["langkah_baca"]
    datastore.load(resource["id"])
    assert act("datastore_search", resource_id=resource["id"])["total"] in {6, 30}


def test_personal_data_around_the_table_is_found(dataset, workbook):
    """A title row and a second sheet are part of the download."""
    titled = b"Penanggung jawab NIK 5108014102900001,,\n" + UNTIDY
    assert "outside the table" in " ".join(question(dataset, titled)["upload"])


def test_a_shortened_title_stays_as_the_label_of_the_data_dictionary(dataset):
    """PostgreSQL takes 63 bytes of a name; what the officer wrote is not lost, when the file is read anew neither."""
    long = "Rata-rata Upah/Gaji Bersih Pekerja Informal berdasarkan Lapangan Pekerjaan Utama Pertanian (Rp)"
    resource = confirmed(dataset, f"Provinsi,{long}\nAceh,1332607\nRiau,1510582\n".encode())
    for _again in range(2):
        datastore.load(resource["id"])
        fields = act("datastore_info", id=resource["id"])["fields"]
        assert [field["info"]["label"] for field in fields if field.get("info", {}).get("label")] == [long]
        store.remove(resource["validation_report"], store.TABLES)


@pytest.mark.parametrize("name", ["utf-32", "utf-32-le", "utf-16"])
def test_a_text_in_another_encoding_is_read_or_refused_in_words(dataset, name):
    """No byte of a file ends in an error of the portal."""
    content = "nama,jumlah\nSawan,1\nSeririt,2\n".encode(name)[: -1 if name == "utf-16" else None]
    if name == "utf-32":
        made = act("resource_create", package_id=dataset["id"], upload=file(content), name="Penduduk")
        assert made["validation_status"] == "success"
        return
    error = question(dataset, content)
    assert "penduduk.csv" in " ".join(error["upload"]) or "cut off" in " ".join(error["upload"])


def shown_choices(error):
    """Return what the form of an error shows: {kind of step: (value of its box, whether it is ticked)}."""
    question = json.loads(error["langkah_baca_tanya"][0])
    return {json.loads(choice["value"])["kind"]: (choice["value"], choice["taken"]) for choice in question["choices"]}


def sent_choices(choices, *without):
    """Return what a form sends whose boxes are ticked but those of these kinds."""
    return {
        "satudata_steps_shown": json.dumps([value for value, _taken in choices.values()]),
        "satudata_step": [value for kind, (value, _taken) in choices.items() if kind not in without],
    }


def test_a_single_step_can_be_left_out(dataset):
    """The table without it is shown before it is stored; what was left out can be taken back."""
    first = question(dataset, UNTIDY)
    sent = sent_choices(shown_choices(first), "periods_to_rows")
    second = question(dataset, UNTIDY, **sent)
    choices = shown_choices(second)
    assert choices["periods_to_rows"][1] is False
    assert all(taken for kind, (_value, taken) in choices.items() if kind != "periods_to_rows")
    rows = json.loads(second["langkah_baca_tanya"][0])["rows"]
    assert rows[0] == ["Kecamatan", "2023", "2024", "simbol_sel"]
    assert [row[:2] for row in rows[1:]] == [["Gerokgak", "1234"], ["Seririt", "998"], ["Sawan", "2300"]]
    assert act("package_show", id=dataset["id"])["resources"] == []
    # ticked again
    third = shown_choices(question(dataset, UNTIDY, **sent_choices(choices)))
    assert third["periods_to_rows"][1] is True
    [steps] = second["langkah_baca_usulan"]
    made = act("resource_create", package_id=dataset["id"], upload=file(UNTIDY), name="Penduduk", langkah_baca=steps)
    datastore.load(made["id"])
    page = act("datastore_search", resource_id=made["id"], sort="_id")
    assert [field["id"] for field in page["fields"]] == ["_id", "Kecamatan", "2023", "2024", "simbol_sel"]
    assert not any(name.startswith("satudata_step") for name in made)


def test_what_is_wrong_without_a_step_is_told_beside_the_question(dataset):
    """Whoever unticked the one step that was needed sees why, and may tick it again."""
    sent = sent_choices(
        shown_choices(question(dataset, UNTIDY)), "title_rows", "header_rows", "no_header", "notes_below"
    )
    error = question(dataset, UNTIDY, **sent)
    assert shown_choices(error)["notes_below"][1] is False


@pytest.mark.parametrize("sent", [{"satudata_steps_shown": "{"}, {"satudata_steps_shown": '["{}"]'}])
def test_nonsense_in_place_of_choices_is_refused(dataset, sent):
    """It is told and stops nothing else."""
    assert "langkah_baca" in question(dataset, UNTIDY, **sent)
