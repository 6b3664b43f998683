"""Each access method against recorded real answers, and against the ways in which sources break."""

import pytest
from ckanext.satudata.exceptions import (
    BrokenAgency,
)
from ckanext.satudata.harvest import readers


def test_every_method_declares_its_words():
    """Each module offers OPTIONS, READ and a Reader; names of methods are known to the error."""
    for name in readers.UNITS.names:
        module = readers.load(name)
        assert isinstance(module.OPTIONS, dict)
        assert "properties" in module.READ
        assert issubclass(module.Reader, readers.BaseReader)
    with pytest.raises(BrokenAgency, match="json_rest"):
        readers.load("surat-merpati")
