"""Who asks, and what names a person, is shown to nobody else."""

import pytest
from ckan.plugins import toolkit as tk
from ckanext.satudata.requests import guard
from data_requests import PAGE, REQUEST, SECRET, as_user, ask

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]


def test_who_asks_is_told_to_nobody_else(app, offices):
    """Neither in the API of others, nor on public pages, in the feed, in the search or in mails to offices."""
    _office, walidata, headers = offices["walidata"]
    dinas, clerk, clerk_headers = offices["dinas"]
    made = ask()
    number = made["number"]
    as_user(walidata, "assign", number=number, organization=dinas["name"])
    as_user(clerk, "answer", number=number, text="Data ini belum terkumpul menurut desa.")
    stranger = offices["lain"][2]
    public = [
        f"{PAGE}/",
        f"{PAGE}/{number}",
        f"/organization/{dinas['name']}",
        "/data.json",
        "/catalog.ttl",
        "/dataset/",
    ]
    api = [f"satudata_data_request_show?number={number}", "satudata_data_request_list", "package_search?q=nelayan"]
    for address in [*public, *(f"/api/3/action/{action}" for action in api)]:
        for asker in ({}, stranger):
            body = app.get(address, headers=asker).body
            assert not [word for word in SECRET if word in body], address
    assert REQUEST["title"] in app.get(f"{PAGE}/").body
    assert REQUEST["wanted"] in app.get(f"{PAGE}/{number}").body
    for allowed in (headers, clerk_headers):
        answer = app.get(f"{PAGE}/{number}", headers=allowed)
        assert all(word in answer.body for word in SECRET)
        assert answer.headers["Cache-Control"] == "private, no-store"
    assert not any(word in str(as_user(clerk, "list")) for word in SECRET)


def test_the_private_link(app, offices):
    """Whoever asked sees everything there, without an account; a wrong one leads nowhere, and nobody is told it."""
    made = ask()
    path = made["url"].partition(tk.config["ckan.site_url"])[2]
    answer = app.get(path)
    assert all(word in answer.body for word in SECRET)
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    app.get(f"{PAGE}/lacak/tidak-ada", status=404)
    token = path.rsplit("/", 1)[-1]
    assert len(token) >= 32
    assert token not in str(as_user(offices["walidata"][1], "show", number=made["number"]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Data atas NIK 5108014107900001 milik warga.", True),
        ("Kirim ke putu.adi88@gmail.com saja.", True),
        ("Hubungi saya di 081234567890 bila ada.", True),
        ("Nama saya wayan pemohon uji, warga Sawan.", True),
        ("Jumlah penduduk menurut desa, 2020 sampai 2025.", False),
        ("Realisasi belanja 1.250.000.000 rupiah menurut OPD.", False),
    ],
)
def test_what_names_a_person_is_caught_in_sentences(text, expected):
    """Numbers and addresses of persons, and the asker himself; figures and years are none."""
    assert bool(guard.findings(text, REQUEST["name"], REQUEST["email"])) == expected


def test_words_with_personal_data_do_not_become_public(app, offices):
    """They are public neither before the walidata looks nor by assigning; only mended, or with a written reason."""
    _office, walidata, _headers = offices["walidata"]
    nik = "5108014107900001"
    number = ask(wanted=f"Data bantuan untuk NIK {nik} dan warga lain di desa saya.")["number"]
    as_user(walidata, "assign", number=number, organization=offices["dinas"][0]["id"])
    shown = as_user("", "show", number=number)
    assert (shown["shown"], shown["title"], shown["wanted"], shown["period"]) == (False, "", "", "")
    body = app.get(f"{PAGE}/{number}").body
    assert nik not in body
    assert REQUEST["title"] not in body
    assert nik not in str(as_user(walidata, "show", number=number)["findings"])
    bad = {"number": number, "title": REQUEST["title"], "wanted": f"Data bantuan untuk NIK {nik}."}
    with pytest.raises(tk.ValidationError, match="wanted"):
        as_user(walidata, "publish", **bad)
    as_user(walidata, "publish", **{**bad, "wanted": "Data bantuan menurut desa."})
    assert as_user("", "show", number=number)["wanted"] == "Data bantuan menurut desa."
    as_user(walidata, "publish", **bad, reason="Nomor ini nomor contoh dari formulir.")
    assert as_user("", "show", number=number)["wanted"] == bad["wanted"]
    assert as_user("", "show", number=number)["history"][0]["text"] == ""
    with pytest.raises(tk.ValidationError, match="text"):
        as_user(walidata, "answer", number=number, text=f"Penerimanya ber-NIK {nik}.")
    with pytest.raises(tk.ValidationError, match="reason"):
        as_user(walidata, "prolong", number=number, reason=f"Menunggu data NIK {nik}.")


def test_nothing_is_public_before_the_walidata_has_looked(app, offices):
    """A new request is in the list with its number; its words are not."""
    number = ask()["number"]
    body = app.get(f"{PAGE}/").body
    assert number in body
    assert REQUEST["title"] not in body
    assert REQUEST["title"] not in app.get(f"{PAGE}/{number}").body
