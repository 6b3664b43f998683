"""Runs of a played source."""

from ckan.tests import helpers

NONE = {"added": 0, "updated": 0, "unchanged": 0, "deleted": 0, "failed": 0, "quarantined": 0}


def search_result(query="*:*", **data):
    """Return what the search finds."""
    return helpers.call_action("package_search", q=query, rows=1000, **data)
