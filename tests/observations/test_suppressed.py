"""A table of a sensitive standard with small counts: no outlet tells them, nobody computes them from all outlets."""

import csv
import io
import itertools
import json

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories, helpers
from ckanext.satudata.observations import load
from ckanext.satudata.observations.model import Observation
from ckanext.satudata.publishing import datastore, protection
from ckanext.satudata.tables import symbols
from disclosure.attacker import certain
from factories_satudata import Organization, act

from observations.figures import ACCIDENTS_HEADER, KECAMATAN, ask, replace

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]

REGIONS = [*KECAMATAN][:5]
MONTHS = ["2025-01", "2025-02", "2025-03"]
# by region, its months: deaths of a road and month are few
DEATHS = {
    "51.08.01": [2, 7, 0],
    "51.08.02": [9, 1, 3],
    "51.08.03": [6, 6, 6],
    "51.08.04": [0, 0, 8],
    "51.08.05": [5, 11, 1],
}
ROWS = [
    ACCIDENTS_HEADER,
    *(
        [region, KECAMATAN[region], 2025, index + 1, 20 + index, deaths, 30, 40]
        for region, months in DEATHS.items()
        for index, deaths in enumerate(months)
    ),
]
SMALL = {(region, MONTHS[i]) for region, months in DEATHS.items() for i, value in enumerate(months) if 0 < value < 5}
ALL = set(itertools.product(REGIONS, MONTHS))
QUESTION = {"standard": "kecelakaan", "measure": "meninggal"}


@pytest.fixture
def accidents(publish):
    """Publish the table; gives dataset and resource."""
    dataset, resource = publish("kecelakaan", ROWS)
    load.load(resource["id"])
    return dataset, resource


def shown(records):
    """Return {(region, month): deaths} of the rows of a table, as text."""
    return {
        (row["kode_wilayah"], f"{row['tahun']}-{int(row['bulan']):02d}"): row["meninggal"]
        for row in records
        if row["meninggal"] not in ("", None)
    }


def test_small_counts_are_in_no_download_and_no_api(accidents, app):
    """DataStore, download and raw file: where there is a small count nobody reads a number."""
    dataset, resource = accidents
    records = act("datastore_search", resource_id=resource["id"], limit=100)["records"]
    base = f"/dataset/{dataset['name']}/resource/{resource['id']}"
    table = list(csv.DictReader(io.StringIO(app.get(f"{base}/unduh.csv").get_data(as_text=True))))
    raw = app.get(f"{base}/download/tabel.csv", follow_redirects=True).get_data(as_text=True)
    for rows in (records, table, list(csv.DictReader(io.StringIO(raw)))):
        assert len(rows) == len(ALL)
        assert not SMALL & shown(rows).keys()
        assert all("meninggal=c" in row[symbols.COLUMN] for row in rows if row["meninggal"] in ("", None))


def test_nobody_gets_the_digest_of_the_original(accidents):
    """Who knows all but a few small counts would try them until the digest fits."""
    dataset, resource = accidents
    stored = model.Resource.get(resource["id"]).hash
    assert stored
    for shown_dataset in (
        helpers.call_action("package_show", {"ignore_auth": False, "user": ""}, id=dataset["id"]),
        helpers.call_action("package_search", {"ignore_auth": False, "user": ""})["results"][0],
    ):
        assert stored not in json.dumps(shown_dataset, default=str)


def test_nobody_tries_digests_by_search(accidents):
    """CKAN finds a resource by its digest: whoever guesses the small counts would ask for each guess."""
    stored = model.Resource.get(accidents[1]["id"]).hash
    search = {"ignore_auth": False, "user": ""}
    assert helpers.call_action("resource_search", {**search}, query=f"hash:{stored}")["results"] == []
    [resource] = helpers.call_action("resource_search", {**search}, query="name:tabel")["results"]
    assert stored not in json.dumps(resource, default=str)


