"""Finds what is wrong with an installation and says how to mend it."""

from __future__ import annotations

import datetime
import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from native import account, debian, district, instance, postgres, services, solr, stamps, tls
from native.console import Failure, say
from native.layout import Layout, load_settings, port_is_free

MINIMUM_PYTHON = (3, 11)
NEWEST_TESTED_PYTHON = (3, 12)
MINIMUM_FREE_GIB = 3
BACKUP_DAYS = 7
# before a certificate ends: an office may need that long for a new one
CERTIFICATE_DAYS = 21
LEFTOVERS = {
    "resource-files": "berkas unggahan tanpa sumber daya",
    "drafts": "berkas tertolak tanpa catatan",
    "tables": "tabel antara yang tidak ditunggu siapa pun",
    "search-index": "dataset yang berbeda di indeks pencarian dan di basis data",
}
SECRET_FILES = ("secrets.json", "passwords.json", "ckan.ini", "test*.ini", "../etc/secrets.ini")


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: what, and the cure."""

    problem: str
    cure: str


def check_python(_layout: Layout) -> Iterator[Finding]:
    """Python is new enough (setup.py's python_requires)."""
    if sys.version_info[:2] < MINIMUM_PYTHON:
        yield Finding(f"Python {sys.version.split()[0]} terlalu lama.", "pasang Python 3.11 atau 3.12")
    if sys.version_info[:2] > NEWEST_TESTED_PYTHON:
        yield Finding(f"Python {sys.version.split()[0]} belum diuji.", "jalankan dengan python3.11 ./satudata up")


def check_disk(layout: Layout) -> Iterator[Finding]:
    """There is room for packages, indexes and uploads."""
    free = shutil.disk_usage(layout.root).free / 2**30
    if free < MINIMUM_FREE_GIB:
        yield Finding(f"Ruang disk tinggal {free:.1f} GiB.", f"kosongkan hingga ada {MINIMUM_FREE_GIB} GiB")


def check_packages(_layout: Layout) -> Iterator[Finding]:
    """Each program that the services need is on the machine."""
    version = debian.java_version()
    if version is not None and version < debian.MINIMUM_JAVA:
        yield Finding(f"Java {version} terlalu lama untuk Solr.", "sudo apt-get install openjdk-17-jre-headless")
    for package in debian.missing(debian.RUNTIME):
        yield Finding(f"Paket {package} belum ada.", f"sudo apt-get install {package}, atau ./satudata up")


def check_modes(layout: Layout) -> Iterator[Finding]:
    """Files with secrets can be read by their owner only."""
    for path in (path for name in SECRET_FILES for path in sorted(layout.state.glob(name))):
        if path.stat().st_mode & 0o077:
            yield Finding(f"Berkas rahasia {path.name} terbaca orang lain.", f"chmod 600 {path}")


def check_account(layout: Layout) -> Iterator[Finding]:
    """Where we are root the services are not."""
    if account.service_user() and layout.bin("python").exists() and not account.can_read(layout):
        yield Finding(
            f"Layanan berjalan sebagai root: akun {account.NAME} tidak dapat membaca {layout.root} atau Python-nya.",
            "pindahkan folder ini ke tempat yang terbaca, misalnya /opt/satudata, beri chmod -R go+rX, "
            "dan jalankan dengan Python sistem: /usr/bin/python3 ./satudata up",
        )


def check_environment(layout: Layout) -> Iterator[Finding]:
    """The virtual environment has CKAN."""
    if not layout.bin("ckan").exists():
        yield Finding("Lingkungan Python belum lengkap.", "./satudata up")


def check_ports(layout: Layout) -> Iterator[Finding]:
    """No stranger listens on a port of ours."""
    ours = services.are_ours(layout)
    for name, port in load_settings(layout).get("ports", {}).items():
        if name not in ours and not port_is_free(port):
            cure = f"hentikan program itu (ss -ltnp 'sport = :{port}')"
            cure += " atau pilih port lain: ./satudata up --port 8080" if name == "web" else ""
            yield Finding(f"Port {port} untuk {name} dipakai program lain.", cure)


def check_services(layout: Layout) -> Iterator[Finding]:
    """Every service that should run answers."""
    ports = load_settings(layout).get("ports")
    if not ports:
        yield Finding("Portal belum pernah dipasang.", "./satudata up")
        return
    running = services.states(layout)
    if not running:
        yield Finding("Portal sedang tidak berjalan.", "./satudata up")
        return
    for name in services.NAMES:
        if running.get(name) != "RUNNING":
            yield Finding(f"Layanan {name} berstatus {running.get(name, 'tidak ada')}.", f"./satudata logs {name}")
        elif not services.is_ready(layout, name, ports):
            yield Finding(f"Layanan {name} berjalan tetapi tidak menjawab.", f"./satudata logs {name}")


def check_database(layout: Layout) -> Iterator[Finding]:
    """The databases exist and have this version's schema."""
    ports = load_settings(layout).get("ports")
    if not ports or not debian.postgres_bin() or not postgres.is_ready(ports["postgres"]):
        return
    databases = postgres.sql(layout, ports["postgres"], "SELECT datname FROM pg_database").split()
    for name in postgres.DATABASES:
        if name not in databases:
            yield Finding(f"Basis data {name} tidak ada.", "./satudata up")
    if not (layout.stamps / "migrations").exists():
        yield Finding("Migrasi basis data belum selesai.", "./satudata up")


def check_leftovers(layout: Layout) -> Iterator[Finding]:
    """Files, database and search index tell the same; the scheduler mends what a killed process has left over."""
    ports = load_settings(layout).get("ports")
    if not ports or not all(services.is_ready(layout, name, ports) for name in services.BACKENDS):
        return
    if not (layout.stamps / "migrations").exists():
        return
    words = ("satudata", "upkeep", "--json")
    lines = [line for line in instance.ckan(layout, *words).splitlines() if line.startswith("{")]
    for kind, number in (json.loads(lines[-1]) if lines else {}).items():
        if number:
            yield Finding(
                f"{number} {LEFTOVERS.get(kind, kind)}.",
                "penjadwal membereskannya dalam dua jam; periksa lagi dengan ./satudata ckan satudata upkeep",
            )


def check_solr_schema(layout: Layout) -> Iterator[Finding]:
    """Solr's core has the schema of docker/solr/configset."""
    ports = load_settings(layout).get("ports")
    if not ports or not solr.is_ready(ports["solr"], "ckan"):
        return
    if not solr.schema_is_ours(ports["solr"], "ckan"):
        yield Finding("Skema Solr bukan skema kita.", "./satudata up, lalu ./satudata ckan search-index rebuild")


def check_feed(layout: Layout, database: str = postgres.DATABASES[0]) -> Iterator[Finding]:
    """Every public dataset can be told to the national portal."""
    ports = load_settings(layout).get("ports")
    if not ports or not debian.postgres_bin() or not postgres.is_ready(ports["postgres"]):
        return

    def query(statement: str) -> str:
        return postgres.sql(layout, ports["postgres"], statement, database).strip()

    if not query("SELECT to_regclass('satudata_rendering_failure')"):
        return
    public = "JOIN package ON package.id = subject AND state = 'active' AND NOT private"
    number = int(query(f"SELECT count(*) FROM satudata_rendering_failure {public}"))
    if number:
        yield Finding(
            f"{number} dataset tidak dapat ditulis untuk umpan DCAT; umpan memakai bentuk terakhirnya, bila ada.",
            "./satudata ckan satudata dcat failures menyebut dataset dan sebabnya",
        )


def check_backup(layout: Layout) -> Iterator[Finding]:
    """What is no demonstration is saved every week at least."""
    settings = load_settings(layout)
    if not settings.get("ports") or settings.get("demo"):
        return
    stamp = layout.stamps / "backup"
    days = (time.time() - stamp.stat().st_mtime) / 86400 if stamp.exists() else None
    if days is None or days > BACKUP_DAYS:
        age = "Belum ada cadangan" if days is None else f"Cadangan terakhir {days:.0f} hari lalu"
        yield Finding(f"{age}.", "./satudata backup, setiap hari dengan crontab (docs/operator.md)")


def check_mail(layout: Layout) -> Iterator[Finding]:
    """A portal that is no demonstration can reach its people."""
    settings = load_settings(layout)
    if settings.get("ports") and not settings.get("demo") and not district.load(layout).get("smtp.mail_from"):
        yield Finding(
            "Surel belum diatur: pengingat dan tautan kata sandi tidak terkirim.",
            "./satudata config set smtp.server=… smtp.mail_from=… (docs/operator.md)",
        )


def check_certificate(layout: Layout) -> Iterator[Finding]:
    """The certificate is the portal's, has not ended and does not soon, and is the one that is served."""
    settings = tls.find(layout)
    if settings is None:
        return
    place = tls.folder(layout)
    certificate, key = place / tls.CERTIFICATE, place / tls.KEY
    cure = "./satudata tls --name NAMA --certificate BERKAS --key BERKAS"
    try:
        tls.check_pair(certificate, key, settings.name)
    except Failure as failure:
        yield Finding(str(failure).splitlines()[0], cure)
        return
    if key.stat().st_mode & 0o077:
        yield Finding("Kunci sertifikat terbaca orang lain.", f"chmod 600 {key}")
    days = (tls.ends(certificate) - datetime.datetime.now(datetime.UTC)).days
    if days < CERTIFICATE_DAYS:
        yield Finding(f"Sertifikat berakhir dalam {days} hari.", f"minta yang baru, lalu {cure}")
    if services.states(layout).get(tls.NAME) == "RUNNING" and tls.served(settings) != tls.serial(certificate):
        yield Finding("Sertifikat di etc/tls belum dipakai nginx.", f"./satudata tls --name {settings.name}")
    address = district.load(layout).get("ckan.site_url", "")
    if address != settings.address:
        yield Finding(
            f"Alamat portal ({address or 'belum diatur'}) bukan {settings.address}.",
            f"./satudata config set ckan.site_url={settings.address}, lalu ./satudata up --detach",
        )


def check_unfinished(layout: Layout) -> Iterator[Finding]:
    """The installation was not cut short."""
    if load_settings(layout).get("demo") and not (layout.stamps / "demo").exists():
        yield Finding("Data contoh belum selesai dimuat.", "./satudata up (melanjutkan)")
    value = stamps.digest([layout.root / "config" / "lock" / "runtime.txt"])
    if (layout.stamps / "lock").exists() and not stamps.is_done(layout, "lock", value):
        yield Finding("Kode lebih baru daripada lingkungan Python.", "./satudata up")


CHECKS: list[Callable[[Layout], Iterator[Finding]]] = [
    value for name, value in list(globals().items()) if name.startswith("check_")
]


def examine(layout: Layout) -> list[Finding]:
    """Return everything that is wrong, in the order of the checks in this module."""
    return [finding for check in CHECKS for finding in check(layout)]


def report(layout: Layout) -> int:
    """Print the findings; return 0 when there is none."""
    findings = examine(layout)
    for finding in findings:
        say(f"  ✗ {finding.problem}\n      Cara memperbaiki: {finding.cure}")
    if not findings:
        say(f"  ✓ {len(CHECKS)} pemeriksaan, tidak ada masalah")
    return 1 if findings else 0
