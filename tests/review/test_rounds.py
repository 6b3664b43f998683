"""Returns with several reasons, each at its place; the office answers each; the rounds are counted."""

import pytest
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckanext.satudata.review import rounds
from review.conftest import NEW

pytestmark = [
    pytest.mark.services,
    pytest.mark.ckan_config("ckanext.satudata.review", "required"),
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]
FIGURE = {"code": "angka", "column": "jumlah", "cell": "C2", "text": "Gerokgak naik delapan kali lipat; periksa lagi."}
WORDS = {"code": "metadata", "field": "definisi", "text": "Sebutkan dasar hukum definisi ini."}
ANSWERS = ["Benar menurut berita acara nomor 12.", "Dasar hukumnya sudah ditulis."]


def give_back(office, package_id, *reasons):
    """Have the walidata return what waits."""
    row = office.waiting(package_id)
    data = {"id": row["id"], "version": row["version"], "reasons": list(reasons)}
    office.do(office.walidata, "satudata_submission_return", **data)
    return row["id"]


@pytest.fixture
def returned(office):
    """Return the ids of a dataset and of its submission that was returned for two reasons."""
    package_id = office.public()
    office.replace(package_id)
    return package_id, give_back(office, package_id, FIGURE, WORDS)


def test_each_reason_is_answered(office, returned):
    """Nothing was to be mended: with an answer to each it is sent again, and the walidata reads them beside."""
    package_id, submission_id = returned
    shown = office.do(office.officer, "satudata_submission_show", id=submission_id)
    places = [reason["place"] for reason in shown["returned"]["reasons"]]
    assert places[0] == "column jumlah, cell C2"
    assert "definisi" in places[1].lower()
    with pytest.raises(tk.ValidationError):
        office.do(office.officer, "satudata_submission_answer", id=submission_id, answers=[ANSWERS[0], ""], send=True)
    office.do(office.officer, "satudata_submission_answer", id=submission_id, answers=[ANSWERS[0], ""])
    assert office.waiting(package_id)["state"] == "returned"
    office.do(office.officer, "satudata_submission_answer", id=submission_id, answers=ANSWERS, send=True)
    again = office.waiting(package_id)
    assert (again["state"], again["version"], again["returns"]) == ("waiting", 2, 1)
    shown = office.do(office.walidata, "satudata_submission_show", id=submission_id)
    assert shown["returned"] is None
    assert [reason["answer"] for reason in shown["answered"]["reasons"]] == ANSWERS
    assert shown["answered"]["reasons"][0]["text"] == FIGURE["text"]


def test_rounds_are_counted(office, returned):
    """A second return counts, and its reasons are those that are answered now; the first ones stay in the history."""
    package_id, submission_id = returned
    office.do(office.officer, "satudata_submission_answer", id=submission_id, answers=ANSWERS, send=True)
    give_back(office, package_id, WORDS)
    shown = office.do(office.officer, "satudata_submission_show", id=submission_id)
    assert shown["returns"] == 2
    assert [reason["answer"] for reason in shown["returned"]["reasons"]] == [""]
    history = [event for event in shown["history"] if event["what"] == "returned"]
    assert [len(event["reasons"]) for event in history] == [1, 2]
    with pytest.raises(tk.ValidationError):
        office.do(office.officer, "satudata_submission_answer", id=submission_id, answers=ANSWERS, send=True)


def test_a_mended_file_keeps_the_answers(office, returned):
    """What was answered before the file came stands beside the new version."""
    package_id, submission_id = returned
    office.do(office.officer, "satudata_submission_answer", id=submission_id, answers=["", ANSWERS[1]])
    office.replace(package_id, NEW.replace(b"999", b"121"))
    shown = office.do(office.walidata, "satudata_submission_show", id=submission_id)
    assert shown["state"] == "waiting"
    assert [reason["answer"] for reason in shown["answered"]["reasons"]] == ["", ANSWERS[1]]


