"""Whose figure counts, worked by hand: the walidata's choice, the standard's authority, the newest revision."""

import pytest
import yaml
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckanext.satudata.command_center import wall
from ckanext.satudata.discrepancies import find
from ckanext.satudata.observations import counting, load, query
from ckanext.satudata.observations.model import Choice, state
from ckanext.satudata.observations.question import Question
from ckanext.satudata.profiles import page, places
from ckanext.satudata.standards import check
from ckanext.satudata.standards import model as standards
from factories_satudata import Organization, act
from sqlalchemy import text

from observations.figures import PEOPLE_HEADER, STUNTING, ask

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]

STANDARD = "penduduk_jenis_kelamin"
# by the register Gerokgak has 94 and Seririt 67 inhabitants in 2025: 161; by the survey 60 + 70: 130, and Busungbiu 50
REGISTER = [
    PEOPLE_HEADER,
    ["51.08.01", "Gerokgak", 2024, 50, 40, 90],
    ["51.08.01", "Gerokgak", 2025, 52, 42, 94],
    ["51.08.02", "Seririt", 2025, 31, 36, 67],
]
SURVEY = [
    PEOPLE_HEADER,
    ["51.08.01", "Gerokgak", 2025, 30, 30, 60],
    ["51.08.02", "Seririt", 2025, 35, 35, 70],
    ["51.08.03", "Busungbiu", 2025, 25, 25, 50],
]
QUESTION = {"standard": STANDARD, "measure": "jumlah", "period": "2025"}


@pytest.fixture
def offices():
    """Return Disdukcapil, which has the authority over population (urusan 2.12), and Dinas Sosial, which has not."""
    return {
        "capil": Organization(title="Disdukcapil", urusan="2.12"),
        "sosial": Organization(title="Dinas Sosial", urusan="1.06"),
    }


@pytest.fixture
def both(offices, publish):
    """The register first, the survey later: by its revision the survey is the newer one."""
    return {
        "capil": publish(STANDARD, REGISTER, offices["capil"]["id"])[0],
        "sosial": publish(STANDARD, SURVEY, offices["sosial"]["id"])[0],
    }


def shown(**changes):
    """Return what the API tells of sources: (titles of those that count, of the others, why)."""
    answer = act("satudata_observation_search", **{**QUESTION, **changes})
    counted, overruled = (
        sorted(source["organization"] for source in answer[name]) for name in ("sources", "overruled")
    )
    return counted, overruled, answer["reason"]


def case(region, measure="jumlah"):
    """Return the id of the discrepancy of a region in 2025, and search for it first."""
    find.search(STANDARD)
    statement = text(
        "SELECT id FROM satudata_discrepancy WHERE kind = 'values' AND region = :region AND measure = :measure"
        " AND period = '2025'"
    )
    return model.Session.execute(statement, {"region": region, "measure": measure}).scalar_one()


def test_the_authority_counts_though_it_is_older(both):
    """Gerokgak 94 and Seririt 67 by the register; Busungbiu, which only the survey tells, 50: together 211."""
    assert ask(**QUESTION, group_by="kode_wilayah") == {("51.08.01",): 94, ("51.08.02",): 67, ("51.08.03",): 50}
    assert ask(**QUESTION) == {(): 211}
    # the survey gave Busungbiu, so its agency counts as well, and nobody is overruled altogether
    assert shown() == (["Dinas Sosial", "Disdukcapil"], [], "")
    assert shown(within="51.08.01") == (["Disdukcapil"], ["Dinas Sosial"], "authority")


def test_without_an_authority_the_newest_counts(both):
    """As soon as no organization handles the urusan: 60 + 70 + 50 = 180, which the survey tells, and why is said."""
    before = state()
    group = model.Session.query(model.Group).filter_by(title="Disdukcapil").one()
    group.extras = {**group.extras, "urusan": "1.01"}
    model.Session.commit()
    assert ask(**QUESTION) == {(): 180}
    assert shown() == (["Dinas Sosial"], ["Disdukcapil"], "newest")
    # what a wall has drawn is drawn anew
    assert state() != before


def test_what_only_another_tells_counts(both):
    """2024 is only in the register, and 2025 of Busungbiu only in the survey: nothing is withheld, nothing is 0."""
    assert ask(**{**QUESTION, "period": "2024"}) == {(): 90}
    assert shown(period="2024") == (["Disdukcapil"], [], "")
    assert shown(within="51.08.03") == (["Dinas Sosial"], [], "")


def test_those_below_the_authority_have_it_too(offices, publish):
    """A UPTD of Disdukcapil tells 94 first, Dinas Sosial 60 later: 94."""
    below = Organization(title="UPTD Capil", jenis_organisasi="uptd", induk=offices["capil"]["name"])
    publish(STANDARD, [PEOPLE_HEADER, REGISTER[2]], below["id"])
    publish(STANDARD, [PEOPLE_HEADER, SURVEY[1]], offices["sosial"]["id"])
    assert ask(**QUESTION) == {(): 94}


