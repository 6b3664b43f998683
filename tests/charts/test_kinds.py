"""Which chart follows from figures, and what is in it: the rule of each kind, worked by hand."""

import dataclasses

import pytest
from ckanext.satudata.charts import drawing, kinds
from ckanext.satudata.late import speaking, standing_alone
from ckanext.satudata.observations.answer import Answer
from ckanext.satudata.observations.question import Question

from charts.figures import OFFICE, figures, source

KECAMATAN = "kode_wilayah:kecamatan"


@pytest.fixture(autouse=True)
def buleleng():
    """Let the tests stand without CKAN, in Buleleng and in Indonesian."""
    with standing_alone({"ckanext.satudata.wilayah": "51.08"}), speaking("id"):
        yield


PLACES = {"51.08.01": 14.2, "51.08.02": 6.9, "51.08.03": 11.5}
PARTS = {("2024", "L"): 1, ("2024", "P"): 2, ("2025", "L"): 3, ("2025", "P"): 5}


def test_kecamatan_are_a_map_with_bars_the_longest_first():
    """With outlines figures of kecamatan are a map, names stand for codes, and bars begin at zero."""
    chart = drawing.chart(figures("stunting", "prevalensi", [KECAMATAN], PLACES, has_map=True))
    assert chart.kind == "map"
    assert [(place.code, place.label) for place in chart.body.categories] == [
        ("51.08.01", "Gerokgak"),
        ("51.08.03", "Busungbiu"),
        ("51.08.02", "Seririt"),
    ]
    assert chart.body.series[0].values == (14.2, 11.5, 6.9)
    assert (chart.body.axis.low, chart.body.axis.high) == (0, 15)
    assert chart.sentence == "Tertinggi: Gerokgak, 14,2%; terendah: Seririt, 6,9%."


def test_kecamatan_without_outlines_are_bars():
    """A district without a map still sees its kecamatan."""
    assert kinds.find(figures("stunting", "prevalensi", [KECAMATAN], PLACES)) == "bars"


def test_a_suppressed_figure_has_no_bar_and_is_named():
    """What is suppressed is not drawn as nothing, and its name is told."""
    chart = drawing.chart(figures("stunting", "balita_stunting", [KECAMATAN], {**PLACES, "51.08.04": None}))
    assert "Banjar" not in [place.label for place in chart.body.categories]
    assert "Dirahasiakan: Banjar." in chart.body.notes


def test_time_is_a_line_with_a_gap_where_a_period_is_missing():
    """January and March: February keeps its place, and has no figure."""
    chart = drawing.chart(figures("stunting", "prevalensi", ["bulan"], {"2025-01": 10.0, "2025-03": 10.4}))
    assert chart.kind == "line"
    assert [place.label for place in chart.body.categories] == ["Januari 2025", "Februari 2025", "Maret 2025"]
    assert chart.body.series[0].values == (10.0, None, 10.4)


def test_a_line_is_broken_and_marked_where_its_source_changes():
    """2024 of one office, 2025 of another: two pieces, and a mark at 2025 that names both."""
    made = figures("penduduk_jenis_kelamin", "jumlah", ["tahun"], {"2023": 1, "2024": 2, "2025": 9})
    made.answer.rows[2]["resources"] = ["lain"]
    other = source("lain", organization_id="lain", organization_title="Dinas Lain", package_title="Pendataan")
    chart = drawing.chart(dataclasses.replace(made, answer=dataclasses.replace(made.answer, used=[source(), other])))
    assert chart.body.series[0].pieces == ((1, 2, None), (None, None, 9))
    [mark] = chart.body.marks
    assert mark.at == 2
    assert "Dinas Contoh" in mark.text
    assert "Dinas Lain" in mark.text


def test_more_lines_than_colours_are_not_drawn_and_are_named():
    """The largest of the last period are drawn; who is left out is told."""
    values = {("2025-01", f"51.08.0{place}"): place for place in range(1, 10)}
    values[("2025-01", "51.08.02.2001")] = 0
    chart = drawing.chart(figures("stunting", "prevalensi", ["bulan", "kode_wilayah"], values), "line")
    assert len(chart.body.series) == 9
    assert chart.body.series[0].name == "Tejakula"
    [note] = chart.body.notes
    assert note.startswith("Ada di tabel, tidak digambar: ")