def test_a_reason_wants_its_words(office):
    """Each of several; where one is wrong, nothing is returned."""
    package_id = office.public()
    office.replace(package_id)
    for bad in ({**WORDS, "text": "salah"}, {**WORDS, "code": "lupa"}, {"text": WORDS["text"]}):
        with pytest.raises(tk.ValidationError):
            give_back(office, package_id, FIGURE, bad)
    assert office.waiting(package_id)["state"] == "waiting"


def test_who_reads_the_reasons_where(office, returned, app):
    """The officer above the form, at the field, and on the report of the file; nobody else."""
    package_id, submission_id = returned
    officer, stranger, walidata = (
        {"Authorization": factories.APIToken(user=user)["token"]}
        for user in (office.officer, office.stranger, office.walidata)
    )
    form = app.get(f"/dataset/edit/{package_id}", headers=officer).get_data(as_text=True)
    assert form.count(WORDS["text"]) == 2
    assert 'href="#field-definisi"' in form
    shown = office.do(office.officer, "satudata_submission_show", id=submission_id)
    report = app.get(f"/satudata/laporan/{shown['tables'][0]['report']}", headers=officer)
    assert FIGURE["text"] in report.get_data(as_text=True)
    page = app.get(f"/satudata/tinjauan/{submission_id}", headers=officer).get_data(as_text=True)
    assert page.count('name="answers"') == 2
    assert 'name="answers"' not in app.get(f"/satudata/tinjauan/{submission_id}", headers=walidata).get_data(
        as_text=True
    )
    assert app.get(f"/satudata/tinjauan/{submission_id}", headers=stranger).status_code == 404
    assert rounds.find_open_reasons(package_id)[0]["cell"] == "C2"


def test_a_form_with_several_reasons(office, app):
    """Each fieldset is one reason; the place is a field or a column of a table."""
    package_id = office.public()
    office.replace(package_id)
    row = office.waiting(package_id)
    table = office.do(office.walidata, "satudata_submission_show", id=row["id"])["tables"][0]["id"]
    data = {
        "version": row["version"],
        "code": ["angka", "metadata"],
        "place": [f"column:{table}:jumlah", "field:definisi"],
        "cell": ["C2", ""],
        "text": [FIGURE["text"], WORDS["text"]],
    }
    headers = {"Authorization": factories.APIToken(user=office.walidata)["token"]}
    address = f"/satudata/tinjauan/{row['id']}/kembalikan"
    wrong = app.post(address, data={**data, "text": ["pendek", WORDS["text"]]}, headers=headers)
    assert wrong.status_code == 400
    # what was written is not lost
    assert WORDS["text"] in wrong.get_data(as_text=True)
    app.post(address, data=data, headers=headers)
    reasons = office.do(office.officer, "satudata_submission_show", id=row["id"])["returned"]["reasons"]
    assert [(reason["table"], reason["column"], reason["field"]) for reason in reasons] == [
        (table, "jumlah", ""),
        ("", "", "definisi"),
    ]


def test_the_whole_table_and_what_is_next(office, app):
    """Pages of the table as it would be; previous and next within the filters of the address."""
    packages = [office.public(name=name, title=name) for name in ("satu", "dua", "tiga")]
    for package_id in packages:
        office.replace(package_id)
    first, middle, last = (office.waiting(package_id) for package_id in packages)
    headers = {"Authorization": factories.APIToken(user=office.walidata)["token"]}
    page = app.get(f"/satudata/tinjauan/{middle['id']}?state=waiting", headers=headers).get_data(as_text=True)
    assert f'data-desk="previous" href="/satudata/tinjauan/{first["id"]}?state=waiting"' in page
    assert f'data-desk="next" href="/satudata/tinjauan/{last["id"]}?state=waiting"' in page
    resource = office.do(office.officer, "satudata_submission_show", id=middle["id"])["tables"][0]["id"]
    table = app.get(f"/satudata/tinjauan/{middle['id']}/tabel/{resource}", headers=headers).get_data(as_text=True)
    assert "<td>999</td>" in table
    assert '<th scope="row">4</th>' in table
    elsewhere = app.get(f"/satudata/tinjauan/{middle['id']}/tabel/lain", headers=headers)
    assert elsewhere.status_code == 404
