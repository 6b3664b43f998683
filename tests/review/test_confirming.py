"""The four principles are confirmed by a person once for a series; without that nothing of it is released."""

import pytest
from ckan.plugins import toolkit as tk
from ckanext.satudata.gate.principles import PRINCIPLES
from ckanext.satudata.review import bulk
from review.conftest import NEW

pytestmark = [
    pytest.mark.services,
    pytest.mark.ckan_config("ckanext.satudata.review", "required"),
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]


def release(office, submission, **data):
    """Release a submission as the walidata, with what is given and no more."""
    names = {"id": submission["id"], "version": submission["version"]}
    return office.do(office.walidata, "satudata_submission_release", **names, **data)


@pytest.mark.parametrize("principles", [None, [], list(PRINCIPLES)[:3]])
def test_the_first_release_wants_all_four(office, principles):
    """Without one of them nobody sees the dataset, and the message names what is missing."""
    package_id = office.draft()
    submission = office.send(package_id)
    more = {} if principles is None else {"principles": principles}
    with pytest.raises(tk.ValidationError) as error:
        release(office, submission, **more)
    assert list(PRINCIPLES.values())[-1] in " ".join(error.value.error_dict["principles"])
    with pytest.raises((tk.NotAuthorized, tk.ObjectNotFound)):
        office.do("", "package_show", id=package_id)


def test_a_further_edition_is_figures_only(office):
    """Who confirmed it, and when, is shown; the next edition is released without a word on principles."""
    package_id = office.public()
    office.replace(package_id)
    submission = office.waiting(package_id)
    shown = office.do(office.walidata, "satudata_submission_show", id=submission["id"])
    assert shown["confirmed"]
    release(office, submission, reason="koreksi")
    assert office.content(package_id) == NEW


def test_what_is_no_principle_is_refused(office):
    """A word that names none is told, and nothing is released."""
    package_id = office.draft()
    submission = office.send(package_id)
    with pytest.raises(tk.ValidationError, match="standar_data"):
        release(office, submission, principles=["semua"])
    assert office.waiting(package_id) is not None


def test_a_release_of_many_leaves_out_what_nobody_confirmed(office):
    """A first edition in a bulk stays, and the bulk says so."""
    package_id = office.draft(title="Pertama")
    submission = office.send(package_id)
    items = [{"id": submission["id"], "version": submission["version"]}]
    number = office.do(office.walidata, "satudata_bulk_release", items=items)["id"]
    bulk.run(number)
    [item] = office.do(office.walidata, "satudata_bulk_show", id=number)["items"]
    assert "prinsip" in item["text"]
    assert office.waiting(package_id) is not None
