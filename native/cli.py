"""The `./satudata` command: arguments, and the order of the steps."""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from native import (
    account,
    backup,
    checking,
    district,
    doctor,
    environment,
    instance,
    locks,
    preparing,
    restoring,
    securing,
    services,
    stamps,
    testing,
    texts,
    tls,
)
from native.console import Failure, say, step
from native.layout import Layout
from native.preparing import DEFAULT_WILAYAH


def up(layout: Layout, options: argparse.Namespace) -> int:
    """Install what is missing, start everything and say where it is."""
    start = time.monotonic()
    if options.fresh:
        preparing.remove(layout)
    layout.prepare()
    settings = preparing.configure(layout, options)
    ports, wilayah, demo = settings["ports"], settings["wilayah"], settings["demo"]
    preparing.prepare_backends(layout, ports)
    district.check(layout)
    instance.write_ini(layout, ports, wilayah, demo=demo)
    if secured := tls.find(layout):
        tls.write_config(layout, secured, ports["web"])
    services.start_supervisor(layout, ports)
    preparing.start_backends(layout, ports)
    with step("Migrasi basis data"):
        instance.migrate(layout, ports)
    with step("Terjemahan skrip halaman"):
        instance.translate_scripts(layout)
    preparing.refresh_index(layout)
    declared = instance.demo_declared(layout, wilayah)
    if demo and not stamps.is_done(layout, "demo", declared):
        services.start(layout, "worker")
        with step(f"Memuat kabupaten contoh {wilayah}"):
            instance.load_demo(layout, wilayah)
        stamps.done(layout, "demo", declared)
    with step("Menjalankan portal, pekerja dan penjadwal"):
        release = instance.release(layout)
        if not stamps.is_done(layout, "release", release):
            services.restart(layout, *services.APPLICATION, services.SOURCES)
        if demo:
            # before those who ask them
            services.start(layout, services.SOURCES)
            services.wait(layout, services.SOURCES, ports)
        services.start(layout, *services.APPLICATION)
        # before the wait: who repeats a start that took too long does not want what runs by now started anew
        stamps.done(layout, "release", release)
        for name in services.APPLICATION:
            services.wait(layout, name, ports)
    if tls.find(layout):
        with step("Menjalankan HTTPS"):
            services.start(layout, tls.NAME)
            services.wait(layout, tls.NAME, ports)
    instance.show_next_steps(layout, ports, wilayah, demo=demo)
    say(f"Selesai dalam {time.monotonic() - start:.0f} detik.")
    return 0 if options.detach else follow(layout)


def follow(layout: Layout) -> int:
    """Show the portal's log until Ctrl-C, then stop everything."""
    say("Tekan Ctrl-C untuk menghentikan portal.\n")
    # SIGTERM ends a foreground run in the same orderly way as Ctrl-C
    signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    try:
        files = [layout.log / f"{name}.log" for name in services.WEB]
        subprocess.run(["tail", "-n", "0", "-F", *files], check=False)
    except KeyboardInterrupt:
        say()
    return stop(layout, argparse.Namespace())


def stop(layout: Layout, _options: argparse.Namespace) -> int:
    """Stop everything that `up` started."""
    if services.supervisor_pid(layout) is None:
        say("Portal tidak berjalan.")
        return 0
    with step("Menghentikan semua layanan"):
        services.stop(layout)
    return 0


def status(layout: Layout, _options: argparse.Namespace) -> int:
    """Show each service's state and address; exit code 1 when one is not running."""
    ports = services.ports_of(layout)
    running = services.states(layout)
    good = True
    for name in (*services.NAMES, *([tls.NAME] if tls.find(layout) else [])):
        ready = running.get(name) == "RUNNING" and services.is_ready(layout, name, ports)
        good = good and ready
        address = f"127.0.0.1:{ports[name]}" if name in ports else ""
        say(f"  {'✓' if ready else '✗'} {name:<10} {running.get(name, 'STOPPED'):<10} {address}")
    return 0 if good else 1


