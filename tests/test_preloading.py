"""What the web server has read before its first visitor comes."""

from ckanext.satudata.metadata import codelists
from ckanext.satudata.preloading import preload
from ckanext.satudata.standards import model as standards


def test_nothing_is_read_while_a_visitor_waits():
    """After it every code list and every standard is there already, and asking for one reads no file."""
    preload()
    assert {"_keys", "_names"} <= vars(codelists.load("wilayah")).keys()
    before = codelists.load.cache_info().misses, standards.load.cache_info().misses
    for name in codelists.names():
        codelists.load(name)
    for name in standards.names():
        standards.load(name)
    assert (codelists.load.cache_info().misses, standards.load.cache_info().misses) == before
