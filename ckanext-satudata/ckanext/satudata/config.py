"""Every option that this package reads, its own and CKAN's, here and nowhere else; ours are declared in
config_declaration.yaml.
"""

from __future__ import annotations

from typing import Any

from ckanext.satudata.late import toolkit as tk


def wilayah() -> str:
    """Return the Kemendagri code of the district, e.g. "51.08"."""
    return tk.config["ckanext.satudata.wilayah"]


REVIEW_REQUIRED, REVIEW_AFTER = "required", "after"


def review() -> str:
    """Return whether data wait for the walidata (`required`) or are looked at once they are public (`after`)."""
    return REVIEW_AFTER if tk.config["ckanext.satudata.review"] == REVIEW_AFTER else REVIEW_REQUIRED


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


def assistants() -> str:
    """Return the address of the process that answers assistants, without a slash at its end; "" where none does."""
    return tk.config["ckanext.satudata.assistants"].rstrip("/")


def requests_per_minute() -> int:
    """Return how many requests of programs one address may send within a minute; 0 where nobody counts."""
    return tk.config["ckanext.satudata.requests_per_minute"]


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


def harvest_demo_url() -> str:
    """Return the address below which the sources of the demonstration answer, without a slash at its end."""
    return tk.config["ckanext.satudata.harvest.demo_url"].rstrip("/")


def harvest_demo_folder() -> str:
    """Return the folder of the demonstration's files, without a slash at its end; "" where there is none."""
    return tk.config["ckanext.satudata.harvest.demo_folder"].rstrip("/")


def has_demonstration() -> bool:
    """Return whether this portal shows the demonstration district, with its sources and its sample tiles."""
    # screens are read by programs that have no configuration, too
    names = ("ckanext.satudata.harvest.demo_url", "ckanext.satudata.harvest.demo_folder")
    return any(tk.config.get(name) for name in names)


def maps_folder() -> str:
    """Return the folder of imported maps, or ""."""
    return tk.config["ckanext.satudata.maps"]


def harvest_sources() -> str:
    """Return the folder of the district's own agencies, or ""."""
    return tk.config["ckanext.satudata.harvest.sources"]


def profile_themes() -> str:
    """Return the folder of the themes that the district adds to the pages of its regions, or ""."""
    return tk.config["ckanext.satudata.profile_themes"]


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
    return [*tk.config["ckanext.satudata.harvest.folders"], *filter(None, [harvest_demo_folder()])]


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
    return (tk.config["ckanext.satudata.snapshot_url"] or site_url()).rstrip("/")


def briefing_folder() -> str:
    """Return the folder for the morning's pictures, or ""."""
    return tk.config["ckanext.satudata.briefing_folder"]


def feed_page_size() -> int:
    """Return how many datasets a page of the DCAT feed has; ckanext-dcat's own option."""
    return tk.asint(tk.config.get("ckanext.dcat.datasets_per_page") or 100)


def feed_base() -> str:
    """Return the address of the catalogue in its feed, ckanext-dcat's own option; "" where it is the portal's."""
    return tk.config.get("ckanext.dcat.base_uri") or ""


def site_url() -> str:
    """Return the portal's address as CKAN's option has it."""
    return tk.config["ckan.site_url"]


def site_title() -> str:
    """Return the portal's name."""
    return tk.config["ckan.site_title"]


def site_logo() -> str:
    """Return the address of the district's arms, "" where only CKAN's own sign is set."""
    value = tk.config.get("ckan.site_logo") or ""
    return "" if value.startswith("/base/") else value


def admin_storage() -> str:
    """Return the name of the storage of the arms and the photo."""
    return tk.config["ckan.files.default_storages.admin"]


def photo() -> str:
    """Return the address of the photo of the home page, or ""."""
    return tk.config.get("ckanext.satudata.photo") or ""


def colour() -> str:
    """Return the colour of the district's pages, e.g. "#0b4f6c"; "" for the built-in one."""
    return tk.config.get("ckanext.satudata.colour") or ""


def office_address() -> str:
    """Return address and telephone of the walidata, lines apart, or ""."""
    return (tk.config.get("ckanext.satudata.address") or "").replace("\r\n", "\n").strip()


def greeting() -> str:
    """Return the greeting of the home page (Markdown), or ""."""
    return tk.config.get("ckan.site_intro_text") or ""


def motto() -> str:
    """Return the district's motto, "" where only the one of the shipped configuration is set."""
    value = tk.config.get("ckan.site_description") or ""
    return "" if value == "Satu Data Indonesia" else value


def site_id() -> str:
    """Return the id of this catalogue on a shared index or Redis; its own jobs act as a user of this name."""
    return tk.config["ckan.site_id"]


def locale() -> str:
    """Return the portal's own language, e.g. "id" or "pt_BR"."""
    return tk.config.get("ckan.locale_default") or "id"


def job_seconds() -> int:
    """Return how many seconds a job may take."""
    return tk.config["ckan.jobs.timeout"]


def redis_url() -> str:
    """Return the address of Redis."""
    return tk.config["ckan.redis.url"]


def resource_storage() -> str:
    """Return the name of the storage in which the files of resources lie."""
    return tk.config["ckan.files.default_storages.resource"]


def mail_sender() -> str:
    """Return the address that mails come from; "" where no mail server is configured."""
    return tk.config.get("smtp.mail_from") or ""


def captcha_key() -> str:
    """Return the public key of the captcha; "" where there is none."""
    return tk.config.get("ckan.recaptcha.publickey") or ""


def has_activity_streams() -> bool:
    """Return whether activities are written, where their plugin is on."""
    return tk.config["ckan.activity_streams_enabled"]


def stand_in(*, wilayah: str, timezone: str) -> None:
    """Give a process of its own the district and its time zone: it reads no configuration, imports no CKAN."""
    tk.options = {"ckanext.satudata.wilayah": wilayah, "ckan.display_timezone": timezone}
