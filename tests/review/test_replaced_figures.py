"""A figure that has replaced a public one is revised, with date and reason; those beside it keep their status."""

import pytest
from ckan import model
from ckanext.satudata.clock import today
from ckanext.satudata.observations import load
from ckanext.satudata.publishing import datastore

pytestmark = [
    pytest.mark.services,
    pytest.mark.ckan_config("ckanext.satudata.review", "required"),
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]
HEADER = "kode_wilayah,nama_kecamatan,tahun,laki_laki,perempuan,jumlah"
ROWS = ["51.08.01,Gerokgak,2024,50,40,90", "51.08.02,Seririt,2024,30,35,65"]
REPLACED = ["51.08.01,Gerokgak,2024,52,40,92", ROWS[1], "51.08.01,Gerokgak,2025,55,41,96"]
SEARCH = {"standard": "penduduk_jenis_kelamin", "measure": "jumlah", "group_by": "kode_wilayah,tahun"}


def table(rows):
    """Return the bytes of a table."""
    return "\n".join([HEADER, *rows, ""]).encode()


def loaded(office, package_id):
    """Have the public table taken in as the workers would."""
    resource = office.do("", "package_show", id=package_id)["resources"][0]
    model.Session.remove()
    datastore.load(resource["id"])
    load.load(resource["id"])


def rows(office):
    """Return the rows of an answer by region and year."""
    answer = office.do("", "satudata_observation_search", **SEARCH)
    return {(row["kode_wilayah"], row["tahun"]): row for row in answer["rows"]}


def test_only_what_was_replaced_is_revised(office):
    """One figure is corrected and one added: the corrected one is revised, the others are not."""
    package_id = office.draft()
    more = {"standar": SEARCH["standard"], "status_angka": "tetap"}
    office.replace(package_id, table(ROWS), **more)
    office.release(office.send(package_id))
    loaded(office, package_id)
    assert {(row["status"], row["revised"]) for row in rows(office).values()} == {("tetap", None)}
    office.replace(package_id, table(REPLACED), **more)
    office.release(office.waiting(package_id))
    loaded(office, package_id)
    others = rows(office)
    corrected = others.pop(("51.08.01", "2024"))
    assert (corrected["value"], corrected["status"]) == (92, "direvisi")
    assert (corrected["revised"], corrected["revised_reason"]) == (today().isoformat(), "Koreksi angka yang keliru")
    assert set(others) == {("51.08.02", "2024"), ("51.08.01", "2025")}
    assert {(row["status"], row["revised"], row["revised_reason"]) for row in others.values()} == {
        ("tetap", None, None)
    }


def test_a_sum_with_a_revised_figure_is_revised(office):
    """And what its office calls provisional stays so."""
    package_id = office.draft()
    more = {"standar": SEARCH["standard"], "status_angka": "sementara"}
    office.replace(package_id, table(ROWS), **more)
    office.release(office.send(package_id))
    loaded(office, package_id)
    office.replace(package_id, table(REPLACED), **more)
    office.release(office.waiting(package_id))
    loaded(office, package_id)
    answer = office.do("", "satudata_observation_search", **{**SEARCH, "group_by": "tahun"})
    years = {row["tahun"]: row for row in answer["rows"]}
    assert (years["2024"]["status"], years["2024"]["revised"]) == ("sementara", today().isoformat())
    assert years["2025"]["revised"] is None
