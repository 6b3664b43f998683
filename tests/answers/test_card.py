"""The card with an answer, as pages without CKAN's scripts show it."""

import pytest

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]


def test_card_tells_why_there_is_no_figure(app):
    """A question that nothing answers gets a sentence, not an empty card."""
    card = app.get("/satudata/jawaban/kartu?q=berapa+gajah+terbang")
    assert card.status_code == 200
    assert "satudata-answer-none" in card.body
    assert "<html" not in card.body


def test_card_shows_what_was_typed_as_text(app):
    """The wall puts the card into its page: what somebody typed is no HTML there."""
    card = app.get("/satudata/jawaban/kartu", query_string={"q": "penduduk <img src=x onerror=alert(1)> gerokgk"})
    assert "<img" not in card.body
