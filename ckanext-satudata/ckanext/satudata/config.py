"""Every option of this package, read here and nowhere else; declared in config_declaration.yaml."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.late import toolkit as tk
from ckanext.satudata.metadata import codelists


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


def data_requests_per_hour() -> int:
    """Return how many requests for data one address may send within an hour."""
    return tk.config["ckanext.satudata.data_requests_per_hour"]


def data_requests_keep_days() -> int:
    """Return how many days after its answer it is remembered who asked for data."""
    return tk.config["ckanext.satudata.data_requests_keep_days"]


def discrepancy_reminder_days() -> int:
    """Return after how many days OPDs and walidata hear again of an unsettled discrepancy; 0 for never."""
    return tk.config["ckanext.satudata.discrepancy_reminder_days"]


def days_off() -> str:
    """Return the file of the district's own days off, or "" where it has none beside those of the country."""
    return tk.config.get("ckanext.satudata.days_off") or ""


def harvest_places() -> dict[str, str]:
    """Return what stands for `{contoh}` and the like in an agency's addresses: the sources of the demonstration."""
    return {
        "contoh": tk.config["ckanext.satudata.harvest.demo_url"].rstrip("/"),
        "berkas_contoh": tk.config["ckanext.satudata.harvest.demo_folder"].rstrip("/"),
        "portal": tk.config["ckan.site_url"].rstrip("/"),
        "wilayah": wilayah(),
        "wilayah_bps": wilayah().replace(".", ""),
        "nama_wilayah": codelists.load("wilayah").codes[wilayah()].name,
    }


def own_addresses() -> set[str]:
    """Return the addresses below which this portal's datasets are known: that of its pages, and that of its feed."""
    names = ("ckan.site_url", "ckanext.dcat.base_uri")
    return {tk.config[name].rstrip("/") for name in names if tk.config.get(name)}


def harvest_agent() -> str:
    """Return how the harvest introduces itself to sources: the portal's name and address."""
    text = f"SatuData/1 ({tk.config['ckan.site_title']}; +{tk.config['ckan.site_url']})"
    return text.encode("ascii", "ignore").decode()


def harvest_secrets() -> str:
    """Return the folder in which each secret is a file, or ""."""
    return tk.config["ckanext.satudata.harvest.secrets"]


def harvest_secret_hosts() -> list[str]:
    """Return which secrets sources of the web form may send where, each as NAME@host; * stands for any part."""
    return list(tk.config["ckanext.satudata.harvest.secret_hosts"])


def harvest_internal() -> list[str]:
    """Return the private hosts and networks that sources of the web form may read."""
    return list(tk.config["ckanext.satudata.harvest.internal"])


def harvest_folders() -> list[str]:
    """Return the folders of this server that sources of the web form may read, that of the demonstration included."""
    demo = tk.config["ckanext.satudata.harvest.demo_folder"]
    return [*tk.config["ckanext.satudata.harvest.folders"], *([demo] if demo else [])]


def harvest_history_days() -> int:
    """Return how long runs are remembered."""
    return tk.config["ckanext.satudata.harvest.history_days"]


def timezone() -> str:
    """Return the district's time zone: in it days begin and schedules are meant."""
    return tk.config.get("ckan.display_timezone") or "UTC"


def daftar_data_columns() -> str:
    """Return the file of the portal's own columns of the Daftar Data, or "" for those that are shipped."""
    return tk.config["ckanext.satudata.exchange.daftar_data"]


def ewalidata() -> dict[str, Any]:
    """Return where figures are sent in SIPD: {"url": "" where nothing is sent, "kodepemda", "internal"}."""
    return {
        "url": tk.config["ckanext.satudata.ewalidata.url"].rstrip("/"),
        "kodepemda": tk.config["ckanext.satudata.ewalidata.kodepemda"] or wilayah().replace(".", ""),
        "internal": tk.config["ckanext.satudata.ewalidata.internal"],
    }


def wall_hosts() -> list[str]:
    """Return the hosts whose cameras and pages tiles may show; a host stands for those below it, too."""
    return tk.config["ckanext.satudata.wall_hosts"]


def wall_refresh_seconds() -> int:
    """Return the seconds between two refreshes of a wall."""
    return tk.config["ckanext.satudata.wall_refresh_seconds"]


def wall_turn_seconds() -> int:
    """Return the seconds for which the playlist shows a screen."""
    return tk.config["ckanext.satudata.wall_turn_seconds"]


def chromium() -> str:
    """Return the program that pictures screens."""
    return tk.config["ckanext.satudata.chromium"]


def snapshot_url() -> str:
    """Return the address at which this server's own Chromium reaches the portal."""
    return (tk.config["ckanext.satudata.snapshot_url"] or tk.config["ckan.site_url"]).rstrip("/")


def briefing_folder() -> str:
    """Return the folder for the morning's pictures, or ""."""
    return tk.config["ckanext.satudata.briefing_folder"]


def feed_page_size() -> int:
    """Return how many datasets a page of the DCAT feed has; ckanext-dcat's own option."""
    return tk.asint(tk.config.get("ckanext.dcat.datasets_per_page") or 100)
