"""How a text that is being typed may go on."""

import pytest
from ckan.plugins import toolkit as tk

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("held", "with_request_context")]


def suggest(text):
    """Return the suggestions as programs get them."""
    return tk.get_action("satudata_suggestion_list")({}, {"q": text})


@pytest.mark.parametrize(
    ("text", "kind", "label", "opened"),
    [
        ("pendud", "measure", "Penduduk", ""),
        ("berapa pendud", "measure", "Penduduk", ""),
        ("ger", "kecamatan", "Kecamatan Gerokgak", "/profil/51.08.01"),
        ("kecamatan ger", "kecamatan", "Kecamatan Gerokgak", "/profil/51.08.01"),
        ("bulele", "kabupaten", "Kabupaten Buleleng", "/profil/51.08"),
        ("51.08.01", "kecamatan", "Kecamatan Gerokgak", "/profil/51.08.01"),
        ("dinkes", "office", "Dinas Kesehatan", "/organization/dinkes"),
        ("kependudukan dan", "office", "Dinas Kependudukan dan Pencatatan Sipil", "/organization/disdukcapil"),
        ("penduduk ger", "kecamatan", "penduduk Kecamatan Gerokgak", ""),
        ("Gerokgak  stunt", "measure", "Gerokgak Stunting", ""),
    ],
)
def test_a_beginning_is_completed(text, kind, label, opened):
    """The last words are completed; after other words nothing is opened, the whole is searched for."""
    suggestion = suggest(text)[0]
    assert (suggestion["kind"], suggestion["label"], suggestion["address"]) == (kind, label, opened)


@pytest.mark.parametrize("text", ["", " ", "g", "?!", "xyzzy", "a" * 5000])
def test_nothing_is_suggested_for_nothing(text):
    assert suggest(text) == []


def test_what_is_suggested_as_a_figure_is_answered():
    """A suggestion must not lead to "no figure answers this"."""
    texts = {
        one["text"]
        for letter in "abdefghijklmnoprstuw"
        for vowel in "aeiou"
        for one in suggest(letter + vowel)
        if one["kind"] == "measure"
    }
    answers = {text: tk.get_action("satudata_answer_show")({}, {"q": text}) for text in texts}
    assert len(texts) > 5
    assert {text: answer["message"] for text, answer in answers.items() if answer["kind"] == "none"} == {}


def test_at_most_eight():
    assert 0 < len(suggest("pe")) <= 8
