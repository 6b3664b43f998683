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


def check_seconds() -> int:
    """Return how many seconds the check of one file may take."""
    return tk.config["ckanext.satudata.check_seconds"]


def check_memory_mb() -> int:
    """Return how much memory in MiB the check of one file may use."""
    return tk.config["ckanext.satudata.check_memory_mb"]


def wall_hosts() -> list[str]:
    """Return the hosts whose cameras and pages tiles may show; a host stands for those below it, too."""
    return tk.config["ckanext.satudata.wall_hosts"]


def wall_refresh_seconds() -> int:
    """Return the seconds between two refreshes of a wall."""
    return tk.config["ckanext.satudata.wall_refresh_seconds"]


def wall_turn_seconds() -> int:
    """Return the seconds for which the playlist shows a screen."""
    return tk.config["ckanext.satudata.wall_turn_seconds"]
