"""The catalogue itself: its ini files, migrations, Solr cores and demonstration data."""

from __future__ import annotations

import csv
import datetime
import gzip
import os
from pathlib import Path

from native import account, district, postgres, redis, stamps
from native.console import Failure, run, say
from native.layout import LIVE, TEST_SETS, Layout, load_secrets, write_private

CURE = "lihat .satudata/log/ckan.log dan jalankan ./satudata doctor"
TIMEZONES = {
    "Asia/Makassar": {"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"},
    "Asia/Jayapura": {"81", "82", "91", "92", "93", "94", "95", "96"},
}


def region_name(layout: Layout, code: str) -> str:
    """Return the name of a kabupaten/kota, e.g. "Kabupaten Buleleng" for 51.08; raise Failure for an unknown code."""
    with gzip.open(
        layout.root / "config" / "codelists" / "wilayah.csv.gz", "rt", encoding="utf-8", newline=""
    ) as rows:
        names = {row["code"]: row["name"] for row in csv.DictReader(rows) if len(row["code"]) == len("51.08")}
    if code not in names:
        near = sorted(name for name in names if name.startswith(code[:2]))[:8]
        hint = ", ".join(f"{code} {names[code]}" for code in near) or "lihat config/codelists/wilayah.csv.gz"
        raise Failure(
            f"Kode wilayah {code!r} bukan kode kabupaten/kota Kemendagri (bentuk PP.KK).\n    Misalnya: {hint}"
        )
    return names[code].title() if names[code].isupper() else names[code]


# the district whose tables the tests have, whichever this portal is of
TEST_WILAYAH = "51.08"
# ahead of UTC
HOURS = {"Asia/Jakarta": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9}


def timezone(code: str) -> str:
    """Return the time zone of a region by its province (Keppres 41/1987)."""
    return next((zone for zone, provinces in TIMEZONES.items() if code[:2] in provinces), "Asia/Jakarta")


def today(code: str) -> str:
    """Return the day where a district lies, as ISO 8601; Indonesia's zones have no summer time."""
    offset = datetime.timezone(datetime.timedelta(hours=HOURS[timezone(code)]))
    return datetime.datetime.now(offset).date().isoformat()


def demo_declared(layout: Layout, code: str) -> str:
    """Return what the demonstration was loaded from; its series end yesterday, so each day's first start differs."""
    return stamps.digest((layout.root / "config" / "demo").rglob("*.yaml"), code, today(code))


def write_ini(layout: Layout, ports: dict[str, int], wilayah: str, *, demo: bool) -> None:
    """Write the ini files of the catalogue, with the district's settings, and of the test run, without (mode 600)."""
    before = layout.ini.read_text(encoding="utf-8") if layout.ini.exists() else ""
    text = district.render(layout, _values(layout, ports, wilayah, LIVE, demo=demo), district.load(layout))
    write_private(layout.ini, text)
    if before:
        for line in district.changes(before, text):
            say(f"    {line}")
    overrides = (layout.root / "config" / "ini" / "test.ini").read_text(encoding="utf-8")
    for suffix in TEST_SETS:
        ini = layout.test_ini(suffix)
        base = ini.with_name(f"{ini.stem}-base.ini")
        write_private(base, district.render(layout, _values(layout, ports, TEST_WILAYAH, suffix, demo=True), {}))
        write_private(ini, overrides.replace("config:test-base.ini", f"config:{base.name}"))


def release(layout: Layout) -> str:
    """Return what the running services must have been started with: configuration, versions, code, data files."""
    root = layout.root
    folders = (root / "ckanext-satudata", root / "schemas", root / "harvesters", root / "config")
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    return stamps.digest([layout.ini, *files])


def _values(layout: Layout, ports: dict[str, int], wilayah: str, suffix: str, *, demo: bool) -> dict[str, str]:
    secret = load_secrets(layout)
    port = ports["postgres"]
    storage = layout.state / f"storage{suffix.replace('_', '-')}"
    return {
        "SECRET_KEY": secret["secret_key"],
        "CSRF_KEY": secret["csrf_key"],
        "API_TOKEN_KEY": secret["api_token_key"],
        "SQLALCHEMY_URL": postgres.url(layout, port, f"satudata{suffix}"),
        "DATASTORE_WRITE_URL": postgres.url(layout, port, f"satudata_datastore{suffix}"),
        "DATASTORE_READ_URL": postgres.url(layout, port, f"satudata_datastore{suffix}", read_only=True),
        "REDIS_URL": redis.url(layout, ports["redis"], suffix),
        "SOLR_URL": f"http://127.0.0.1:{ports['solr']}/solr/ckan{suffix}",
        "SITE_ID": "satudata",
        "SITE_URL": f"http://localhost:{ports['web']}",
        "SITE_TITLE": f"Satu Data {region_name(layout, wilayah)}",
        "TIMEZONE": timezone(wilayah),
        "WILAYAH": wilayah,
        # without the demonstration none of its sources is there
        "SOURCES_URL": f"http://127.0.0.1:{ports['sources']}" if demo else "",
        "SOURCES_FOLDER": str(layout.sources) if demo else "",
        "ASSISTANTS_URL": f"http://127.0.0.1:{ports['assistants']}",
        "SNAPSHOT_URL": f"http://localhost:{ports['web']}",
        "HARVEST_SOURCES": str(layout.harvest_sources),
        "PROFILE_THEMES": str(layout.profile_themes),
        "HARVEST_SECRETS": str(layout.sources / "rahasia" if demo else layout.harvest_secrets),
        "STORAGE": str(storage),
        "CACHE": str(layout.cache),
    }


