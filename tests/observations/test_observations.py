"""Observations come in, are asked, and go; sums by hand beside each question."""

import csv
import io
import json

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from factories_satudata import act
from sqlalchemy import text

from observations.figures import ACCIDENTS_HEADER, COMPLAINTS, PEOPLE, PEOPLE_HEADER, STUNTING, ask, count

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]


def test_each_figure_becomes_one_observation(publish):
    """4 rows with 3 measures are 12 observations in 3 sets, each with unit, source and agency."""
    dataset, resource = publish("penduduk_jenis_kelamin", PEOPLE)
    assert count() == (12, 3)
    answer = act("satudata_observation_search", standard="penduduk_jenis_kelamin", measure="jumlah", period="2025")
    assert [(row["value"], row["regions"]) for row in answer["rows"]] == [(161, 2)]
    assert (answer["unit"], answer["unit_label"]) == ("jiwa", "Jiwa")
    [source] = answer["sources"]
    assert (source["dataset"], source["resource_id"], source["last_period"]) == (
        dataset["name"],
        resource["id"],
        "2025",
    )
    assert source["organization"]


def test_people_are_summed_over_regions_and_never_over_years(publish):
    """94 + 67 = 161 people in 2025; those of 2024 are the same people, not more of them."""
    publish("penduduk_jenis_kelamin", PEOPLE)
    question = {"standard": "penduduk_jenis_kelamin", "measure": "jumlah"}
    assert ask(**question, group_by="tahun") == {("2024",): 155, ("2025",): 161}
    assert ask(**question, period="latest", group_by="kode_wilayah") == {("51.08.01",): 94, ("51.08.02",): 67}
    with pytest.raises(tk.ValidationError) as raised:
        ask(**question)
    assert "tahun" in raised.value.error_dict["question"][0]


def test_totals_are_not_added_to_their_parts(publish):
    """The columns are measures of their own, and a row of the whole region stands for its parts."""
    rows = [
        ["kode_wilayah", "nama_desa_kelurahan", "tahun", "kepala_keluarga", "laki_laki", "perempuan", "jumlah"],
        ["51.08.01.2001", "Sumberklampok", 2025, 10, 20, 20, 40],
        ["51.08.01.2002", "Pejarakan", 2025, 11, 25, 25, 50],
    ]
    publish("penduduk_desa", rows)
    question = {"standard": "penduduk_desa", "measure": "jumlah", "period": "2025"}
    assert ask(**question) == {(): 90}
    # the whole kecamatan (100: it knows of 10 more) comes in as another level of the same measure
    statement = (
        "INSERT INTO satudata_observation SELECT set_id, period, '51.08.01', dimensions, 100 FROM satudata_observation"
    )
    model.Session.execute(text(f"{statement} WHERE value = 40"))
    model.Session.execute(text("UPDATE satudata_observation_set SET levels = '{8,13}' WHERE measure = 'jumlah'"))
    model.Session.commit()
    assert ask(**question) == {(): 100}
    assert ask(**question, group_by="kode_wilayah:kecamatan") == {("51.08.01",): 100}
    assert ask(**question, group_by="kode_wilayah:desa_kelurahan") == {("51.08.01.2001",): 40, ("51.08.01.2002",): 50}


def test_rates_are_computed_from_their_parts(publish):
    """(20 + 5) / (200 + 100) = 8.333 % in May and (16 + 9) / (200 + 300) = 5 % in June: neither a sum nor a mean."""
    publish("stunting", STUNTING)
    question = {"standard": "stunting", "measure": "prevalensi"}
    shares = ask(**question, group_by="bulan")
    assert shares[("2025-05",)] == pytest.approx(25 / 300 * 100)
    assert shares[("2025-06",)] == pytest.approx(5)
    assert ask(**question, period="2025-06", group_by="kode_wilayah") == {("51.08.01",): 8, ("51.08.02",): 3}
    with pytest.raises(tk.ValidationError):
        ask(**question, aggregate="mean", group_by="bulan")
    with pytest.raises(tk.ValidationError):
        ask(**question)


def test_prices_are_never_summed_but_may_be_averaged(publish):
    """(14,000 + 15,000) / 2 = 14,500: the plain mean of two markets, and only when asked for."""
    rows = [
        ["tanggal", "pasar", "komoditas", "harga"],
        ["2025-06-01", "Anyar", "beras_medium", 14000],
        ["2025-06-01", "Banyuasri", "beras_medium", 15000],
    ]
    publish("harga_pangan", rows)
    question = {"standard": "harga_pangan", "measure": "harga", "period": "latest", "group_by": "komoditas"}
    with pytest.raises(tk.ValidationError) as raised:
        ask(**question)
    assert "pasar" in raised.value.error_dict["question"][0]
    assert ask(**question, aggregate="mean") == {("beras_medium",): 14500}
    assert ask(**question, aggregate="max") == {("beras_medium",): 15000}
    assert ask(**question, filters={"pasar": "Anyar"}) == {("beras_medium",): 14000}


