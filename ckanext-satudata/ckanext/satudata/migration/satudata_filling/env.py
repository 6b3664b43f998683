"""Runs the migrations of the filling; CKAN calls it by `ckan db upgrade`."""

from pathlib import Path

from ckanext.satudata import migrations

migrations.run(Path(__file__).parent.name)
