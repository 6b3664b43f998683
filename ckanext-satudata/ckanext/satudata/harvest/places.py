"""What stands for the names in braces in an agency's file, and which addresses are this portal's own."""

from __future__ import annotations

from ckanext.satudata import config
from ckanext.satudata.metadata import codelists


def place_names() -> dict[str, str]:
    """Return the values of `{contoh}` (the sources of the demonstration), `{wilayah}` and the like."""
    code = config.wilayah()
    return {
        "contoh": config.harvest_demo_url(),
        "berkas_contoh": config.harvest_demo_folder(),
        "portal": config.site_url().rstrip("/"),
        "wilayah": code,
        "wilayah_bps": code.replace(".", ""),
        "nama_wilayah": codelists.load("wilayah").codes[code].name,
    }


def portal_addresses() -> set[str]:
    """Return the addresses below which this portal's datasets are known: that of its pages, and that of its feed."""
    return {address.rstrip("/") for address in (config.site_url(), config.feed_base()) if address}
