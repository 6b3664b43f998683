"""Figures that disagree are found, explained, settled, and open again; the differences by hand beside each."""

import pytest
from ckan import model as ckan_model
from ckan.lib import jobs as rq_jobs
from ckan.tests import factories
from ckanext.satudata.discrepancies import find, kinds
from ckanext.satudata.metadata import codelists
from factories_satudata import Organization, act
from observations.conftest import publish  # noqa: F401 - the fixture
from observations.figures import PEOPLE, PEOPLE_HEADER, STUNTING
from sqlalchemy import text

from discrepancies.comparing import OTHER, STANDARD, officer

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]


def cases(**question):
    """Return the cases of a search as {(kind, measure, region, period): [values]}."""
    listed = act("satudata_discrepancy_list", **question)["cases"]
    return {
        (case["kind"], case["measure"], case["region"], case["period"]): sorted(case["values"], key=str)
        for case in listed
    }


def test_two_agencies_with_two_values(pair):
    """Gerokgak 2025 differs in all three measures; Seririt tells the same in both and is no discrepancy."""
    assert cases(kind="values") == {
        ("values", "laki_laki", "51.08.01", "2025"): [52, 60],
        ("values", "perempuan", "51.08.01", "2025"): [40, 42],
        ("values", "jumlah", "51.08.01", "2025"): [100, 94],
    }
    case = act("satudata_discrepancy_show", id=next(iter(act("satudata_discrepancy_list")["cases"]))["id"])
    assert {side["dataset"] for side in case["sides"]} == {side[0]["name"] for side in pair[1]}
    assert [event["what"] for event in case["history"]] == ["found"]


def test_what_is_only_rounded_does_not_differ(publish):  # noqa: F811
    """8.04 beside 8.0 is the same figure written more exactly. Two tables of one OPD are no discrepancy."""
    for value in ("8.04", "8.0"):
        rows = [STUNTING[0], ["51.08.01", "Gerokgak", 2025, 6, 199, 16, value]]
        publish("stunting", rows, Organization()["id"], satuan="balita")
    assert find.search("stunting") == 0
    office = Organization()["id"]
    for value in (90, 91):
        publish(STANDARD, [PEOPLE_HEADER, ["51.08.01", "Gerokgak", 2025, value, 0, value]], office)
    assert find.search(STANDARD) == 0


def test_parts_that_do_not_add_up(publish):  # noqa: F811
    """Men and women within a row; nine kecamatan beside the age groups of the district; no unfinished sum."""
    rows = [[region.code, region.name, 2025, 10, 10, 20] for region in codelists.load("wilayah").children("51.08")]
    office = Organization()["id"]
    publish(STANDARD, [PEOPLE_HEADER, *rows], office)
    ages = ["kode_wilayah", "nama_kabupaten_kota", "tahun", "kelompok_umur", "jenis_kelamin", "jumlah"]
    groups = [["51.08", "Kab. Buleleng", 2025, "0-4", "L", 100], ["51.08", "Kab. Buleleng", 2025, "0-4", "P", 85]]
    publish("penduduk_kelompok_umur", [ages, *groups], office)
    find.search_around("penduduk_kelompok_umur")
    # 9 kecamatan of 20 are 180; 100 + 85 = 185
    assert cases() == {("parts", "jumlah", "51.08", "2025"): [180, 185]}
    # in one kecamatan the whole is 25 while its parts are 10 + 10
    ckan_model.Session.execute(
        text(
            "UPDATE satudata_observation SET value = 25 WHERE region = '51.08.01' AND set_id IN"
            " (SELECT id FROM satudata_observation_set WHERE measure = 'jumlah' AND standard = :standard)"
        ),
        {"standard": STANDARD},
    )
    ckan_model.Session.commit()
    find.search(STANDARD)
    # and the sum is 185 now, as that of the age groups is
    assert cases() == {("parts", "jumlah", "51.08.01", "2025"): [20, 25]}
    ckan_model.Session.execute(text("DELETE FROM satudata_observation WHERE region = '51.08.02'"))
    ckan_model.Session.commit()
    find.search(STANDARD)
    # eight of nine kecamatan are no whole
    assert cases() == {("parts", "jumlah", "51.08.01", "2025"): [20, 25]}


def test_regions_add_up_within_a_measure(publish):  # noqa: F811
    """The district's own figure beside that of its kecamatan, where one table has both: 9 * 20 = 180, told as 200."""
    rows = [[region.code, region.name, 2025, 10, 10, 20] for region in codelists.load("wilayah").children("51.08")]
    publish(STANDARD, [PEOPLE_HEADER, *rows])
    ckan_model.Session.execute(
        text(
            "INSERT INTO satudata_observation SELECT id, '2025', '51.08', '{}', 200 FROM satudata_observation_set"
            " WHERE measure = 'jumlah'"
        )
    )
    ckan_model.Session.commit()
    find.search(STANDARD)
    assert cases() == {("parts", "jumlah", "51.08", "2025"): [180, 200]}


