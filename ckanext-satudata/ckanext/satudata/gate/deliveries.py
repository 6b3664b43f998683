"""What offices have handed over, when, how often it went back, and when it was released: for those who judge that."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from ckan import plugins as p


@dataclass(frozen=True)
class Delivery:
    """One thing that was handed over; moments in UTC.

    `first_sent` is when it came first, `sent` when the version came that was released, or that is the newest;
    `released` None where it is not public yet. `returns` counts how often it went back to the office; `has_files` says
    whether it is about files, `is_checked` whether somebody had to look at it before it was public.
    """

    first_sent: datetime.datetime
    sent: datetime.datetime
    released: datetime.datetime | None
    returns: int
    has_files: bool
    is_checked: bool


class IDeliveries(p.Interface):
    """Implemented by a plugin that records such deliveries."""

    def get_deliveries(self, package_ids: Sequence[str]) -> dict[str, list[Delivery]]:  # noqa: ARG002 - who implements it reads it
        """Return what was handed over of datasets, by their ids, the oldest first."""
        return {}


def deliveries(package_ids: Sequence[str]) -> dict[str, list[Delivery]]:
    """Return what is recorded of datasets: {id: deliveries, the oldest first}."""
    recorded: dict[str, list[Delivery]] = {}
    for plugin in p.PluginImplementations(IDeliveries):
        recorded |= plugin.get_deliveries(package_ids)
    return recorded
