"""The actions by which datasets and organizations are written; patches and changes of resources come through them."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.gate.steps import Kind, Write


@tk.chained_action
def package_create(original: Any, context: Any, data_dict: dict[str, Any]) -> Any:
    """Create a dataset or another record that every room lets through."""
    return Write(Kind.PACKAGE, context, data_dict, is_new=True).run(original)


@tk.chained_action
def package_update(original: Any, context: Any, data_dict: dict[str, Any]) -> Any:
    """Update one."""
    return Write(Kind.PACKAGE, context, data_dict, is_new=False).run(original)


@tk.chained_action
def organization_create(original: Any, context: Any, data_dict: dict[str, Any]) -> Any:
    """Create an organization that every room lets through."""
    return Write(Kind.ORGANIZATION, context, data_dict, is_new=True).run(original)


@tk.chained_action
def organization_update(original: Any, context: Any, data_dict: dict[str, Any]) -> Any:
    """Update one."""
    return Write(Kind.ORGANIZATION, context, data_dict, is_new=False).run(original)


def every_action() -> dict[str, Any]:
    """Return this module's actions by name."""
    return {
        action.__name__: action
        for action in (package_create, package_update, organization_create, organization_update)
    }
