"""SDMX 3.0: a kept library reads what we send, and finds each figure in the structure that we serve."""

import json

import pytest
from ckanext.satudata.observations import load
from ckanext.satudata.observations.sdmx import naming
from pysdmx.io import read_sdmx
from pysdmx.io.json.sdmxjson2.reader.doc_validation import validate_sdmx_json
from pysdmx.model import DataStructureDefinition

from observations.figures import STUNTING

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]
V2 = "/satudata/sdmx/v2"


@pytest.fixture
def stunting(publish):
    """Publish a table of five months; gives nothing."""
    _dataset, resource = publish("stunting", STUNTING)
    load.load(resource["id"])


def structure(app):
    """Return the data structure of the dataflow as the library reads it."""
    address = f"{V2}/structure/dataflow/{naming.agency()}/STUNTING/1.0.0?references=descendants"
    text = app.get(address).get_data(as_text=True)
    validate_sdmx_json(text)
    message = read_sdmx(text)
    [dsd] = [one for one in message.structures if isinstance(one, DataStructureDefinition)]
    return dsd


def data(app, accept, rest=""):
    """Return the text of the figures."""
    address = f"{V2}/data/dataflow/{naming.agency()}/STUNTING/1.0.0{rest}"
    return app.get(address, headers={"Accept": accept}).get_data(as_text=True)


def test_library_reads_structures(app, stunting):
    """Dimensions in the order of a key, time, unit and status as attributes; the district is the agency."""
    dsd = structure(app)
    assert str(getattr(dsd.agency, "id", dsd.agency)) == "ID_5108"
    assert [one.id for one in dsd.components.dimensions] == ["FREQ", "MEASURE", "REF_AREA", "TIME_PERIOD"]
    assert {one.id for one in dsd.components.attributes} == {"UNIT_MEASURE", "OBS_STATUS", "CONF_STATUS"}


def test_library_reads_csv_and_each_code_is_in_its_list(app, stunting):
    """SDMX-CSV 2.0: all figures of the table, each with time, unit and status; no code that no list has."""
    dsd = structure(app)
    [table] = read_sdmx(data(app, "application/vnd.sdmx.data+csv;version=2.0.0")).data
    frame = table.data
    assert len(frame) == 12
    assert set(frame["TIME_PERIOD"]) == {"2025-05", "2025-06"}
    for component in [*dsd.components.dimensions, *dsd.components.attributes]:
        if component.local_codes is not None:
            assert set(frame[component.id]) <= {code.id for code in component.local_codes.codes}, component.id
    row = frame[
        (frame["MEASURE"] == "PREVALENSI") & (frame["REF_AREA"] == "510802") & (frame["TIME_PERIOD"] == "2025-06")
    ]
    assert [*row["OBS_VALUE"]] == ["3"]
    assert [*row["UNIT_MEASURE"]] == ["PERSEN"]


def test_json_keeps_to_its_schema_and_has_the_same_figures(app, stunting):
    """SDMX-JSON 2.0 by the schema of the SDMX technical working group; its observations are those of the CSV."""
    text = data(app, "application/vnd.sdmx.data+json;version=2.0.0")
    validate_sdmx_json(text)
    message = json.loads(text)["data"]
    dimensions = message["structures"][0]["dimensions"]["observation"]
    figures = {
        tuple(dimensions[place]["values"][int(index)]["id"] for place, index in enumerate(key.split(":"))): values[0]
        for key, values in message["dataSets"][0]["observations"].items()
    }
    [table] = read_sdmx(data(app, "text/csv")).data
    names = [one["id"] for one in dimensions]
    assert figures == {
        tuple(row[name] for name in names): float(row["OBS_VALUE"]) for _i, row in table.data.iterrows()
    }


@pytest.mark.parametrize(
    ("rest", "number"),
    [
        ("/M.PREVALENSI.510802", 2),
        ("/*.PREVALENSI.*?c[TIME_PERIOD]=ge:2025-06", 2),
        ("?c[MEASURE]=BALITA_STUNTING,PREVALENSI&c[TIME_PERIOD]=2025-05", 4),
    ],
)
def test_key_and_filters_choose(app, stunting, rest, number):
    [table] = read_sdmx(data(app, "text/csv", rest)).data
    assert len(table.data) == number


def test_what_is_not_there_is_said_in_json(app, stunting):
    for rest, status in (("/M.PREVALENSI", 400), ("?c[UMUR]=1", 400), ("/M.PREVALENSI.519999", 404)):
        answer = app.get(f"{V2}/data/dataflow/{naming.agency()}/STUNTING/1.0.0{rest}")
        assert answer.status_code == status
        assert answer.get_json()["errors"][0]["title"]
    assert app.get(f"{V2}/data/dataflow/{naming.agency()}/TIDAK_ADA/1.0.0").status_code == 404


def test_answer_as_sdmx_has_its_period(app, stunting):
    """The file beside an answer follows the same structure: what is not grouped is the total, time is told."""
    address = "/satudata/observasi/sdmx.csv?standard=stunting&measure=balita_stunting&period=latest"
    [table] = read_sdmx(app.get(address).get_data(as_text=True)).data
    [row] = table.data.to_dict("records")
    assert (row["REF_AREA"], row["TIME_PERIOD"], row["OBS_VALUE"], row["UNIT_MEASURE"]) == (
        "5108",
        "2025-06",
        "25",
        "BALITA",
    )


def test_suppressed_is_confidential(app, publish):
    """A suppressed figure has no value, and says why."""
    areas = [(1, "Gerokgak", 2), (2, "Seririt", 9), (3, "Busungbiu", 7)]
    header = ["kode_wilayah", "nama_kecamatan", "tahun", "bulan", "kejadian", "meninggal", "luka_berat", "luka_ringan"]
    rows = [
        header,
        *(["51.08.0" + str(n), name, 2025, 1, 20, deaths, 0, 0] for n, name, deaths in areas),
    ]
    _dataset, resource = publish("kecelakaan", rows)
    load.load(resource["id"])
    text = app.get(f"{V2}/data/dataflow/{naming.agency()}/KECELAKAAN/1.0.0?format=csv&c[MEASURE]=MENINGGAL").get_data(
        as_text=True
    )
    frame = read_sdmx(text).data[0].data
    hidden = frame[frame["CONF_STATUS"] == "C"]
    assert set(hidden["REF_AREA"]) == {"510801", "510803"}
    assert set(hidden["OBS_VALUE"]) == {""}
    assert set(hidden["OBS_STATUS"]) == {"Q"}
