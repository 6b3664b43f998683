"""The pages and forms of requests for data."""

import pytest
from ckan.plugins import toolkit as tk
from ckanext.satudata.requests import model
from data_requests import PAGE, REQUEST, ask

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", ""),
        ("title", "data"),
        ("title", "x" * 151),
        ("wanted", "y" * 4001),
        ("email", "bukan surel"),
        ("name", ""),
        ("purpose", "ya"),
        ("region", "35.23"),
        ("organization", "tidak-ada"),
        ("dataset", "tidak-ada"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(name, value):
    """Missing, too short, too long, or nothing that this district has."""
    with pytest.raises(tk.ValidationError) as caught:
        ask(**{name: value})
    assert list(caught.value.error_dict) == [name]


def test_the_form(app, offices, monkeypatch):
    """Without an account; what was written stays when something is wrong; programs and floods are turned away."""
    monkeypatch.setitem(tk.config, "ckanext.satudata.data_requests_per_hour", 2)
    form = app.get(f"{PAGE}/baru?dataset=nelayan").body
    assert 'value="nelayan"' in form
    wrong = app.post(f"{PAGE}/baru", data={**REQUEST, "email": "salah"}, status=400).body
    assert REQUEST["wanted"] in wrong
    assert "salah" in wrong
    assert 'id="error-email"' in wrong
    app.post(f"{PAGE}/baru", data={**REQUEST, "situs": "https://spam.example"}, status=400)
    assert model.search({}).count() == 0
    done = app.post(f"{PAGE}/baru", data={**REQUEST, "situs": ""}, follow_redirects=False)
    assert "/satudata/permintaan/lacak/" in done.headers["Location"]
    codes = [app.post(f"{PAGE}/baru", data=REQUEST, follow_redirects=False, status=None).status_code for _ in range(2)]
    # the wrong one and the program's did not count
    assert codes == [302, 400]
    assert model.search({}).count() == 2


def test_the_page_for_offices(app, offices):
    """An officer sees the badge and the forms, saves by them, and is told at the field what is wrong."""
    dinas, _clerk, headers = offices["dinas"]
    walidata = offices["walidata"][2]
    number = ask()["number"]
    app.post(f"{PAGE}/{number}/tugaskan", data={"organization": dinas["name"]}, status=403)
    assert 'class="badge">1<' in app.get("/", headers=walidata).body
    answer = app.post(
        f"{PAGE}/{number}/tugaskan", headers=walidata, data={"organization": dinas["name"]}, follow_redirects=False
    )
    assert answer.status_code == 302
    assert 'class="badge">1<' in app.get("/", headers=headers).body
    assert f"{number}/tugaskan" not in app.get(f"{PAGE}/{number}", headers=headers).body
    wrong = app.post(f"{PAGE}/{number}/jawab", headers=headers, data={"dataset": "tidak-ada"}, status=400).body
    assert 'id="error-dataset"' in wrong
    app.post(f"{PAGE}/{number}/jawab", headers=headers, data={"text": "Belum ada menurut desa."})
    assert 'class="badge">1<' not in app.get("/", headers=headers).body
    assert "Belum ada menurut desa." in app.get(f"{PAGE}/{number}").body
    app.get(f"{PAGE}/1999-00000", status=404)
