"""Records of ISO 19115 as map servers fill them in: conditions in sentences, links to pages, several licences."""

import pytest
from ckanext.satudata.harvest import iso
from lxml import etree

SPACES = """xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco"
 xmlns:gmx="http://www.isotc211.org/2005/gmx" xmlns:xlink="http://www.w3.org/1999/xlink\""""
CONDITIONS = (
    "<gmd:resourceConstraints><gmd:MD_LegalConstraints>{0}</gmd:MD_LegalConstraints></gmd:resourceConstraints>"
)
TEXT = "<gmd:otherConstraints><gco:CharacterString>{0}</gco:CharacterString></gmd:otherConstraints>"
LINK = (
    "<gmd:distributionInfo><gmd:MD_Distribution><gmd:transferOptions><gmd:MD_DigitalTransferOptions><gmd:onLine>"
    "<gmd:CI_OnlineResource><gmd:linkage><gmd:URL>{0}</gmd:URL></gmd:linkage></gmd:CI_OnlineResource></gmd:onLine>"
    "</gmd:MD_DigitalTransferOptions></gmd:transferOptions></gmd:MD_Distribution></gmd:distributionInfo>"
)


def record(*conditions, link=""):
    """Return what is read of a record with these conditions of use and a link."""
    within = CONDITIONS.format("".join(map(TEXT.format, conditions)))
    data = f"<gmd:MD_DataIdentification>{within}</gmd:MD_DataIdentification>"
    text = f"<gmd:MD_Metadata {SPACES}><gmd:identificationInfo>{data}</gmd:identificationInfo>{link}</gmd:MD_Metadata>"
    return iso.record(etree.fromstring(text))


@pytest.mark.parametrize(
    ("conditions", "licence"),
    [
        (
            ["no conditions apply", "https://creativecommons.org/licenses/by-sa/4.0/"],
            "https://creativecommons.org/licenses/by-sa/4.0/",
        ),
        (["Data ini dilisensikan dengan CC BY 4.0"], "Data ini dilisensikan dengan CC BY 4.0"),
        (["Lisensi Pemerintah X"], "Lisensi Pemerintah X"),
        (
            ["CC BY 4.0", "https://opendatacommons.org/licenses/odbl/1-0/"],
            ["CC BY 4.0", "https://opendatacommons.org/licenses/odbl/1-0/"],
        ),
        (["Untuk kalangan sendiri"], ""),
    ],
)
def test_a_licence_among_the_conditions(conditions, licence):
    """What is one counts before what sounds like one; of two none is passed over."""
    assert record(*conditions)["license"] == licence


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("http://contoh.go.id", "HTML"),
        ("http://contoh.go.id/data.php?id=1", "HTML"),
        ("http://contoh.go.id/peta.zip?x=1.2", "ZIP"),
        ("http://contoh.go.id/ows?service=WFS", "WFS"),
    ],
)
def test_a_host_and_a_page_are_no_formats(address, form):
    """Neither .id nor .php is what people can download."""
    [link] = record(link=LINK.format(address))["resources"]
    assert link["format"] == form
