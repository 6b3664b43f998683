"""`ckan satudata validate`; it needs no database."""

from __future__ import annotations

from ckanext.satudata.cli import satudata
from ckanext.satudata.validation.command import validate

satudata.add_command(validate)
