"""The scoreboard: each criterion and the formula by hand, and what is published stays."""

import datetime

import pytest
from ckanext.satudata import clock
from ckanext.satudata.command_center import screens, wall
from ckanext.satudata.command_center.scoreboard import compute, criteria, formula, month
from ckanext.satudata.command_center.scoreboard.criteria import completeness, delivery, first_time_right
from ckanext.satudata.command_center.scoreboard.measured import Measured, Office, Question
from ckanext.satudata.exceptions import UnknownMonth
from observations.conftest import publish  # noqa: F401 - the fixture

from command_center.scoring import TODAY

OCTOBER = month.Month("2025-10", TODAY)
NOVEMBER = month.Month("2025-11", TODAY)


def day(text):
    """Return a date of 2025 written as month-day."""
    return datetime.date.fromisoformat(f"2025-{text}")


def test_each_criterion_of_the_formula_has_its_module_and_the_other_way_round():
    """A criterion is one entry of the YAML and one file; weights add up to 100."""
    listed = [criterion["name"] for criterion in formula.load()["criteria"]]
    assert sorted(listed) == sorted(criteria.UNITS)
    assert sum(criterion["weight"] for criterion in formula.load()["criteria"]) == 100


class Watched(list):
    """A list that counts how often one of its entries is looked at."""

    looks = 0

    def __iter__(self):
        for item in super().__iter__():
            self.looks += 1
            yield item


def test_datasets_and_offices_are_looked_through_once_not_for_each_other():
    """Thirty offices with six datasets each: 180 looks at datasets, not 30 times 180; the same for the offices."""
    offices = Watched(
        Office(f"o{n}", f"opd-{n}", f"Dinas {n % 29}", f"5.{n}", frozenset({f"o{n}", f"u{n}"})) for n in range(30)
    )
    datasets = Watched({"owner_org": f"{'ou'[n % 2]}{n % 30}", "name": f"d{n}"} for n in range(180))
    question = Question(OCTOBER, offices, datasets, {})
    assert [len(question.of(office)) for office in list.__iter__(offices)] == [6] * 30
    assert [dataset["name"] for dataset in question.of(offices[3])] == [f"d{n}" for n in range(3, 180, 30)]
    assert datasets.looks == 180
    for number in range(30):
        assert question.office(f"5.{number}", "") is offices[number]
        assert question.office_of({f"u{number}"}) is offices[number]
    # a title that two of them have tells neither; a code counts before a title
    assert question.office("", " dinas 0 ") is None
    assert question.office("", "DINAS 1") is offices[1]
    assert question.office("5.2", "Dinas 1") is offices[2]
    assert question.office_of({"u4", "o2", "lain"}) is offices[2]
    assert question.office_of(set()) is None
    assert offices.looks <= 4 * 30


@pytest.mark.parametrize(
    ("promise", "released", "when", "kept"),
    [
        # released on 3 September and 4 October: 31 days later, in time; on 6 October: late
        (("bulanan", ""), ["09-03", "10-04"], OCTOBER, [True]),
        (("bulanan", ""), ["09-03", "10-06"], OCTOBER, [False]),
        # nothing since August: due in September, and still lacking in October
        (("bulanan", ""), ["08-03"], OCTOBER, [False]),
        # due on 5 November, brought on the 2nd: kept in November; on the 20th it is still due on the 30th
        (("bulanan", ""), ["10-05", "11-02"], NOVEMBER, [True]),
        (("bulanan", ""), ["10-30"], NOVEMBER, []),
        # the officer's own day stands: the 15th, a little later than the frequency; whoever keeps it has kept it,
        # even though the next day is not written yet
        (("bulanan", "2025-11-15"), ["10-05", "11-14"], NOVEMBER, [True]),
        (("bulanan", "2025-11-15"), ["10-05", "11-16"], NOVEMBER, [False]),
        (("bulanan", "2025-11-15"), ["10-05"], NOVEMBER, [False]),
        (("bulanan", "2025-11-25"), ["10-05"], NOVEMBER, []),
        # a day next year is no promise of monthly data
        (("bulanan", "2026-10-05"), ["10-05"], NOVEMBER, [False]),
        # daily data have two days of grace: of three promises one is missed
        (("harian", ""), ["10-30", "10-31", "11-03", "11-09", "11-10"], NOVEMBER, [True, False, True, False]),
        # no rhythm, no promise
        (("insidental", ""), ["01-01"], OCTOBER, []),
    ],
)
def test_promises_are_kept_or_not(promise, released, when, kept, with_plugins):
    """A promise begins with a release and ends a period, or on the officer's day, later."""
    dataset = dict(zip(("frekuensi", "jadwal_rilis"), promise, strict=True))
    promises = delivery.promises(dataset, [day(release) for release in released], when, {"harian": 2})
    assert [promise[2] for promise in promises] == kept


def test_a_dataset_without_any_release_promised_one_when_it_was_registered(with_plugins):
    """Registered on 1 September with a monthly rhythm, it lacks in October."""
    dataset = {"frekuensi": "bulanan", "metadata_created": "2025-09-01T02:00:00"}
    [(due, released, kept)] = delivery.promises(dataset, [], OCTOBER, {})
    assert (due, released, kept) == (datetime.date(2025, 10, 2), None, False)


