"""Each reader gets the answer in his language, outside of a request of the test, which all would share."""

import pytest
from ckanext.satudata.answers import asking


@pytest.mark.services
@pytest.mark.usefixtures("held")
def test_an_answer_is_kept_for_readers_of_one_language(app):
    """What hinders a figure is a sentence of who asked; the next one who asks may read another language."""
    asking._ask_again.cache_clear()
    address = "/satudata/jawaban/json?q=prakiraan+penduduk+2040"
    texts = {language: app.get(f"{language}{address}").json["message"] for language in ("", "/en")}
    assert texts[""] != texts["/en"]
    assert asking._ask_again.cache_info().currsize == len(texts)