def test_of_two_with_the_authority_the_newer_counts(offices, publish):
    """94 first and 95 later, both by Disdukcapil, 60 in between by Dinas Sosial: 95."""
    for office, row in (("capil", REGISTER[2]), ("sosial", SURVEY[1])):
        publish(STANDARD, [PEOPLE_HEADER, row], offices[office]["id"])
    publish(STANDARD, [PEOPLE_HEADER, ["51.08.01", "Gerokgak", 2025, 53, 42, 95]], offices["capil"]["id"])
    assert ask(**QUESTION) == {(): 95}


def test_the_authority_of_the_parts_comes_before_a_coarser_total(offices, publish):
    """Disdukcapil tells 94 and 67 by kecamatan, another 200 for the whole district: 161, not 200 and not 361."""
    publish(STANDARD, REGISTER, offices["capil"]["id"])
    publish(STANDARD, SURVEY[:2], offices["sosial"]["id"])
    model.Session.execute(
        text(
            "UPDATE satudata_observation o SET region = '51.08', value = 200 FROM satudata_observation_set s"
            ' JOIN package p ON p.id = s.package_id JOIN "group" g ON g.id = p.owner_org'
            " WHERE s.id = o.set_id AND g.title = 'Dinas Sosial' AND s.measure = 'jumlah'"
        )
    )
    coarse = "UPDATE satudata_observation_set SET levels = '{5}' WHERE measure = 'jumlah' AND count = 1"
    model.Session.execute(text(coarse))
    model.Session.commit()
    assert ask(**QUESTION) == {(): 161}
    assert shown() == (["Disdukcapil"], ["Dinas Sosial"], "authority")


def test_the_walidata_decides_for_a_figure(both):
    """The survey counts in Seririt (70), by decision, the register elsewhere (94), until the case is open again."""
    one = case("51.08.02")
    before = state()
    reason = "Survei ini lebih lengkap untuk Seririt."
    with pytest.raises(tk.ValidationError, match="counts"):
        act("satudata_discrepancy_settle", id=one, reason=reason, counts="dataset-lain")
    shown_case = act("satudata_discrepancy_show", id=one)
    assert (shown_case["counts"]["dataset"], shown_case["counts"]["decided"]) == (both["capil"]["name"], False)
    shown_case = act("satudata_discrepancy_settle", id=one, reason=reason, counts=both["sosial"]["name"])
    assert (shown_case["counts"]["dataset"], shown_case["counts"]["decided"]) == (both["sosial"]["name"], True)
    assert state() != before
    by_region = {**QUESTION, "group_by": "kode_wilayah"}
    assert ask(**by_region) == {("51.08.01",): 94, ("51.08.02",): 70, ("51.08.03",): 50}
    assert ask(**QUESTION) == {(): 214}
    assert shown(within="51.08.02") == (["Dinas Sosial"], ["Disdukcapil"], "decision")
    # only of this measure
    assert ask(**{**QUESTION, "measure": "laki_laki"}, within="51.08.02") == {(): 31}
    # the same figures loaded anew change nothing
    load.load(act("package_show", id=both["sosial"]["id"])["resources"][0]["id"])
    find.search(STANDARD)
    assert ask(**QUESTION) == {(): 214}
    act("satudata_discrepancy_reopen", id=one, reason="Surveinya belum disahkan.")
    assert ask(**QUESTION) == {(): 211}


def test_the_walidata_decides_on_the_page(app, both):
    """By the form of the discrepancy, which offers both figures and says which of them counts."""
    user = factories.SysadminWithToken()
    page, headers = f"/satudata/selisih/{case('51.08.02')}", {"Authorization": user["token"]}
    before = app.get(page, headers=headers).body
    assert f'name="counts" value="{both["sosial"]["name"]}"' in before
    form = {"reason": "Survei ini yang berlaku.", "counts": "lain"}
    assert "counts" in app.post(f"{page}/selesaikan", headers=headers, data=form, status=400).body
    form["counts"] = both["sosial"]["name"]
    assert app.post(f"{page}/selesaikan", headers=headers, data=form, follow_redirects=False).status_code == 302
    assert ask(**QUESTION, within="51.08.02") == {(): 70}
    assert "Walidata memutuskan angka Dinas Sosial" in app.get(page).body


def test_a_decision_was_about_the_values_that_differed(both):
    """Seririt is 70 by decision; when the survey says 71, the case is open, and the register's 67 counts again."""
    reason = "Survei ini yang berlaku."
    act("satudata_discrepancy_settle", id=case("51.08.02"), reason=reason, counts=both["sosial"]["id"])
    assert ask(**QUESTION, within="51.08.02") == {(): 70}
    model.Session.execute(text("UPDATE satudata_observation SET value = 71 WHERE value = 70"))
    model.Session.commit()
    find.search(STANDARD)
    assert ask(**QUESTION, within="51.08.02") == {(): 67}
    assert model.Session.query(Choice).count() == 0


def test_settling_without_a_choice_leaves_it_to_the_standard(both):
    """Settled with a reason only: the register's 67 goes on; parts, jumps and units cannot be chosen between."""
    act("satudata_discrepancy_settle", id=case("51.08.02"), reason="Keduanya benar menurut definisinya.")
    assert ask(**QUESTION, within="51.08.02") == {(): 67}
    assert model.Session.query(Choice).count() == 0


