"""Wires the feed; the profile itself is found through its entry point."""

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.dcat import actions


@tk.blanket.actions({"dcat_catalog_show": actions.dcat_catalog_show})
class DcatPlugin(p.SingletonPlugin):
    """Offers the catalogue to the national portal."""
