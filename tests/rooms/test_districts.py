"""What every district is shown names none: names of the demonstration stand in its own files alone."""

import re

import pytest
from serving import ROOT

NAMES = re.compile(r"buleleng|singaraja|seririt|gerokgak|lovina|ruas contoh|simpang contoh", re.IGNORECASE)
PACKAGE = ROOT / "ckanext-satudata/ckanext/satudata"
# a column of regions shows one of the portal's own district instead (standards/template.py)
LOCALIZED = {"schemas/fields.yaml"}


def shown():
    """Yield the files that pages are made of."""
    yield from (path for path in (ROOT / "schemas").rglob("*.yaml"))
    yield from (ROOT / "config/command_center").glob("*.yaml")
    for ending in ("html", "js"):
        yield from (path for path in PACKAGE.rglob(f"*.{ending}") if "vendor" not in path.parts)
    yield from (PACKAGE / "harvest/readers").glob("*.py")


@pytest.mark.parametrize("path", [path for path in shown() if path.is_file()], ids=lambda path: path.name)
def test_no_page_names_the_demonstration_district(path):
    """No schema, screen, template or script has a name of Buleleng, but for tiles that are the demonstration's."""
    if str(path.relative_to(ROOT)) in LOCALIZED:
        return
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if NAMES.search(line) and "contoh: true" not in line] == []