def logs(layout: Layout, options: argparse.Namespace) -> int:
    """Show the end of one service's log, or of all of them."""
    names = [options.service] if options.service else list(services.NAMES)
    files = [path for path in (layout.log / f"{name}.log" for name in names) if path.exists()]
    if not files:
        raise Failure(f"Belum ada catatan. Layanan yang dikenal: {', '.join(services.NAMES)}")
    return subprocess.run(["tail", "-n", "80", *(["-F"] if options.follow else []), *files], check=False).returncode


def ckan(layout: Layout, options: argparse.Namespace) -> int:
    """Run CKAN's own command with this installation's ini."""
    services.ports_of(layout)
    try:
        return subprocess.run([layout.bin("ckan"), "-c", layout.ini, *options.words], check=False).returncode
    finally:
        # it ran as whoever typed it, for the sake of the files that it was given
        account.hand_over(layout)


def validate(layout: Layout, options: argparse.Namespace) -> int:
    """Check a file without storing anything; `./satudata` comes to `checking` itself, without all that is above."""
    return checking.validate(layout.root, options.words)


def config(layout: Layout, options: argparse.Namespace) -> int:
    """Show, change or check the district's own settings."""
    return district.run_settings(layout, options.words)


def back_up(layout: Layout, options: argparse.Namespace) -> int:
    """Write everything into one file, or make the key for which further ones are encrypted."""
    ports = services.ports_of(layout)
    if options.make_key:
        backup.make_key(layout, options.make_key)
        return 0
    backup.report(layout, ports, options.to or layout.root / "backups", options.keep)
    return 0


def restore(layout: Layout, options: argparse.Namespace) -> int:
    """Bring a backup back, start the portal and compare."""
    return restoring.restore(layout, options, up)


def init(layout: Layout, options: argparse.Namespace) -> int:
    """Take the district in from a workbook, or write an empty one."""
    if options.words[:1] == ["--template"]:
        words = ["satudata", "init-template", "-o", *options.words[1:]]
    else:
        words = ["satudata", "init", *options.words]
    return ckan(layout, argparse.Namespace(words=words))


def update_texts(layout: Layout, _options: argparse.Namespace) -> int:
    """Bring the Indonesian catalogue to what the code says, compile it, and list what has no translation yet."""
    layout.prepare()
    with step("Lingkungan Python"):
        environment.ensure(layout)
    with step("Mengambil teks dari kode"):
        path = texts.update_catalogue(layout)
    texts.compile_catalogues(layout)
    with step("Menulis halaman yang berasal dari berkas lain"):
        texts.write_pages(layout)
    missing = texts.untranslated(layout, path)
    for text in missing:
        say(f"  belum diterjemahkan: {text}")
    say(f"{path.relative_to(layout.root)}: {len(missing)} teks belum diterjemahkan.")
    return 1 if missing else 0


def lock(layout: Layout, options: argparse.Namespace) -> int:
    """Make the lock files anew from setup.py and config/lock/*.in."""
    layout.prepare()
    with step("Lingkungan Python untuk uji"):
        environment.ensure(layout)
        environment.ensure(layout, testing=True)
    with step("Menyusun berkas kunci versi"):
        locks.make(layout, upgrade=options.upgrade)
    return 0