def ckan(layout: Layout, *words: str, ini: Path | None = None, env: dict[str, str] | None = None) -> str:
    """Run CKAN's command with our ini and return its output; raise Failure when it fails.

    What it writes belongs to the services; the test run's ini is ours alone.
    """
    command: list[str | Path] = [layout.bin("ckan"), "-c", ini or layout.ini, *words]
    user = account.of_services(layout) if ini in (None, layout.ini) else None
    environ = {**os.environ, **(account.environment(layout) if user else {}), **(env or {})}
    return run(command, layout.log / "ckan.log", CURE, env=environ, cwd=layout.state, user=user)


def _schema_digest(layout: Layout) -> str:
    package = layout.root / "ckanext-satudata"
    migrations = list(package.glob("**/migration/**/versions/*.py"))
    return stamps.digest([layout.root / "config" / "lock" / "runtime.txt", *migrations])


def migrate(layout: Layout, ports: dict[str, int], suffix: str = LIVE) -> bool:
    """Bring both databases of one suffix to the newest schema, ours and CKAN's; return whether anything was to do."""
    name = f"migrations{suffix.replace('_', '-')}"
    value = _schema_digest(layout)
    if stamps.is_done(layout, name, value):
        return False
    ini = layout.ini_of(suffix)
    ckan(layout, "db", "upgrade", ini=ini)
    permissions = ckan(layout, "datastore", "set-permissions", ini=ini)
    # psql, not CKAN, runs it: only the superuser may grant
    start = permissions.index("\\connect")
    postgres.sql(layout, ports["postgres"], permissions[start:])
    stamps.done(layout, name, value)
    return True


def translate_scripts(layout: Layout) -> bool:
    """Write the texts of the pages' scripts in each language; return whether anything was to do."""
    catalogues = (layout.root / "ckanext-satudata").rglob("*.po")
    value = stamps.digest([layout.root / "config" / "lock" / "runtime.txt", *catalogues])
    if stamps.is_done(layout, "scripts", value):
        return False
    ckan(layout, "translation", "js")
    stamps.done(layout, "scripts", value)
    return True


def reindex(layout: Layout) -> None:
    """Rebuild the search index, needed after the configset's analysis changed."""
    ckan(layout, "search-index", "rebuild")


def load_demo(layout: Layout, wilayah: str) -> None:
    """Load the demonstration district, showing each dataset as it comes; complete one that was cut short."""
    if not layout.passwords.exists():
        write_private(layout.passwords, "{}\n")
    account.hand_over(layout)
    ckan(layout, "satudata-demo", "load", "--wilayah", wilayah, "--passwords", str(layout.passwords))


def show_next_steps(layout: Layout, ports: dict[str, int], wilayah: str, *, demo: bool) -> None:
    """Print addresses, log-ins and what to do next; passwords stay in their file."""
    address = f"http://localhost:{ports['web']}"
    say(f"\n{region_name(layout, wilayah)}: portal Satu Data siap di {address}")
    say(f"  Umpan DCAT untuk portal nasional : {address}/catalog.ttl")
    say(f"  Masuk                            : {address}/user/login")
    if demo:
        say("  Akun: admin (pengelola), walidata, petugas-dinkes (petugas data OPD), dan lain-lain.")
        file = layout.passwords.relative_to(layout.root)
        say(f"  Kata sandi setiap akun ada di    : {file} (hanya terbaca oleh Anda)")
    else:
        say("  Buat akun pengelola dengan       : ./satudata ckan sysadmin add NAMA")
    if demo:
        say("Langkah berikut: masuk sebagai petugas-dinkes, Dataset > Tambah dataset, lalu unggah satu tabel Excel.")
    else:
        say("Langkah berikut: buat akun itu, masuk, lalu Organisasi > Tambah organisasi untuk setiap OPD.")
    say("Hentikan dengan ./satudata stop; keadaan layanan: ./satudata status; bila ada yang salah: ./satudata doctor")


def test_environment(layout: Layout) -> dict[str, str]:
    """Return what the test run finds in its environment: the ini of each worker, the first one's for a run of one.

    Addresses of databases, index and Redis are in the ini files.
    """
    inis = [str(layout.test_ini(suffix)) for suffix in TEST_SETS]
    return {
        "CKAN_INI": inis[0],
        "SATUDATA_TEST_INIS": os.pathsep.join(inis),
        "SATUDATA_ROOT": str(layout.root),
        "SATUDATA_PEERS": str(layout.peers),
    }