def test_a_decision_for_the_whole_case(both):
    """Gerokgak and Seririt at once: 60 + 70 + 50 = 180."""
    act(
        "satudata_discrepancy_settle",
        id=case("51.08.01"),
        reason="Survei ini yang berlaku.",
        counts=both["sosial"]["name"],
        alike=True,
    )
    assert ask(**QUESTION) == {(): 180}
    assert model.Session.query(Choice).count() == 2


def test_of_three_agencies_the_last_decision_counts(both, publish):
    """94, 60 and 70 for Gerokgak: first the survey is chosen over the register, then the third over the survey."""
    third = publish(STANDARD, [PEOPLE_HEADER, ["51.08.01", "Gerokgak", 2025, 35, 35, 70]], Organization()["id"])[0]
    find.search(STANDARD)
    cases = act("satudata_discrepancy_list", kind="values")["cases"]
    pairs = {
        frozenset(side["dataset"] for side in case["sides"]): case["id"]
        for case in cases
        if case["measure"] == "jumlah"
    }
    gerokgak = {**QUESTION, "within": "51.08.01"}
    capil, sosial = both["capil"]["name"], both["sosial"]["name"]
    steps = [((capil, sosial), sosial, 60), ((sosial, third["name"]), third["name"], 70)]
    for pair, chosen, value in steps:
        act("satudata_discrepancy_settle", id=pairs[frozenset(pair)], reason="Angka ini yang berlaku.", counts=chosen)
        assert ask(**gerokgak) == {(): value}


def test_percentages_are_made_of_what_counts(offices, publish):
    """Stunting is Dinas Kesehatan's (urusan 1.02): in June 25 of 500 children, 5 percent, not the survey's."""
    health = Organization(title="Dinas Kesehatan", urusan="1.02")
    publish("stunting", STUNTING, health["id"])
    rows = (["51.08.01", "Gerokgak", 2025, 6, 100, 90, 90], ["51.08.02", "Seririt", 2025, 6, 100, 80, 80])
    survey = [STUNTING[0], *rows]
    publish("stunting", survey, offices["sosial"]["id"])
    question = {"standard": "stunting", "measure": "prevalensi", "period": "2025-06"}
    assert ask(**question) == {(): 5}
    assert shown(**question) == (["Dinas Kesehatan"], ["Dinas Sosial"], "authority")


def test_one_agency_costs_no_more(offices, publish):
    """Where nobody else tells a measure there is nothing to weigh, and nothing is asked for."""
    publish(STANDARD, REGISTER, offices["capil"]["id"])
    answer = query.run(Question(STANDARD, "jumlah", period="2025"))
    assert (answer.overruled, answer.reason, len(answer.used)) == ([], "", 1)
    assert counting.ranked(standards.load(STANDARD), answer.sources) == counting.Ranking(answer.sources)


@pytest.mark.usefixtures("with_request_context")
def test_the_wall_the_analysis_and_the_profile_say_so(both):
    """On the face of a tile, beside the sources of the analysis, in the profile of a kecamatan: who is not used."""
    tile = {"kind": "number", "title": "Penduduk", "standard": STANDARD, "measure": "jumlah", "within": "51.08.01"}
    footer = wall.drawn({**tile, "period": "2025"}, "uji/1")["footer"]
    assert footer["offices"] == ["Disdukcapil"]
    assert "Dinas Sosial" in footer["overruled"]
    assert "Disdukcapil" in footer["overruled_why"]
    [total] = [figure for figure in page.load(places.load("51.08.01")).figures if figure.measure == "jumlah"]
    assert total.source.organization_title == "Disdukcapil"
    assert total.overruled == footer["overruled_why"]
    [total] = [figure for figure in page.load(places.load("51.08.03")).figures if figure.measure == "jumlah"]
    assert (total.source.organization_title, total.overruled) == ("Dinas Sosial", "")
    analysis = act("satudata_analysis_show", x=f"{STANDARD}.jumlah", y=f"{STANDARD}.laki_laki", period="2025")
    # Busungbiu is the survey's, so both are named
    assert {source["organization"] for source in analysis["sources"]} == {"Disdukcapil", "Dinas Sosial"}
    assert "Dinas Sosial" in act("satudata_discrepancy_show", id=case("51.08.01"))["counts"]["explanation"]


def test_the_page_of_a_standard_names_the_authority(app, offices):
    """By the organization that handles the urusan; where there is none, that the newest counts."""
    assert "Disdukcapil" in app.get(f"/standar/{STANDARD}").body
    assert "revisi terbaru" in app.get("/standar/stunting").body


def test_the_authority_in_a_file_is_checked():
    """A code that the list does not have, and a property that no organization has, are told."""
    good = standards.text(STANDARD)
    for wrong in ({"urusan": "9.99"}, {"peran": "raja"}, {"nama": "x"}, {}):
        bad = yaml.safe_dump({**yaml.safe_load(good), "wewenang": wrong})
        assert any("wewenang" in problem for problem in check.file_problems(STANDARD, bad)), wrong
    assert check.file_problems(STANDARD, good) == []
