"""Tables of statistics offices: BPS WebAPI and SDMX."""

import json

import pytest
from ckanext.satudata.exceptions import (
    BrokenAnswer,
)
from ckanext.satudata.harvest import readers

from harvest.reading import fixture, reader


def test_bps_table_is_tidy_and_keys_are_built(loopback):
    """The recorded table: key 73153101010 is vervar 7315, var 31, turvar 0, tahun 101, turtahun 0."""
    loopback.answer("/list/model/data/lang/ind/domain/5108/key/K/var/31/", fixture("bps_tabel.json"))
    rows = list(reader("bps", url=loopback.url, domain="5108", key="K").rows({"var": 31}))
    assert [(row["vervar"], row["tahun"], row["nilai"]) for row in rows] == [
        ("Pinrang", 1999, 308669),
        ("Pinrang", 2000, 311595),
        ("Pinrang", 2001, 312473),
    ]


def test_bps_keys_that_could_be_split_in_two_ways():
    """Vervar 1 with var 11 and vervar 11 with var 1 have the same beginning; turtahun is kept apart."""
    entries = {
        "var": [{"val": 5, "label": "x", "unit": "Jiwa"}],
        "vervar": [{"val": 1, "label": "A"}, {"val": 15, "label": "B"}],
        "turvar": [{"val": 0, "label": "-"}],
        "tahun": [{"val": 99, "label": "1999"}],
        "turtahun": [{"val": 1, "label": "Januari"}, {"val": 12, "label": "Desember"}],
    }
    body = {**entries, "datacontent": {"150991": 10, "1509912": 20, "1550991": 30}}
    rows = readers.load("bps").long_rows(body)
    assert [(row["vervar"], row["turtahun"], row["nilai"]) for row in rows] == [
        ("A", "Januari", 10),
        ("A", "Desember", 20),
        ("B", "Januari", 30),
    ]


def test_bps_reads_the_last_page(loopback):
    """Three pages are three pages: other clients stop one short."""
    body = json.loads(fixture("bps_variabel.json"))
    body["data"][0]["pages"] = 3
    for page in (1, 2, 3):
        rows = [{**row, "var_id": row["var_id"] * 10 + page} for row in body["data"][1]]
        answer = json.dumps({**body, "data": [body["data"][0], rows]})
        loopback.answer(f"/list/model/var/lang/ind/domain/0000/key/K/page/{page}/", answer)
    assert len(list(reader("bps", url=loopback.url, domain="0000", key="K").items())) == 30


def test_bps_empty_list_and_error(loopback):
    """An empty list comes as an empty text and is none; an error never shows the key."""
    path = "/list/model/var/lang/ind/domain/5108/key/RAHASIA/page/1/"
    loopback.answer(path, fixture("bps_kosong.json"))
    source = reader("bps", url=loopback.url, domain="5108", key="RAHASIA")
    assert list(source.items()) == []
    loopback.answer(path, fixture("bps_error.json"))
    with pytest.raises(BrokenAnswer) as caught:
        list(source.items())
    assert "RAHASIA" not in str(caught.value)


def test_sdmx(loopback):
    """Observations come as SDMX-CSV; another answer is told."""
    loopback.answer("/data/DF/all", "DATAFLOW,FREQ,TIME_PERIOD,OBS_VALUE\nX:DF(1.0),A,2024,5.1\n")
    source = reader("sdmx", url=loopback.url)
    assert next(source.rows({"flow": "DF"}))["OBS_VALUE"] == "5.1"
    loopback.answer("/data/DF/all", "<xml/>")
    with pytest.raises(BrokenAnswer, match="SDMX-CSV"):
        list(source.rows({"flow": "DF"}))
