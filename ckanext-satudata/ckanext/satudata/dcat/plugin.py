"""Wires the feed; the profile itself is found through its entry point."""

from ckan import plugins as p


class DcatPlugin(p.SingletonPlugin):
    """Marks the capability; `ckanext.dcat.rdf.profiles` names the profile."""
