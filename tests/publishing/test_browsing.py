"""A table as people read it: titles, names, the newest first; sorted, filtered and cut by the address."""

import pytest
from ckanext.satudata.late import speaking, standing_alone
from ckanext.satudata.publishing import browsing
from observations.conftest import publish  # noqa: F401 - the fixture
from observations.figures import STUNTING

FIELDS = [
    {"id": "kode_wilayah", "type": "text"},
    {"id": "nama_kecamatan", "type": "text"},
    {"id": "tahun", "type": "int4"},
    {"id": "bulan", "type": "int8"},
    {"id": "prevalensi", "type": "numeric"},
    {"id": "simbol_sel", "type": "text"},
]


def test_columns_have_titles_and_a_code_with_a_name_is_left_to_programs():
    """The name of the kecamatan stands, its code and the column of signs do not; a year is no figure."""
    with standing_alone({"ckanext.satudata.wilayah": "51.08"}), speaking("id"):
        shown = browsing.columns({"standar": "stunting"}, FIELDS)
    assert [column.name for column in shown] == ["nama_kecamatan", "tahun", "bulan", "prevalensi"]
    assert [column.title for column in shown][:3] == ["Nama kecamatan", "Tahun", "Bulan"]
    assert [column.is_figure for column in shown] == [False, False, False, True]
    assert shown[2].text(10) == "Oktober"
    assert shown[3].text(None) == "–"


def test_a_table_of_no_standard_has_the_titles_of_its_dictionary():
    """The label of the data dictionary, else the name without underscores."""
    fields = [{"id": "panjang_jalan", "type": "numeric"}, {"id": "x", "type": "text", "info": {"label": "Ruas"}}]
    assert [column.title for column in browsing.columns({}, fields)] == ["Panjang jalan", "Ruas"]


def test_the_newest_stand_first():
    """Year and month downwards, then as in the file; without a time as in the file."""
    assert browsing.newest_first(FIELDS) == '"tahun" desc nulls last, "bulan" desc nulls last, _id'
    assert browsing.newest_first(FIELDS[:1]) == "_id"
    assert browsing.newest_first([{"id": "masuk", "type": "date"}]) == '"masuk" desc nulls last, _id'


@pytest.mark.services
@pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")
def test_a_table_is_sorted_filtered_and_cut_by_its_address(app, publish):  # noqa: F811
    """The newest first; a kecamatan alone; upwards by a figure; a page beyond the last one is the last one."""
    dataset, resource = publish("stunting", STUNTING, satuan="balita")
    address = f"/dataset/{dataset['name']}/resource/{resource['id']}/tabel"
    page = app.get(address).body
    rows = page.split("<tbody>")[1]
    assert rows.index("Juni") < rows.index("Mei")
    assert "kode_wilayah" not in page
    assert "51.08.01" not in rows
    only = app.get(f"{address}?saring.nama_kecamatan=Seririt&halaman=99&urut=prevalensi&arah=naik").body
    shown = only.split("<tbody>")[1].split("</tbody>")[0]
    assert "Gerokgak" not in shown
    assert shown.index(">3<") < shown.index(">5<")
    assert 'aria-sort="ascending"' in only
    # what is taken is what is shown
    assert "Seririt" in only.split("/datastore/dump/")[1].split('"')[0]
    assert app.get(f"{address}?urut=%22;drop&saring.x=1&halaman=-4").status_code == 200
    app.get(f"/dataset/{dataset['name']}/resource/tidak-ada/tabel", status=404)
