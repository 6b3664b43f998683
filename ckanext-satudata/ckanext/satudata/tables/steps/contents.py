"""A file of another format than its name is read by its content."""

from __future__ import annotations

from ckanext.satudata.exceptions import N_
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.step import Sentence, Step
from ckanext.satudata.tables.steps import FILE, options

ORDER, STAGE = 10, FILE
FORMATS = ("html", "csv", "xlsx", "xls", "ods")
SCHEMA = options({"format": {"enum": list(FORMATS)}})
EXAMPLE = Example(["nama,n", "Sawan,1", "Seririt,2"], name="contoh.xls")


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    texts = {
        "html": N_("The file is a web page, whatever its name says; its largest table was read"),
        "csv": N_("The file is no Excel workbook but a text table, and was read as one"),
        "xlsx": N_("The file holds a workbook in the format XLSX, and was read as one"),
        "xls": N_("The file holds a workbook in the format XLS, and was read as one"),
        "ods": N_("The file holds a workbook in the format ODS, and was read as one"),
    }
    return Sentence(texts[step.options["format"]])
