"""A licence that a source writes is that licence, in whatever way it is written, and no other one."""

import pytest
from ckanext.satudata.metadata import codelists, licenses

MEANS = {
    "http://creativecommons.org/licenses/by/4.0": "CC-BY-4.0",
    "https://creativecommons.org/licenses/by/4.0/deed.id": "CC-BY-4.0",
    "https://www.creativecommons.org/licenses/by/4.0/legalcode.id": "CC-BY-4.0",
    "https://creativecommons.org/licenses/by-sa/2.5/": "CC-BY-SA-2.5",
    "https://creativecommons.org/licenses/by/3.0/igo/": "CC-BY-3.0-IGO",
    "https://creativecommons.org/licenses/by/3.0/us/": "CC-BY-3.0",
    "http://creativecommons.org/licenses/by-nc/3.0/": "CC-BY-NC-3.0",
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0-1.0",
    "https://creativecommons.org/publicdomain/mark/1.0/": "PDM-1.0",
    "http://publications.europa.eu/resource/authority/licence/CC_BY_4_0": "CC-BY-4.0",
    "http://dcat-ap.de/def/licenses/cc-zero": "CC0-1.0",
    "http://www.opendefinition.org/licenses/odc-pddl": "PDDL-1.0",
    "https://opendatacommons.org/licenses/odbl/1.0/": "ODbL-1.0",
    "http://opendatacommons.org/licenses/by": "ODC-By-1.0",
    "CC-BY-4.0": "CC-BY-4.0",
    "cc by sa 4": "CC-BY-SA-4.0",
    "CC BY-NC-ND 4.0": "CC-BY-NC-ND-4.0",
    "Creative Commons Attribution 4.0 International (CC BY 4.0)": "CC-BY-4.0",
    "Creative Commons Atribusi-BerbagiSerupa 4.0 Internasional": "CC-BY-SA-4.0",
    "Lisensi: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)": "CC-BY-4.0",
    # CKAN's own ids, which name no version
    "cc-by": "CC-BY",
    "cc-by-sa": "CC-BY-SA",
    "cc-zero": "CC0-1.0",
    "odc-odbl": "ODbL-1.0",
    "odc-by": "ODC-By-1.0",
    "odc-pddl": "PDDL-1.0",
    "gfdl": "GFDL",
    "uk-ogl": "OGL-UK",
    "other-open": "other-open",
    "other-pd": "other-pd",
    "other-at": "other-at",
    "other-nc": "other-nc",
    "other-closed": "other-closed",
    "notspecified": "notspecified",
    "License not specified": "notspecified",
    "Public Domain": "other-pd",
    "Open Data Indonesia": "other-open",
    "Creative Commons Attribution": "CC-BY",
}


@pytest.mark.parametrize(("written", "code"), MEANS.items())
def test_a_licence_is_known_by_address_name_and_id(written, code):
    """Each of the usual ways to write a licence means the one that it means."""
    assert licenses.find(written).code == code


@pytest.mark.parametrize("written", ["", "https://data.some.org/link/to/license", "Lisensi Kabupaten", "CC BY 5.0"])
def test_an_unknown_licence_is_no_other_one(written):
    """What we do not know is never taken for a licence that is like it."""
    assert licenses.find(written) is None


def test_each_way_to_write_a_licence_means_one():
    """No address, name or id stands for two licences."""
    codes = {}
    for code in codelists.load("lisensi"):
        for text in filter(None, (code.code, code.extra["uri"], *code.extra["synonyms"].split("|"))):
            assert licenses.find(text).code == code.code, text
            assert codes.setdefault(text.casefold(), code.code) == code.code


def test_words_that_say_more_than_the_code_are_kept():
    """An adapted version is its general one, and the address that says so is not lost."""
    adapted = "https://creativecommons.org/licenses/by/3.0/us/"
    assert not licenses.is_exact(adapted, licenses.find(adapted))
    plain = "http://creativecommons.org/licenses/by/4.0/"
    assert licenses.is_exact(plain, licenses.find(plain))