def doctor_command(layout: Layout, _options: argparse.Namespace) -> int:
    """Say what is wrong and how to mend it."""
    return doctor.report(layout)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./satudata", description="Portal Satu Data untuk satu kabupaten/kota.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="perintah")

    def add(name: str, run: Callable[[Layout, argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        return command

    start = add("up", up, "memasang yang kurang, menjalankan semuanya, memuat kabupaten contoh")
    start.add_argument("--detach", action="store_true", help="kembali ke terminal setelah portal siap")
    start.add_argument("--port", type=int, help="port portal (bawaan 5000)")
    start.add_argument("--wilayah", metavar="KODE", help=f"kode Kemendagri kabupaten/kota (bawaan {DEFAULT_WILAYAH})")
    start.add_argument("--demo", action=argparse.BooleanOptionalAction, help="dengan atau tanpa data contoh")
    start.add_argument("--fresh", action="store_true", help="hapus semua data dan mulai dari awal")
    add("status", status, "keadaan tiap layanan")
    add("stop", stop, "menghentikan semuanya")
    log = add("logs", logs, "catatan layanan")
    log.add_argument("service", nargs="?", choices=(*services.NAMES, services.SOURCES))
    log.add_argument("-f", "--follow", action="store_true", help="ikuti terus")
    save = add(
        "backup", back_up, "mencadangkan basis data, berkas dan pengaturan ke satu berkas, selagi portal berjalan"
    )
    save.add_argument("--to", type=Path, metavar="FOLDER", help="tempat berkasnya (bawaan backups/)")
    save.add_argument("--keep", type=int, metavar="HARI", help="hapus cadangan di folder itu yang lebih tua")
    save.add_argument("--make-key", type=Path, metavar="BERKAS", help="buat kunci; cadangan berikutnya disandikan")
    back = add("restore", restore, "memulihkan cadangan di mesin kosong, lalu membandingkan isinya")
    back.add_argument("file", type=Path, metavar="BERKAS")
    back.add_argument("--key", type=Path, metavar="BERKAS", help="kunci cadangan yang disandikan")
    back.add_argument("--replace", action="store_true", help="hapus portal yang ada di sini")
    back.add_argument("--port", type=int, help="port portal")
    door = add("tls", securing.secure, "HTTPS dengan nginx: sertifikat yang diberikan atau dibuat")
    securing.add_arguments(door)
    add("doctor", doctor_command, "mencari apa yang salah dan cara memperbaikinya")
    add("texts", update_texts, "mengambil teks dari kode ke katalog terjemahan, dan menyusunnya")
    renew = add("lock", lock, "menyusun config/lock/*.txt: versi tepat dan sidik setiap paket")
    renew.add_argument("--upgrade", action="store_true", help="ambil versi terbaru yang cocok")
    add("test", testing.test, "menjalankan semua uji; argumen diteruskan ke pytest")
    add("bench", testing.bench, "mengukur kecepatan kita di samping pembandingnya; argumen pertama: apa yang diukur")
    add("validate", validate, "memeriksa satu berkas tanpa menyimpannya; argumen seperti ckan satudata validate")
    add(
        "init",
        init,
        "mengisi portal dari satu buku kerja: ./satudata init BERKAS.xlsx; --template BERKAS.xlsx membuatnya",
    )
    add("config", config, "pengaturan kabupaten ini: set, unset, get, list, check; tidak pernah ditulis ulang oleh up")
    add("ckan", ckan, "perintah ckan dengan konfigurasi portal ini")
    return parser


def main(root: Path, arguments: list[str]) -> int:
    """Run one command; a Failure is shown without a traceback and gives exit code 1."""
    if sys.version_info < doctor.MINIMUM_PYTHON:
        say("Python 3.11 atau 3.12 diperlukan.\n    Cara memperbaiki: sudo apt-get install python3")
        return 1
    layout = Layout(root)
    # what follows these belongs to another program, options included
    passing = {
        "test": testing.test,
        "bench": testing.bench,
        "validate": validate,
        "config": config,
        "init": init,
        "ckan": ckan,
    }
    if arguments and arguments[0] in passing:
        run = passing[arguments[0]]
        options = argparse.Namespace(words=arguments[1:])
    else:
        options = _parser().parse_args(arguments)
        run = options.run
    try:
        return run(layout, options)
    except Failure as failure:
        say(f"\n  ✗ {failure}")
        return 1
    except KeyboardInterrupt:
        say("\nDihentikan. Jalankan lagi untuk melanjutkan.")
        return 130