@pytest.mark.usefixtures("with_plugins")
def test_submissions_are_told_apart():
    """Right at once, right at the third attempt, and one that is refused still."""
    at = [datetime.datetime.fromisoformat(f"2025-10-0{number}T00:00") for number in range(1, 9)]
    attempts = [(at[0], True), (at[1], False), (at[2], False), (at[3], True), (at[4], False)]
    submissions = first_time_right.submissions(attempts, OCTOBER)
    assert [(len(sent), sent[-1][1]) for sent in submissions] == [(1, True), (3, True), (1, False)]
    # one that was begun in September belongs to September
    september = [(datetime.datetime.fromisoformat("2025-09-20T00:00"), False), (at[0], True)]
    assert first_time_right.submissions(september, OCTOBER) == []


def test_a_share_below_the_district_is_lifted_and_one_above_it_is_not():
    """District 80 %: 0 of 1 becomes (0 + 3 x 0.8) / 4 = 0.6, 0 of 20 2.4 / 23; 2 of 2 stays 1."""
    assert compute.lifted(0, 1, 0.8, 3) == pytest.approx(0.6)
    assert compute.lifted(0, 20, 0.8, 3) == pytest.approx(2.4 / 23)
    assert compute.lifted(2, 2, 0.8, 3) == 1
    assert compute.lifted(1, 2, 0.8, 0) == 0.5


RULES = {
    "lift": 0,
    "decimals": 1,
    "ranked_weight": 40,
    "reward": {"most": 1, "score": 85, "floor": 60, "cases": 5},
    "evaluate": {"score": 60, "floor": 40, "weight": 10},
    "criteria": [{"name": "a", "title": "A", "weight": 60}, {"name": "b", "title": "B", "weight": 40}],
}


def test_scores_ranks_and_suggestions_by_hand():
    """What is not measured shares its weight; ties share a rank and the next one is left out; little has no rank."""
    a = {"besar": (18, 20), "kecil": (1, 1), "lemah": (0, 10), "sama": (9, 10)}
    b = {"besar": (10, 10), "lemah": (5, 10), "sama": (10, 10), "separuh": (5, 5)}
    measured = {
        "a": {name: Measured(*counts) for name, counts in a.items()},
        "b": {name: Measured(*counts) for name, counts in b.items()},
    }
    names = [(name, name.title()) for name in ("besar", "kecil", "lemah", "sama", "separuh", "tiada")]
    rows = {row["name"]: row for row in compute.scored(RULES, measured, names)}
    assert {name: row["score"] for name, row in rows.items()} == {
        "besar": 94,  # 0.6 x 90 + 0.4 x 100
        "kecil": 100,  # A alone: 100
        "lemah": 20,
        "sama": 94,
        "separuh": 100,  # B alone, which is 40 percent of the weight
        "tiada": None,
    }
    ranks = {name: row["rank"] for name, row in rows.items()}
    assert ranks == {"kecil": 1, "separuh": 1, "besar": 3, "sama": 3, "lemah": 5, "tiada": None}
    # one case is no achievement, five are; the weak one has two reasons
    assert (rows["kecil"]["suggestion"], rows["separuh"]["suggestion"]) == ("", "reward")
    assert rows["lemah"]["suggestion"] == "evaluate"
    assert len(rows["lemah"]["reasons"]) == 2
    strict = {**RULES, "ranked_weight": 50}
    again = {row["name"]: row for row in compute.scored(strict, measured, names)}
    assert (again["separuh"]["rank"], again["separuh"]["score"]) == (None, 100)


def test_months_that_are_none_are_refused(with_plugins):
    """Neither a word, nor a thirteenth month, nor one to come."""
    for wrong in ("november", "2025-13", "2999-01"):
        with pytest.raises(UnknownMonth):
            month.parse(wrong)


def test_a_month_begins_where_the_district_lies(with_plugins, ckan_config, monkeypatch):
    """In Makassar October begins on 30 September at 16 o'clock UTC."""
    monkeypatch.setitem(ckan_config, "ckan.display_timezone", "Asia/Makassar")
    assert OCTOBER.starts == datetime.datetime.fromisoformat("2025-09-30T16:00")
    assert clock.local(datetime.datetime.fromisoformat("2025-09-30T17:00")) == datetime.date(2025, 10, 1)


def test_a_criterion_that_is_not_there_is_a_wrong_tile(with_plugins):
    """The tile says which there are."""
    tile = {"kind": "scoreboard", "title": "Kinerja", "criterion": "kecepatan"}
    assert screens.tile_problems(tile) == []
    with_problem = wall.drawn(tile, "uji/1")
    assert with_problem["face"] == "wrong"
    assert "delivery" in with_problem["problems"][0]


def test_completeness_is_that_of_the_quality_page(with_plugins):
    """What lacks is named by its criterion; another three key words raise the share by that criterion's weight."""
    bare = {"tags": [], "frekuensi": "insidental", "type": "dataset"}
    few, message = completeness.completeness(bare)
    more, _message = completeness.completeness(
        {**bare, "tags": [{"name": name} for name in ("air", "sawah", "subak")]}
    )
    assert "Ada sedikitnya tiga kata kunci" in message.values["missing"]
    assert 0 < few < more < 1
