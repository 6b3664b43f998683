"""The command `./satudata tls`."""

from __future__ import annotations

import argparse
from pathlib import Path

from native import services, tls
from native.console import say
from native.layout import Layout


def add_arguments(door: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    door.add_argument("--name", metavar="NAMA", help="nama portal, misalnya data.blorakab.go.id")
    door.add_argument("--certificate", type=Path, metavar="BERKAS", help="sertifikat beserta rantainya (PEM)")
    door.add_argument("--key", type=Path, metavar="BERKAS", help="kuncinya (PEM)")
    door.add_argument("--make", action="store_true", help="buat sertifikat sendiri; peramban memperingatkan")
    door.add_argument("--port", type=int, default=443, help="port HTTPS (bawaan 443)")
    door.add_argument("--plain", type=int, default=80, help="port HTTP yang dialihkan ke HTTPS; 0 berarti tidak ada")
    door.add_argument("--proxy", action="append", metavar="ALAMAT", help="proksi di depan portal yang dipercaya")
    door.add_argument("--off", action="store_true", help="matikan HTTPS")


def secure(layout: Layout, options: argparse.Namespace) -> int:
    """Set HTTPS up, say how it is set up, or take it off; a portal that runs is reached by it at once."""
    ports = services.ports_of(layout)
    if options.off:
        services.stop(layout, tls.NAME)
        tls.remove(layout)
        return 0
    if not options.name:
        settings = tls.find(layout)
        say(f"HTTPS: {settings.address}" if settings else "HTTPS belum diatur; lihat ./satudata tls --help")
        return 0
    settings = tls.set_up(layout, options)
    tls.write_config(layout, settings, ports["web"])
    if services.supervisor_pid(layout) is not None:
        services.stop(layout, tls.NAME)
        services.start_supervisor(layout, ports)
        services.start(layout, tls.NAME)
        services.wait(layout, tls.NAME, ports)
    say(f"HTTPS: {settings.address}. Jalankan ./satudata up --detach supaya portal memakai alamat itu.")
    return 0
