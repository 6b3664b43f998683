"""What a decision is shown of a table that changes: rows, periods, totals, largest jumps."""

import pytest

pytestmark = [
    pytest.mark.services,
    pytest.mark.ckan_config("ckanext.satudata.review", "required"),
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]


def test_what_changes_in_a_table_is_shown(office):
    """Rows by the keys of the standard, periods, totals, the largest changes, and the codes that would be gone."""
    header = b"kode_wilayah,nama_kecamatan,tahun,laki_laki,perempuan,jumlah\n"
    old = header + b"51.08.01,Gerokgak,2024,10,20,30\n51.08.02,Seririt,2024,5,5,10\n"
    new = header + b"51.08.01,Gerokgak,2024,10,26,36\n51.08.01,Gerokgak,2025,11,26,37\n"
    package_id = office.public()
    office.replace(package_id, old, office.walidata, standar="penduduk_jenis_kelamin")
    office.replace(package_id, new, standar="penduduk_jenis_kelamin")
    shown = office.do(office.walidata, "satudata_submission_show", id=office.waiting(package_id)["id"])
    change = shown["tables"][0]["change"]
    assert (change["rows_before"], change["rows_after"]) == (2, 2)
    assert (change["added"], change["gone"], change["changed"]) == (1, 1, 1)
    assert (change["periods_added"], change["periods_gone"]) == (["2025"], [])
    assert change["codes_gone"] == {"kode_wilayah": ["51.08.02"]}
    totals = {total["column"]: (total["before"], total["after"]) for total in change["totals"]}
    assert totals == {"laki_laki": (15, 21), "perempuan": (25, 52), "jumlah": (40, 73)}
    jump = change["jumps"][0]
    assert (jump["column"], jump["before"], jump["after"], jump["percent"]) == ("perempuan", 20, 26, 30)


def test_percentages_are_not_added_up(office):
    """What the standard adds up over nothing has no total; sums have no noise behind their last digit."""
    header = b"kode_wilayah,nama_kecamatan,tahun,bulan,balita_diukur,balita_stunting,prevalensi\n"
    old = header + b"51.08.01,Gerokgak,2025,9,1000,100,10.0\n51.08.02,Seririt,2025,9,1000,201,20.1\n"
    package_id = office.public()
    office.replace(package_id, old, office.walidata, standar="stunting")
    office.replace(package_id, old.replace(b"201,20.1", b"211,21.1"), standar="stunting")
    shown = office.do(office.walidata, "satudata_submission_show", id=office.waiting(package_id)["id"])
    change = shown["tables"][0]["change"]
    assert [(total["column"], total["after"]) for total in change["totals"]] == [
        ("balita_diukur", 2000),
        ("balita_stunting", 311),
    ]
    assert {jump["column"] for jump in change["jumps"]} == {"balita_stunting", "prevalensi"}


def test_rows_of_a_table_without_a_standard_are_told_apart_by_their_words(office):
    """A changed figure is a change of its row, and years are no figures to add up."""
    header = b"kecamatan,tahun,jumlah\n"
    old = header + b"Gerokgak,2024,120\nGerokgak,2025,130\n"
    package_id = office.public()
    office.replace(package_id, old, office.walidata)
    office.replace(package_id, header + b"Gerokgak,2024,120\nGerokgak,2025,195\n")
    table = office.do(office.walidata, "satudata_submission_show", id=office.waiting(package_id)["id"])["tables"][0]
    change = table["change"]
    assert (change["added"], change["gone"], change["changed"]) == (0, 0, 1)
    assert [(total["column"], total["after"]) for total in change["totals"]] == [("jumlah", 315)]
    assert [(jump["row"], jump["percent"]) for jump in change["jumps"]] == [("Gerokgak · 2025", 50)]
    assert table["head"] == [
        ["kecamatan", "tahun", "jumlah"],
        ["Gerokgak", "2024", "120"],
        ["Gerokgak", "2025", "195"],
    ]
