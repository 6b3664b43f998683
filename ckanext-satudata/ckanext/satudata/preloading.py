"""What each process of the web server reads once, read before its first visitor comes.

The code list of regions has 91 thousand rows. Commands and jobs read only what they need, when they need it.
"""

from __future__ import annotations

from ckanext.satudata import units
from ckanext.satudata.metadata import codelists
from ckanext.satudata.standards import model as standards


def preload() -> None:
    """Read every code list, with what finds its entries by name, and every Standar Data.

    Raises BrokenUnit where a folder of units holds a file that is none.
    """
    units.check_all()
    for name in codelists.names():
        codelists.load(name).lookup("")
    for name in standards.names():
        standards.load(name)