def test_missing_is_not_zero(publish):
    """A region without a figure has no row, and the sum says that it has 1 of 9 kecamatan."""
    rows = [
        ["kode_wilayah", "nama_kecamatan", "tahun", "balita_diukur", "bulan", "balita_stunting", "prevalensi"],
        ["51.08.01", "Gerokgak", 2025, 100, 6, 10, ""],
        ["51.08.02", "Seririt", 2025, 100, 6, 0, ""],
    ]
    publish("stunting", rows)
    assert ask(standard="stunting", measure="balita_stunting", group_by="kode_wilayah") == {
        ("51.08.01",): 10,
        ("51.08.02",): 0,
    }
    answer = act("satudata_observation_search", standard="stunting", measure="balita_stunting")
    assert [(row["value"], row["regions"]) for row in answer["rows"]] == [(10, 2)]
    assert answer["regions_expected"] == 9
    assert act("satudata_observation_search", standard="ipm", measure="ipm")["rows"] == []


def test_complaints_are_counted_with_their_promise(publish):
    """Three are done, two in time (A1, A3), A2 a day late; A4 is due on Thursday 26 June, 14 working days later."""
    publish("pengaduan", COMPLAINTS)
    question = {"standard": "pengaduan", "measure": "laporan"}
    assert ask(**question) == {(): 4}
    assert ask(**question, group_by="tepat_waktu") == {("tidak",): 1, ("ya",): 2, (None,): 1}
    assert ask(**question, group_by="jatuh_tempo", filters={"status": "proses"}) == {("2025-06-30",): 1}
    assert ask(**question, filters={"status": {"not": ["selesai"]}, "jatuh_tempo": {"before": "today"}}) == {(): 1}
    # A1 took 2 working days, A2 6, A3 (over a weekend) 1: the median is 2
    done = {"status": "selesai"}
    assert ask(**question, filters=done, aggregate="median", of="hari_kerja") == {(): 2}
    rows = act("satudata_observation_search", **question, group_by="kode_opd")["rows"]
    assert [(row["kode_opd_label"], row["value"]) for row in rows] == [("Dinas Kesehatan", 1), ("Dinas PU", 3)]


def test_only_tables_that_have_the_code_are_read(publish):
    """Complaints of each OPD lie in a table of their own; a code of neither has no figure, and not is no code."""
    publish("pengaduan", COMPLAINTS[:3])
    other = [COMPLAINTS[0], ["B1", *COMPLAINTS[3][1:]], ["B2", *COMPLAINTS[3][1:]]]
    publish("pengaduan", other)
    question = {"standard": "pengaduan", "measure": "laporan"}
    assert ask(**question) == {(): 4}
    assert ask(**question, filters={"kode_opd": "1.02"}) == {(): 2}
    assert ask(**question, filters={"kode_opd": ["1.03"]}) == {(): 2}
    assert ask(**question, filters={"kode_opd": {"not": ["1.03"]}}) == {(): 2}
    assert ask(**question, filters={"kode_opd": "9.99"}) == {}


def test_periods_are_compared(publish):
    """94 after 90 is 4 more, 4.44 %; what has no period before has no change."""
    publish("penduduk_jenis_kelamin", PEOPLE)
    question = {"standard": "penduduk_jenis_kelamin", "measure": "jumlah", "compare": "previous"}
    rows = act("satudata_observation_search", **question, group_by="tahun,kode_wilayah")["rows"]
    changes = {(row["tahun"], row["kode_wilayah"]): (row["previous"], row["change"]) for row in rows}
    assert changes[("2025", "51.08.01")] == (90, 4)
    assert changes[("2024", "51.08.01")] == (None, None)
    [row] = act("satudata_observation_search", **question, period="latest")["rows"]
    assert row["change_percent"] == pytest.approx(6 / 155 * 100)


def accidents(year, months):
    """Return rows of accidents of one kecamatan in some months of a year, ten each."""
    return [["51.08.01", "Gerokgak", year, month, 10, 9, 30, 40] for month in months]


