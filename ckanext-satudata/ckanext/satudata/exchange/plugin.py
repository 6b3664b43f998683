"""Wires the exchange with BPS and SIPD."""

from __future__ import annotations

from ckan import plugins as p


class ExchangePlugin(p.SingletonPlugin):
    """Gives metadata and figures in the forms of other systems, and takes them in."""
