"""The years of a dataset are those of its tables, wherever they are shown; what the form says differently is named."""

import io
import json

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.dcat import renderings
from ckanext.satudata.harvest import writer
from ckanext.satudata.publishing import datastore, years
from factories_satudata import Organization, act, dataset_dict
from rdflib import DCAT, Graph
from werkzeug.datastructures import FileStorage

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]
HEADER = "kode_wilayah,nama_kecamatan,tahun,laki_laki,perempuan,jumlah"
STANDARD = "penduduk_jenis_kelamin"


def table(*years):
    """Return a table of a standard with a row for each year."""
    return "\n".join([HEADER, *(f"51.08.01,Gerokgak,{year},1,2,3" for year in years)]).encode()


def publish(content, standard="", **metadata):
    """Make a dataset whose form says 2020 to 2024, with a table that is loaded; return both."""
    made = act("package_create", **dataset_dict(owner_org=Organization()["id"], **metadata))
    return made, add(made, content, standard)


def add(made, content, standard=""):
    """Add a table that is loaded."""
    file = FileStorage(io.BytesIO(content), "tabel.csv")
    resource = act(
        "resource_create", package_id=made["id"], upload=file, url="tabel.csv", name="Tabel", standar=standard
    )
    datastore.load(resource["id"])
    return resource


def shown(made):
    """Return the years of a dataset, and what the form says where it differs."""
    record = tk.get_action("package_show")({"user": ""}, {"id": made["id"]})
    return record["dimensi_awal"], record["dimensi_akhir"], record.get("tahun_tertulis")


def test_years_follow_the_table_everywhere(app):
    """Page, search, feed and data.json; a table that fits the form needs no word."""
    made, _resource = publish(table(2022, 2023), STANDARD)
    assert shown(made) == ("2022", "2023", "2020–2024")
    [hit] = tk.get_action("package_search")({"user": ""}, {})["results"]
    assert (hit["dimensi_awal"], hit["dimensi_akhir"]) == ("2022", "2023")
    graph = Graph().parse(data=app.get("/catalog.ttl").get_data(as_text=True), format="turtle")
    assert {str(day) for day in graph.objects(None, DCAT.startDate)} == {"2022-01-01"}
    [dataset] = json.loads(app.get("/data.json").get_data())["dataset"]
    assert dataset["temporal"] == "2022-01-01/2023-12-31"
    page = app.get(f"/dataset/{made['name']}").body
    assert "2022–2023" in page
    assert "isian menyebut 2020–2024" in page
    fitting, _resource = publish(table(2020, 2024), STANDARD, name="cocok", title="Jumlah Cocok Menurut Kecamatan")
    assert shown(fitting) == ("2020", "2024", None)


def test_the_next_edition_moves_the_years(app):
    """A table that replaces another, and one beside it; the feed's stored rendering follows."""
    made, resource = publish(table(2023), STANDARD)
    renderings.refresh()
    file = FileStorage(io.BytesIO(table(2024, 2025)), "tabel.csv")
    act("resource_patch", id=resource["id"], upload=file, url="tabel.csv")
    datastore.load(resource["id"])
    assert shown(made)[:2] == ("2024", "2025")
    assert "2025-12-31" in app.get(f"/dataset/{made['name']}.ttl").get_data(as_text=True)
    add(made, table(2019), STANDARD)
    assert shown(made)[:2] == ("2019", "2025")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"kecamatan,Tahun,nilai\nGerokgak,2011,1\nSeririt,2015,2\n", ("2011", "2015")),
        (b"tanggal,nilai\n2021-05-01,1\n2022-01-31,2\n", ("2021", "2022")),
        # a day of something else is no day of the data
        (b"kecamatan,tanggal_lahir_kecamatan,nilai\nGerokgak,1950-05-01,1\nSeririt,1951-01-31,2\n", ("2020", "2024")),
        (b"kecamatan,nilai\nGerokgak,1\n", ("2020", "2024")),
    ],
)
def test_a_table_without_a_standard(content, expected):
    """A column of years or of the day tells; where there is none, the form does."""
    made, _resource = publish(content)
    assert shown(made)[:2] == expected


def test_tables_that_were_loaded_before_an_upgrade_are_caught_up():
    """A job notes their years; a table that has none stays without, and so does what is no table."""
    made, _resource = publish(table(2022), STANDARD)
    bare, _resource = publish(b"kecamatan,nilai\nGerokgak,1\n", name="tanpa", title="Jumlah Lain Menurut Kecamatan")
    act("resource_create", package_id=bare["id"], url="https://berkas.example/a.pdf", format="PDF")
    model.Session.query(years.TableYears).delete()
    model.Session.commit()
    years.catch_up()
    assert shown(made) == ("2022", "2022", "2020–2024")
    assert shown(bare)[:2] == ("2020", "2024")


def test_what_a_person_wrote_stays_written():
    """Whoever changes or compares the dataset gets the form's years: a patch of something else does not move them."""
    made, _resource = publish(table(2022), STANDARD)
    act("package_patch", id=made["id"], notes="Lain.")
    assert shown(made) == ("2022", "2022", "2020–2024")
    assert writer.show(made["id"])["dimensi_awal"] == "2020"
    act("package_patch", id=made["id"], dimensi_awal="2022", dimensi_akhir="2022")
    assert shown(made) == ("2022", "2022", None)
    assert years.shown("2022", "2022") == "2022"