def test_a_part_of_a_year_is_not_compared_with_another_part(publish):
    """Three months are no fall against twelve, nor a rise against one; three are compared with the same three."""
    publish("kecelakaan", [ACCIDENTS_HEADER, *accidents(2025, range(1, 13)), *accidents(2026, range(1, 4))])
    question = {"standard": "kecelakaan", "measure": "kejadian", "compare": "previous"}
    [row] = act("satudata_observation_search", **question, period="2026")["rows"]
    assert (row["value"], row["previous"], row["change"]) == (30, None, None)
    rows = act("satudata_observation_search", **question, group_by="tahun")["rows"]
    assert [(row["value"], row["previous"]) for row in rows] == [(120, None), (30, None)]
    [row] = act("satudata_observation_search", **question, period="latest")["rows"]
    assert (row["value"], row["previous"], row["change"]) == (10, 10, 0)


def test_two_tables_with_the_same_figure_count_once(publish):
    """Where two datasets tell the same, the newer one counts; where only the older one tells, it does."""
    publish("penduduk_jenis_kelamin", PEOPLE)
    publish("penduduk_jenis_kelamin", [PEOPLE_HEADER, ["51.08.01", "Gerokgak", 2025, 60, 40, 100]])
    question = {"standard": "penduduk_jenis_kelamin", "measure": "jumlah", "period": "2025"}
    assert ask(**question, group_by="kode_wilayah") == {("51.08.01",): 100, ("51.08.02",): 67}
    assert ask(**question) == {(): 167}


WRONG = [
    ({"standard": "tidak_ada", "measure": "x"}, "standard", "tidak_ada"),
    ({"standard": "stunting", "measure": "x"}, "question", "balita_stunting"),
    ({"standard": "stunting", "measure": "prevalensi", "group_by": "warna"}, "question", "kode_wilayah"),
    ({"standard": "stunting", "measure": "prevalensi", "filters": {"x'y": "1"}}, "question", "kode_wilayah"),
    ({"standard": "stunting", "measure": "prevalensi", "filters": "{"}, "filters", "JSON"),
    ({"standard": "stunting", "measure": "prevalensi", "aggregate": "sqrt"}, "question", "median"),
    ({"standard": "stunting", "measure": "prevalensi", "compare": "x"}, "question", "previous"),
    ({"standard": "stunting", "measure": "prevalensi", "period": "kemarin"}, "question", "latest:12"),
    ({"standard": "harga_pangan", "measure": "harga", "within": "51.08"}, "question", "harga_pangan"),
]


def test_wrong_questions_name_the_cure(publish):
    """Each error says what there is instead."""
    publish("stunting", STUNTING)
    for question, field, cure in WRONG:
        with pytest.raises(tk.ValidationError) as raised:
            act("satudata_observation_search", **question)
        assert cure in " ".join(raised.value.error_dict[field]), question


def test_anybody_may_ask_and_gets_files(app, publish):
    """CSV, JSON and SDMX-CSV have the same figures; the page names what there is."""
    _dataset, resource = publish("penduduk_jenis_kelamin", PEOPLE)
    path = "/satudata/observasi/{}?standard=penduduk_jenis_kelamin&measure=jumlah&group_by=kode_wilayah,tahun"
    file = app.get(path.format("csv"))
    assert 'filename="penduduk_jenis_kelamin-jumlah-2024_2025.csv"' in file.headers["Content-Disposition"]
    table = list(csv.DictReader(io.StringIO(file.body)))
    assert table[1] == {
        "kode_wilayah": "51.08.01",
        "kode_wilayah_label": "Gerokgak",
        "tahun": "2025",
        "value": "94",
        "period": "2025",
        "unit": "jiwa",
        "status": "",
        "symbol": "",
        "regions": "1",
        "sources": resource["id"],
        "revised": "",
        "revised_reason": "",
    }
    sdmx = list(csv.DictReader(io.StringIO(app.get(path.format("sdmx.csv")).body)))
    assert sdmx[1] == {
        "STRUCTURE": "dataflow",
        "STRUCTURE_ID": "ID_5108:PENDUDUK_JENIS_KELAMIN(1.0.0)",
        "ACTION": "I",
        "FREQ": "A",
        "MEASURE": "JUMLAH",
        "REF_AREA": "510801",
        "TIME_PERIOD": "2025",
        "OBS_VALUE": "94",
        "UNIT_MEASURE": "JIWA",
        "OBS_STATUS": "U",
        "CONF_STATUS": "F",
    }
    assert json.loads(app.get(path.format("json")).body)["rows"][1]["value"] == 94
    assert "penduduk_jenis_kelamin" in app.get("/satudata/observasi/").body
    refused = app.get("/satudata/observasi/csv?standard=penduduk_jenis_kelamin&measure=jumlah", status=400)
    assert "tahun" in refused.body


def test_everybody_may_ask():
    """No log-in is needed for published figures."""
    context = {"user": "", "ignore_auth": False}
    assert tk.get_action("satudata_measure_list")(context, {}) == []
    assert factories.User()
