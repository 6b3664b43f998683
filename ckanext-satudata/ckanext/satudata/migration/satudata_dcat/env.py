"""Runs the migrations of the plugin `satudata_dcat`; `ckan db upgrade` calls it."""

from ckanext.satudata import migrations

migrations.run("satudata_dcat")