def test_jumps_beyond_what_the_standard_finds_credible(publish):  # noqa: F811
    """90 to 94 is 4 percent; 65 to 80 is 23, more than the 10 allowed. Two datasets are one series of an OPD."""
    office = Organization()["id"]
    publish(STANDARD, PEOPLE[:3], office)
    later = [PEOPLE_HEADER, PEOPLE[3], ["51.08.02", "Seririt", 2025, 40, 40, 80]]
    publish(STANDARD, later, office)
    # 400 three years before is no period before
    publish(STANDARD, [PEOPLE_HEADER, ["51.08.02", "Seririt", 2021, 200, 200, 400]], office)
    find.search(STANDARD)
    assert cases() == {("jumps", "jumlah", "51.08.02", "2025"): [65, 80]}


def test_two_units_for_one_measure(publish):  # noqa: F811
    """A unit that the standard does not have, and figures that are all a thousand times those of another OPD."""
    publish(STANDARD, PEOPLE, Organization()["id"])
    publish(STANDARD, OTHER, Organization()["id"], satuan="ribu_jiwa", penyimpangan_standar="Dalam ribuan.")
    publish("stunting", STUNTING, Organization()["id"], satuan="balita")
    thousands = [STUNTING[0], *([*row[:4], row[4] * 1000, row[5] * 1000, row[6]] for row in STUNTING[1:])]
    publish("stunting", thousands, Organization()["id"], satuan="balita")
    for name in (STANDARD, "stunting"):
        find.search(name)
    listed = act("satudata_discrepancy_list", kind="units")["cases"]
    notes = {(case["standard"], case["measure"]): case["note"] for case in listed}
    assert set(notes) == {(STANDARD, "jumlah"), ("stunting", "balita_diukur"), ("stunting", "balita_stunting")}
    assert "Ribu jiwa" in notes[(STANDARD, "jumlah")]
    assert "1000" in notes[("stunting", "balita_diukur")]


def test_loads_are_followed_by_a_search(publish, cli):  # noqa: F811
    """A job searches the standard of a table that was loaded; the command searches all."""
    from ckan.cli.cli import ckan

    publish(STANDARD, PEOPLE, Organization()["id"])
    jobs = rq_jobs.get_queue("discrepancies").jobs
    assert [(job.func_name.rpartition(".")[2], job.args) for job in jobs] == [("search_changed", [STANDARD])]
    publish(STANDARD, OTHER, Organization()["id"])
    result = cli.invoke(ckan, ["satudata", "discrepancies", "search"])
    assert result.exit_code == 0, result.output
    assert act("satudata_discrepancy_list")["count"] == 3


def test_pages(app, pair):
    """Everybody sees the list and both figures; a marked dataset says so; an officer has a task and saves a reason."""
    offices, made = pair
    page = app.get("/satudata/selisih/").body
    assert made[0][0]["title"] in page
    case = act("satudata_discrepancy_list", kind="values")["cases"][0]["id"]
    shown = app.get(f"/satudata/selisih/{case}").body
    for dataset, resource in made:
        assert dataset["title"] in shown
        assert resource["id"] in shown
    assert "textarea" not in shown
    assert "/satudata/selisih/?dataset=" in app.get(f"/dataset/{made[0][0]['name']}").body
    name = officer(offices[0])
    token = factories.APIToken(user=name)
    headers = {"Authorization": token["token"]}
    assert "/satudata/selisih/" in app.get("/about", headers=headers).body
    url = f"/satudata/selisih/{case}/jelaskan"
    refused = app.post(url, data={"reason": "beda"}, headers=headers, status=400)
    assert "beda" in refused.body
    app.post(url, data={"reason": "Dihitung menurut tempat tinggal."}, headers=headers)
    assert "Dihitung menurut tempat tinggal." in app.get(f"/satudata/selisih/{case}").body
    app.post(f"/satudata/selisih/{case}/selesaikan", data={"reason": "Saya tidak boleh."}, headers=headers, status=403)
    app.get("/satudata/selisih/tidak-ada", status=404)
    app.get("/satudata/selisih/?state=x", status=400)
    for office in offices:
        assert act("satudata_discrepancy_list", organization=[office])["count"] == 3
    assert act("satudata_discrepancy_list", organization=[Organization()["id"]])["count"] == 0


def test_each_kind_is_a_file():
    """Every module of the folder says its title, its meaning, what stands over both figures, and searches."""
    assert {"values", "parts", "jumps", "units"} <= set(kinds.UNITS)
    for module in kinds.UNITS.values():
        assert module.TITLE
        assert module.MEANING
        assert len(module.SIDES) == 2
