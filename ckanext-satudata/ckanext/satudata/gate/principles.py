"""What machines find of a dataset under each principle of Satu Data; rooms that judge datasets tell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ckan import plugins as p

# Perpres 39/2019, article 3
PRINCIPLES = {
    "standar_data": "Standar Data",
    "metadata": "Metadata",
    "interoperabilitas": "Interoperabilitas",
    "kode_referensi": "Kode Referensi",
}


@dataclass(frozen=True)
class Finding:
    """What is amiss under a principle, a key of PRINCIPLES, in the words of the portal's language."""

    principle: str
    text: str


class IPrinciples(p.Interface):
    """Implemented by a plugin that judges datasets by these principles."""

    def get_findings(self, dataset: Mapping[str, Any]) -> list[Finding]:  # noqa: ARG002 - who implements it reads it
        """Return what is amiss in a dataset as `package_show` would give it once it is released."""
        return []


def findings(dataset: Mapping[str, Any]) -> list[Finding]:
    """Return what all rooms find."""
    return [finding for plugin in p.PluginImplementations(IPrinciples) for finding in plugin.get_findings(dataset)]
