"""No outlet shows a figure, or a word, that nobody released or that was withdrawn; what is released they show."""

import pytest
from ckan import model
from ckanext.satudata.assistants import tools
from review import outlets

pytestmark = [
    pytest.mark.services,
    pytest.mark.ckan_config("ckanext.satudata.review", "required"),
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]
# figures and words of the first edition, of the one that waits, and of one more
FIRST, SECOND = ("70011", "kata pertama"), ("70022", "kata kedua")


def has(text, mark):
    """Tell whether a text has a figure or a word."""
    return outlets.shows(text, mark) if mark.isdigit() else mark in text


def leaks(app, name, resource_id, marks):
    """Return the outlets that show one of the marks: [(outlet, mark)]."""
    with app.flask_app.test_request_context():
        texts = {**outlets.shown(app, name, resource_id), **outlets.spoken()}
    return [(outlet, mark) for outlet, text in texts.items() for mark in marks if has(text, mark)]


def send(office, package_id, marks):
    """Have the officer hand over a table with such a figure, and such words."""
    figure, words = marks
    office.replace(package_id, outlets.table(figure), standar=outlets.STANDARD)
    office.do(office.officer, "package_patch", id=package_id, notes=f"Uraian {words}.")


def test_every_outlet_in_every_state(office, app):
    """From the first draft to a restricted dataset, each outlet is looked at by somebody who is not logged in."""
    package_id = office.draft(title="Jumlah Penduduk Menurut Kecamatan", name=outlets.NAME)
    send(office, package_id, FIRST)
    resource_id = office.do(office.officer, "package_show", id=package_id)["resources"][0]["id"]

    def looked(*marks):
        outlets.take_in()
        return leaks(app, outlets.NAME, resource_id, marks)

    assert looked(*FIRST) == []
    office.release(office.send(package_id))
    telling = {outlet for outlet, mark in looked(FIRST[0])}
    # what is released is there to be found: an outlet that never says anything would prove nothing
    assert {"observations", "answer", "mcp figures_of_measure", "mcp answer_question"} <= telling
    assert {path for path in telling if "unduh." in path or "sdmx" in path or "datastore_search" in path}
    assert {
        outlets.CHART,
        f"{outlets.CHART}/tabel.csv",
        outlets.TABLE_PAGE.format(outlets.NAME, resource_id),
    } <= telling
    send(office, package_id, SECOND)
    assert looked(*SECOND) == []
    office.release(office.waiting(package_id))
    assert "observations" in {outlet for outlet, mark in looked(SECOND[0])}
    # the old edition has its address, and nothing else tells its figure
    assert {outlet for outlet, mark in looked(FIRST[0])} <= {"past"}
    office.do(office.walidata, "satudata_dataset_withdraw", id=package_id, reason="Ditarik untuk diperiksa lagi.")
    assert looked(*FIRST, *SECOND) == []
    office.do(office.walidata, "satudata_dataset_restore", id=package_id)
    assert "observations" in {outlet for outlet, mark in looked(SECOND[0])}
    office.do(office.officer, "package_patch", id=package_id, private=True)
    model.Session.remove()
    assert looked(*FIRST, *SECOND) == []


def test_each_tool_of_assistants_reads_what_the_public_reads():
    """A tool that is new is looked at here, too, or says nothing of figures and datasets."""
    assert set(tools.UNITS) == outlets.TOOLS.keys() | outlets.SILENT
