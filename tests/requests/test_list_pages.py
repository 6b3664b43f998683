"""A list of cases goes from page to page, and keeps what it was narrowed to."""

import re

import pytest
from ckanext.satudata import cases
from factories_satudata import act

PAGE = "/satudata/permintaan"
REQUEST = {
    "title": "Jumlah nelayan menurut desa",
    "wanted": "Jumlah nelayan menurut desa dan jenis kelamin.",
    "purpose": "Skripsi tentang pesisir.",
    "name": "Wayan Pemohon Uji",
}
pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]


def test_each_page_has_its_cases_and_links_to_the_others(app, monkeypatch):
    """Every case stands on one page; the links keep the filter; one page alone has no links."""
    requests = ({**REQUEST, "email": f"warga{number}@warga.example"} for number in range(3))
    numbers = {act("satudata_data_request_create", **request)["number"] for request in requests}
    assert 'class="pagination"' not in app.get(f"{PAGE}/").body
    monkeypatch.setattr(cases, "PAGE", 2)
    pages = [app.get(f"{PAGE}/?state=received&page={page}").body for page in (1, 2)]
    shown = [set(re.findall(rf'href="{PAGE}/(\d{{4}}-\d+)"', page)) for page in pages]
    assert [len(part) for part in shown] == [2, 1]
    assert shown[0] | shown[1] == numbers
    links = re.findall(rf'href="({PAGE}/\?[^"]*page=\d[^"]*)"', pages[0])
    assert len(links) == 2
    assert all("state=received" in link for link in links)
    assert 'aria-current="page"' in pages[1]
