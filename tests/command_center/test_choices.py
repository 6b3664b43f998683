"""What the form of a tile offers."""

import pytest
from ckanext.satudata.command_center.editing import choices
from observations.conftest import publish  # noqa: F401 - the fixture

ROADS = ["kode_titik", "nama_ruas", "arah", "tanggal", "jam", "jenis_kendaraan", "jumlah", "kecepatan"]


@pytest.mark.services
@pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues", "with_request_context")
def test_dimensions_offer_the_values_that_there_are(publish):  # noqa: F811
    """From the code list, the standard or a date; else those of the published tables, with the names they give."""
    publish("lalu_lintas", [ROADS, ["T01", "Jalan Ahmad Yani", "utara", "2025-09-01", 7, "mobil", 5, 30]])
    offered = choices.offered()
    roads = {dimension["name"]: dimension for dimension in offered["standards"]["lalu_lintas"]["dimensions"]}
    assert roads["kode_titik"]["values"] == [["T01", "Jalan Ahmad Yani"]]
    assert ["utara", "utara"] in roads["arah"]["values"]
    assert roads["jenis_kendaraan"]["list"] == "jenis_kendaraan"
    assert ["sepeda_motor", "Sepeda motor"] in offered["lists"]["jenis_kendaraan"]
    assert "tanggal" not in roads
    complaints = {dimension["name"]: dimension for dimension in offered["standards"]["pengaduan"]["dimensions"]}
    assert complaints["jatuh_tempo"]["day"]
    assert [code for code, _name in complaints["tepat_waktu"]["values"]] == ["ya", "tidak"]


@pytest.mark.services
@pytest.mark.usefixtures("with_plugins", "clean_db")
def test_regions_are_those_of_the_district():
    """Of 91 thousand codes the district, its nine kecamatan and their desa are offered."""
    regions = [code for code, _name in choices.offered()["lists"]["wilayah"]]
    assert regions[0] == "51.08"
    assert sum(len(code) == 8 for code in regions) == 9
    assert all(code.startswith("51.08") for code in regions)