def test_office_and_walidata_keep_the_original(accidents, app):
    """Whoever may change the dataset gets the bytes that were uploaded."""
    dataset, resource = accidents
    user = factories.UserWithToken()
    helpers.call_action(
        "organization_member_create",
        {"ignore_auth": True, "user": factories.Sysadmin()["name"]},
        id=dataset["owner_org"],
        username=user["name"],
        role="editor",
    )
    path = f"/dataset/{dataset['name']}/resource/{resource['id']}/download/tabel.csv"
    answer = app.get(path, headers={"Authorization": user["token"]})
    assert f"51.08.01,Gerokgak,2025,1,20,{DEATHS['51.08.01'][0]}," in answer.get_data(as_text=True)


def covered(question, row):
    """Return the cells of the table that a row of an answer adds up."""
    regions = [row["kode_wilayah"]] if "kode_wilayah" in row else REGIONS
    regions = [
        region
        for region in regions
        if region not in question.get("filters", {}).get("kode_wilayah", {}).get("not", [])
    ]
    first, _slash, last = row["period"].partition("/")
    months = [month for month in MONTHS if first <= month[: len(first)] and month <= f"{last or first}\uffff"]
    if "periode" in row:
        months = [row["periode"]]
    return tuple(itertools.product(regions, months))


def rows_of_the_api(question):
    """Return the rows that a question gets."""
    return act("satudata_observation_search", **question)["rows"]


def facts(rows_of):
    """Yield (cells, their sum) of each figure that questions get, by all groups, filters and spans."""
    groups = [(), ("kode_wilayah",), ("periode",), ("kode_wilayah", "periode"), ("tahun",), ("kode_wilayah", "tahun")]
    filters = [{}, *({"kode_wilayah": {"not": [region]}} for region in REGIONS)]
    spans = ["", "2025", *MONTHS, "2025-01/2025-02", "2025-02/2025-03"]
    for group_by, without, period in itertools.product(groups, filters, spans):
        question = {**QUESTION, "group_by": list(group_by), "filters": without, "period": period}
        for row in rows_of(question):
            if row["value"] is not None:
                yield covered(question, row), row["value"]


def check_nothing_is_recovered(figures_by_cells):
    """Check that for no hidden cell one value alone fits all that is told: (cells, their sum) of each figure."""
    figures, sums = {}, []
    for cells, value in figures_by_cells:
        if len(cells) == 1:
            figures[cells[0]] = value
        else:
            name = ("sum", cells)
            figures[name] = value
            sums.append((name, cells))
    assert sums
    assert not SMALL & figures.keys()
    hidden = ALL - figures.keys()
    assert hidden > SMALL
    assert not certain(figures, sums, hidden)


def test_attacker_recovers_nothing(accidents):
    """All questions of the API put together."""
    check_nothing_is_recovered(facts(rows_of_the_api))


@pytest.mark.parametrize("aggregate", ["min", "max", "mean"])
def test_no_aggregate_tells_the_least(accidents, aggregate):
    """The least of a month with a small count would be the count."""
    answer = act("satudata_observation_search", **QUESTION, aggregate=aggregate, group_by="kode_wilayah,periode")
    assert not SMALL & {(row["kode_wilayah"], row["periode"]) for row in answer["rows"] if row["value"] is not None}


def test_district_is_told_though_regions_are_hidden(accidents):
    """The sum over all regions is no small count: it stays, of all five regions; hidden ones are told as such."""
    totals = {month: sum(months[i] for months in DEATHS.values()) for i, month in enumerate(MONTHS)}
    assert ask(**QUESTION, group_by="periode") == {(month,): value for month, value in totals.items()}
    answer = act("satudata_observation_search", **QUESTION, period="2025-02", group_by="kode_wilayah")
    row = next(row for row in answer["rows"] if row["kode_wilayah"] == "51.08.02")
    assert (row["value"], row["symbol"], row["status"]) == (None, "c", "dirahasiakan")
    assert "suppressed" in {note["code"] for note in answer["notes"]}
    [total] = act("satudata_observation_search", **QUESTION, period="2025-02")["rows"]
    assert (total["value"], total["regions"]) == (totals["2025-02"], 5)


