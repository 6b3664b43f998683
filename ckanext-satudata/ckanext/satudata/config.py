"""Every option of this package, read here and nowhere else; declared in config_declaration.yaml."""

from ckan.plugins import toolkit as tk


def wilayah() -> str:
    """Return the Kemendagri code of the district, e.g. "51.08"."""
    return tk.config["ckanext.satudata.wilayah"]


def max_file_mb() -> int:
    """Return the size in MiB above which a table is refused."""
    return tk.config["ckanext.satudata.max_file_mb"]