def test_parts_over_time_are_stacked_where_they_may_be_added_up():
    """Inhabitants by sex add up and are stacked; what may not be added up is lines."""
    stacked = drawing.chart(figures("penduduk_kelompok_umur", "jumlah", ["tahun", "jenis_kelamin"], PARTS))
    assert stacked.kind == "stacked"
    assert [(part.name, part.values) for part in stacked.body.series] == [("Perempuan", (2, 5)), ("Laki-laki", (1, 3))]
    assert (stacked.body.axis.low, stacked.body.axis.high) == (0, 8)
    rates = drawing.chart(figures("ketenagakerjaan", "tpt", ["tahun", "jenis_kelamin"], PARTS))
    assert rates.kind == "line"


def test_many_parts_leave_the_smallest_in_one():
    """Of eight sights five stand for themselves; the others are summed, and their number is told."""
    sights = [f"Pura {letter}" for letter in "ABCDEFGH"]
    values = {("2025", name): 10 - place for place, name in enumerate(sights)} | {("2024", "Pura A"): 1}
    chart = drawing.chart(figures("kunjungan_wisata", "jumlah", ["tahun", "daya_tarik"], values))
    assert chart.kind == "stacked"
    assert [len(chart.body.series), chart.body.series[-1].name] == [6, "3 lainnya"]
    assert chart.body.series[-1].values == (None, 5 + 4 + 3)


def test_age_and_sex_are_a_pyramid_in_the_order_of_ages():
    """5 to 9 stands before 10 to 14, men and women have the same axis."""
    values = {("10-14", "L"): 3, ("10-14", "P"): 4, ("5-9", "L"): 1, ("5-9", "P"): 2}
    chart = drawing.chart(figures("penduduk_kelompok_umur", "jumlah", ["kelompok_umur", "jenis_kelamin"], values))
    assert chart.kind == "pyramid"
    assert [place.code for place in chart.body.categories] == ["5-9", "10-14"]
    assert [(sex.name, sex.values) for sex in chart.body.series] == [("Laki-laki", (1, 3)), ("Perempuan", (2, 4))]


def test_a_target_is_a_mark_on_the_bar():
    """Tax that was raised and its target: two of them side by side, and how many have reached it."""
    made = figures("pad_pajak", "realisasi", ["jenis_pajak"], {"pbb_p2": 60, "bphtb": 120})
    rows = [{"jenis_pajak": code, "value": 100, "first": "2025", "last": "2025"} for code in ("pbb_p2", "bphtb")]
    chart = drawing.chart(dataclasses.replace(made, target=Answer(rows, "rupiah", [], "sum")))
    assert chart.kind == "bullet"
    assert [line.values for line in chart.body.series] == [(120, 60), (100, 100)]
    assert chart.sentence.startswith("1 dari 2 sudah mencapai target.")


def test_the_words_of_a_picture():
    """Title and line below it tell measure, place, period, unit; source, licence and the mark are in the picture."""
    made = figures("stunting", "prevalensi", ["bulan"], {"2025-01": 10.0, "2025-03": 10.4})
    chart = drawing.chart(dataclasses.replace(made, origins=(dataclasses.replace(OFFICE, is_example=True),)))
    assert chart.title == "Stunting: prevalensi"
    assert chart.subtitle == "Kabupaten Buleleng · Januari 2025 – Maret 2025 · persen"
    assert chart.source == "Sumber: Dinas Contoh. Tabel Contoh. Lisensi: CC BY 4.0"
    assert chart.example.startswith("DATA CONTOH")
    assert drawing.chart(made).example == ""


def test_three_things_at_once_are_a_table():
    """What no kind suits is not drawn."""
    groups = ["tahun", "kelompok_umur", "jenis_kelamin"]
    values = {("2025", "0-4", "L"): 1, ("2025", "0-4", "P"): 2}
    assert drawing.chart(figures("penduduk_kelompok_umur", "jumlah", groups, values)) is None


def test_a_region_of_the_question_is_the_place():
    """A kecamatan that is asked for stands below the title."""
    made = figures("stunting", "prevalensi", ["bulan"], {"2025-01": 1, "2025-02": 2})
    of_seririt = Question("stunting", "prevalensi", group_by=("bulan",), within="51.08.02")
    assert "Seririt" in drawing.chart(dataclasses.replace(made, question=of_seririt)).subtitle