def test_what_is_no_person_stays(accidents):
    """Of a measure that is not sensitive nothing is hidden."""
    assert len(ask(**{**QUESTION, "measure": "kejadian"}, group_by="kode_wilayah,periode")) == len(ALL)


def test_second_table_hides_what_the_first_one_hides(publish, accidents):
    """With the same figures in another table, and one more region, nothing becomes computable: hidden stays hidden."""
    more = [[*row] for row in ROWS] + [["51.08.06", "Buleleng", 2025, month, 20, 50, 30, 40] for month in (1, 2, 3)]
    before = protection.hidden_before("kecelakaan")
    _dataset, resource = publish("kecelakaan", more, office=Organization()["id"])
    load.load(resource["id"])
    assert before <= protection.hidden_before("kecelakaan")
    hidden = {cell for cell in before if len(cell.region) == 8 and len(cell.period) == 7}
    rows = shown(act("datastore_search", resource_id=resource["id"], limit=100)["records"])
    assert not {(cell.region, cell.period) for cell in hidden} & rows.keys()


def test_new_edition_does_not_open_the_old_one(publish, accidents):
    """A count that is small no more stays hidden for its period: with it the first edition would tell the old one."""
    _dataset, resource = accidents
    hidden = {(c.region, c.period) for c in protection.hidden_before("kecelakaan")} & ALL
    replace(resource, [ROWS[0], [*ROWS[1][:5], 40, *ROWS[1][6:]], *ROWS[2:]])
    rows = shown(act("datastore_search", resource_id=resource["id"], limit=100)["records"])
    assert not hidden & rows.keys()


def test_walidata_releases_with_a_reason(accidents):
    """What the walidata releases is shown after the next load; who, when and why stays in the record."""
    _dataset, resource = accidents
    with pytest.raises(tk.ValidationError):
        act("satudata_disclosure_release", resource_id=resource["id"], reason="perlu")
    admin = factories.Sysadmin()
    helpers.call_action(
        "satudata_disclosure_release",
        {"user": admin["name"], "ignore_auth": True},
        resource_id=resource["id"],
        measure="meninggal",
        reason="Angka kematian di jalan sudah diumumkan Polres per kecamatan.",
    )
    datastore.load(resource["id"])
    load.load(resource["id"])
    expected = {(region, MONTHS[i]): value for region, months in DEATHS.items() for i, value in enumerate(months)}
    assert ask(**QUESTION, group_by="kode_wilayah,periode") == expected
    [record] = model.Session.query(protection.DisclosureRelease)
    assert record.user_id == admin["id"]
    assert model.Session.query(Observation).filter(Observation.symbol.isnot(None)).count() == 0


def test_only_the_walidata_releases(accidents):
    """An officer of the table's own OPD may not."""
    user = factories.User()
    with pytest.raises(tk.NotAuthorized):
        helpers.call_action(
            "satudata_disclosure_release",
            {"user": user["name"], "ignore_auth": False},
            resource_id=accidents[1]["id"],
            reason="Angka kematian di jalan sudah diumumkan Polres per kecamatan.",
        )


def test_percentage_goes_with_its_part(publish):
    """1 of 20 children is 5 percent: with the children measured the percentage tells the one."""
    header = ["kode_wilayah", "nama_kecamatan", "tahun", "bulan", "balita_diukur", "balita_stunting", "prevalensi"]
    rows = [
        header,
        ["51.08.01", "Gerokgak", 2025, 5, 20, 1, 5],
        ["51.08.02", "Seririt", 2025, 5, 100, 10, 10],
        ["51.08.03", "Busungbiu", 2025, 5, 100, 20, 20],
    ]
    _dataset, resource = publish("stunting", rows)
    load.load(resource["id"])
    question = {"standard": "stunting", "measure": "prevalensi", "group_by": "kode_wilayah"}
    values = ask(**question)
    assert values[("51.08.01",)] is None
    assert values[("51.08.03",)] == 20
