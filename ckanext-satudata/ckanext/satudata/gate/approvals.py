"""By whose decision data are public. Outlets that speak of a check or an approval ask here, and else say nothing."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from ckan import plugins as p


@dataclass(frozen=True)
class Approval:
    """That an office decided, at a moment (UTC), that a dataset be public as it is.

    `is_checked` where a person of the office decided about these very files; not where its leave let them through.
    """

    office: str
    moment: datetime.datetime
    is_checked: bool
    # the pembina that has signed Data Prioritas, "" where none did
    pembina: str = ""


@dataclass(frozen=True)
class Revision:
    """That the public files of a dataset were replaced by others, at a moment (UTC), and why, in words."""

    moment: datetime.datetime
    reason: str


class IApprovals(p.Interface):
    """Implemented by a plugin that records such decisions."""

    def get_approvals(self, package_ids: Sequence[str]) -> dict[str, Approval]:  # noqa: ARG002 - who implements it reads it
        """Return the decisions by which datasets are public, by their ids; nothing of those without one."""
        return {}

    def get_revisions(self, package_ids: Sequence[str]) -> dict[str, Revision]:  # noqa: ARG002 - as above
        """Return by what public figures of datasets were replaced the last time, by their ids."""
        return {}

    def get_replacements(self, package_ids: Sequence[str]) -> dict[str, list[Revision]]:  # noqa: ARG002 - as above
        """Return each replacement of files, by the ids of datasets, the oldest first; `reason` "" where none is."""
        return {}


def replacements(package_ids: Sequence[str]) -> dict[str, list[Revision]]:
    """Return each replacement of public files that is on record: {id of the dataset: [revision]}, oldest first."""
    recorded: dict[str, list[Revision]] = {}
    for plugin in p.PluginImplementations(IApprovals):
        recorded |= plugin.get_replacements(package_ids)
    return recorded


def revisions(package_ids: Sequence[str]) -> dict[str, Revision]:
    """Return what is recorded of replaced figures: {id: revision}; nothing of those that stand as first released."""
    recorded: dict[str, Revision] = {}
    for plugin in p.PluginImplementations(IApprovals):
        recorded |= plugin.get_revisions(package_ids)
    return recorded


def approvals(package_ids: Sequence[str]) -> dict[str, Approval]:
    """Return what is recorded of datasets: {id: approval}; where nothing is, nothing may be said."""
    recorded: dict[str, Approval] = {}
    for plugin in p.PluginImplementations(IApprovals):
        recorded |= plugin.get_approvals(package_ids)
    return recorded
