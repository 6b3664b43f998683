"""What a start needs: settings, packages, environment, data folders, the three servers; and its removal."""

from __future__ import annotations

import argparse
import shutil

from native import account, debian, district, environment, instance, postgres, redis, services, solr, stamps, texts
from native.console import Failure, step
from native.layout import Layout, choose_ports, load_secrets, load_settings, port_is_free, save_settings

DEFAULT_WILAYAH = "51.08"


def configure(layout: Layout, options: argparse.Namespace) -> dict:
    """Settle ports, region and demonstration: what the person asks for now, else what was chosen before."""
    load_secrets(layout)
    district.prepare(layout)
    settings = load_settings(layout)
    ports = choose_ports(settings.get("ports", {}), options.port)
    ours = services.are_ours(layout) if settings else set()
    if "web" not in ours and not port_is_free(ports["web"]):
        raise Failure(f"Port {ports['web']} dipakai program lain.\n    Cara memperbaiki: ./satudata up --port 8080")
    settings = {
        "ports": ports,
        "wilayah": options.wilayah or settings.get("wilayah", DEFAULT_WILAYAH),
        "demo": settings.get("demo", True) if options.demo is None else options.demo,
    }
    instance.region_name(layout, settings["wilayah"])
    save_settings(layout, settings)
    return settings


def prepare_backends(layout: Layout, ports: dict[str, int]) -> None:
    """Install packages, build the environment, and lay out the data folders of the three servers."""
    packages = debian.missing(debian.RUNTIME)
    if packages:
        with step(f"Memasang paket Debian: {', '.join(packages)}"):
            debian.install(packages, layout.log / "apt.log")
    with step("Lingkungan Python"):
        environment.ensure(layout)
    with step("Teks halaman"):
        texts.compile_catalogues(layout)
    with step("PostgreSQL: klaster sendiri"):
        account.ensure_user(layout)
        postgres.ensure_cluster(layout)
    redis.write_config(layout, ports["redis"])
    with step("Solr: merakit dari artefak Apache"):
        solr.assemble(layout.root / "docker" / "solr", layout.state / "solr", layout.log / "maven.log")


def refresh_index(layout: Layout) -> None:
    """Rebuild the search index when the configset differs from the one that the index was made with."""
    if stamps.is_done(layout, "index", _configset(layout)):
        return
    if (layout.stamps / "index").exists():
        with step("Menyusun ulang indeks pencarian"):
            instance.reindex(layout)
    note_index(layout)


def note_index(layout: Layout) -> None:
    """Remember that the index is made with the configset as it is now."""
    stamps.done(layout, "index", _configset(layout))


def _configset(layout: Layout) -> str:
    return stamps.digest((layout.root / "docker" / "solr" / "configset" / "conf").glob("*"))


def start_backends(layout: Layout, ports: dict[str, int]) -> None:
    """Start PostgreSQL, Redis and Solr and wait for them."""
    with step("Menjalankan PostgreSQL, Redis dan Solr"):
        was_running = services.states(layout).get("solr") == "RUNNING"
        changed = solr.write_home(layout.root / "docker" / "solr", layout.state / "solr")
        if changed and was_running:
            services.restart(layout, "solr")
        account.hand_over(layout)
        services.start(layout, *services.BACKENDS)
        for name in services.BACKENDS:
            services.wait(layout, name, ports)
        postgres.ensure_databases(layout, ports["postgres"])


def remove(layout: Layout) -> None:
    """Stop the installation and delete its data, keeping what was only downloaded."""
    services.stop(layout)
    with step("Menghapus data lama"):
        for name in ("storage", "redis", "stamps", "run", "log"):
            shutil.rmtree(layout.state / name, ignore_errors=True)
        shutil.rmtree(layout.state / "solr" / "home", ignore_errors=True)
        shutil.rmtree(postgres.data_folder(layout), ignore_errors=True)
        for name in ("secrets.json", "passwords.json", "settings.json"):
            (layout.state / name).unlink(missing_ok=True)
