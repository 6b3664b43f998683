"""Pages and files of a table with hidden counts: none of them has such a count, in no row, sum, chart or name."""

import dataclasses
import re

import pytest
from ckanext.satudata.observations import load
from ckanext.satudata.standards import model as standards
from factories_satudata import act

from observations.figures import ACCIDENTS_HEADER, KECAMATAN

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]
REGIONS = [*KECAMATAN][:5]
PAGES = [
    "/dataset/{dataset}",
    "/dataset/{dataset}/resource/{resource}",
    "/dataset/{dataset}/resource/{resource}/download/tabel.csv",
    "/dataset/{dataset}/edisi",
    "/satudata/edisi/{release}/{resource}/tabel.csv",
    *(f"/dataset/{{dataset}}/resource/{{resource}}/unduh.{ending}" for ending in ("csv", "json")),
    "/datastore/dump/{resource}",
    "/api/3/action/datastore_search?resource_id={resource}",
    "/api/3/action/package_show?id={dataset}",
    "/api/3/action/satudata_release_list?id={dataset}",
    "/api/3/action/satudata_observation_search?standard=kecelakaan&measure=meninggal&group_by=kode_wilayah,periode",
    "/satudata/observasi/csv?standard=kecelakaan&measure=meninggal&group_by=kode_wilayah&period=2025",
    "/satudata/observasi/csv?standard=kecelakaan&measure=meninggal&within=51.08.01",
    "/satudata/observasi/csv?standard=kecelakaan&measure=meninggal&group_by=kode_wilayah,periode&compare=previous",
    "/satudata/sdmx/v2/data/dataflow/ID_5108/KECELAKAAN/1.0.0?format=csv",
    "/api/3/action/satudata_answer_show?q=korban+meninggal+kecelakaan+di+gerokgak+januari+2025",
    "/api/3/action/satudata_answer_show?q=kecamatan+dengan+korban+meninggal+kecelakaan+paling+sedikit",
    "/dataset/?q=korban+meninggal+kecelakaan+gerokgak",
    "/profil/51.08.01",
    "/command-center/ringkasan/data",
    "/satudata/selisih/",
    "/catalog.ttl?full=1",
    "/data.json",
]


def test_no_page_holds_a_hidden_count(publish, app, monkeypatch):
    """With a threshold of 1000 the small counts have figures of their own: no page and no file has one of them."""
    whole = standards.load
    sensitive = dataclasses.replace(whole("kecelakaan"), ambang=1000)
    monkeypatch.setattr(standards, "load", lambda name: sensitive if name == "kecelakaan" else whole(name))
    deaths = {region: [1000 + 7 * place, 517 + 16 * place] for place, region in enumerate(REGIONS)}
    rows = [
        [region, KECAMATAN[region], 2025, index + 1, 4000, number, 5000, 6000]
        for region, months in deaths.items()
        for index, number in enumerate(months)
    ]
    dataset, resource = publish("kecelakaan", [ACCIDENTS_HEADER, *rows])
    load.load(resource["id"])
    release = act("satudata_release_list", id=dataset["id"])[0]
    hidden = {str(number) for _first, number in deaths.values()}
    names = {"dataset": dataset["name"], "resource": resource["id"], "release": release["id"]}
    for page in PAGES:
        address = page.format(**names)
        answer = app.get(address, follow_redirects=True)
        assert answer.status_code == 200, address
        numbers = set(re.findall(r"(?<![\w.-])\d+(?![\w-])", answer.get_data(as_text=True)))
        assert not hidden & numbers, address
