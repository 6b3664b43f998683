"""Every option of this package, read here and nowhere else; declared in config_declaration.yaml."""

from ckan.plugins import toolkit as tk


def wilayah() -> str:
    """Return the Kemendagri code of the district, e.g. "51.08"."""
    return tk.config["ckanext.satudata.wilayah"]


def max_file_mb() -> int:
    """Return the size in MiB above which a table is refused."""
    return tk.config["ckanext.satudata.max_file_mb"]


def check_file_mb() -> int:
    """Return the size in MiB above which a file is not checked on the public page."""
    return tk.config["ckanext.satudata.check_file_mb"]


def checks_per_hour() -> int:
    """Return how many files one address may have checked on the public page within an hour."""
    return tk.config["ckanext.satudata.checks_per_hour"]


def feed_page_size() -> int:
    """Return how many datasets a page of the DCAT feed has; ckanext-dcat's own option."""
    return tk.asint(tk.config.get("ckanext.dcat.datasets_per_page") or 100)
