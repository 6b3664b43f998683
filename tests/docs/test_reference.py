"""Every action, option and command has its line in docs/rujukan.md, which cannot drift from the code."""

import importlib.util

from serving import ROOT


def test_the_reference_is_complete():
    """The page is what docs/reference.py writes; a name without a line of its own fails here."""
    spec = importlib.util.spec_from_file_location("reference", ROOT / "docs/reference.py")
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    assert len(reference.actions()) > 50
    assert reference.page() == (ROOT / "docs/rujukan.md").read_text(encoding="utf-8")
