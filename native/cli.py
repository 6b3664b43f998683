"""The `./satudata` command: arguments, and the order of the steps."""

from __future__ import annotations

import argparse
import ast
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from native import (
    account,
    checking,
    debian,
    doctor,
    environment,
    instance,
    locks,
    postgres,
    redis,
    services,
    solr,
    stamps,
    texts,
)
from native.console import Failure, say, step
from native.layout import TEST_SETS, Layout, choose_ports, load_secrets, load_settings, port_is_free, save_settings

DEFAULT_WILAYAH = "51.08"


def up(layout: Layout, options: argparse.Namespace) -> int:
    """Install what is missing, start everything and say where it is."""
    start = time.monotonic()
    if options.fresh:
        remove(layout)
    layout.prepare()
    settings = configure(layout, options)
    ports, wilayah, demo = settings["ports"], settings["wilayah"], settings["demo"]
    prepare_backends(layout, ports)
    instance.write_ini(layout, ports, wilayah)
    services.start_supervisor(layout, ports)
    start_backends(layout, ports)
    with step("Migrasi basis data"):
        instance.migrate(layout, ports)
    with step("Terjemahan skrip halaman"):
        instance.translate_scripts(layout)
    refresh_index(layout)
    # its series end yesterday, so each day's first start carries them on
    declared = stamps.digest((layout.root / "config" / "demo").rglob("*.yaml"), wilayah, instance.today(wilayah))
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
    instance.show_next_steps(layout, ports, wilayah, demo=demo)
    say(f"Selesai dalam {time.monotonic() - start:.0f} detik.")
    return 0 if options.detach else follow(layout)


def configure(layout: Layout, options: argparse.Namespace) -> dict:
    """Settle ports, region and demonstration: what the person asks for now, else what was chosen before."""
    load_secrets(layout)
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
    value = stamps.digest((layout.root / "docker" / "solr" / "configset" / "conf").glob("*"))
    if stamps.is_done(layout, "index", value):
        return
    if (layout.stamps / "index").exists():
        with step("Menyusun ulang indeks pencarian"):
            instance.reindex(layout)
    stamps.done(layout, "index", value)


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
    for name in services.NAMES:
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


def test(layout: Layout, options: argparse.Namespace) -> int:
    """Lint, check types and run the tests against the real services, starting them when they are not up.

    With pytest arguments only pytest runs. `-m "not services and not browser"` needs and starts no service.
    """
    layout.prepare()
    settings = load_settings(layout) or configure(layout, argparse.Namespace(port=None, wilayah=None, demo=None))
    alone = "not services" in " ".join(options.words)
    if alone:
        with step("Lingkungan Python untuk uji"):
            environment.ensure(layout)
            environment.ensure(layout, testing=True)
            texts.compile_catalogues(layout)
        return _run_checks(layout, ["-p", "no:ckan", "-p", "no:ckan_fixtures", *options.words], {})
    with step("Alat uji dan peramban Chromium"):
        debian.install(debian.missing(debian.TESTING), layout.log / "apt.log")
        environment.ensure(layout)
        environment.ensure(layout, testing=True)
    with step("Program pembanding"):
        environment.ensure_peers(layout)
    with _testing_backends(layout, settings) as environ:
        with step("Terjemahan skrip halaman"):
            instance.translate_scripts(layout)
        return _run_checks(layout, options.words, environ)


@contextlib.contextmanager
def _testing_backends(layout: Layout, settings: dict) -> Iterator[dict[str, str]]:
    """Have the three servers and the test databases ready, yield the environment, and stop what was not up before."""
    ports = settings["ports"]
    was_running = services.supervisor_pid(layout) is not None
    prepare_backends(layout, ports)
    instance.write_ini(layout, ports, settings["wilayah"])
    services.start_supervisor(layout, ports)
    try:
        start_backends(layout, ports)
        with step("Migrasi basis data uji"):
            for suffix in TEST_SETS:
                instance.migrate(layout, ports, suffix)
        yield instance.test_environment(layout)
    finally:
        if not was_running:
            services.stop(layout)
        account.hand_over(layout)


def bench(layout: Layout, options: argparse.Namespace) -> int:
    """Time a part of ours beside its peer: the script tests/bench/<name>.py with the remaining arguments.

    What a script needs it says in a constant: NEEDS = ("services", "peers").
    """
    scripts = sorted(path.stem for path in (layout.root / "tests" / "bench").glob("*.py"))
    name, *rest = options.words or [""]
    name = name.replace("-", "_")
    if name not in scripts:
        raise Failure(f"Perbandingan {name!r} tidak ada.\n    Yang ada: ./satudata bench {' | '.join(scripts)}")
    layout.prepare()
    with step("Lingkungan Python untuk uji"):
        environment.ensure(layout)
        environment.ensure(layout, testing=True)
    script = layout.root / "tests" / "bench" / f"{name}.py"
    needs = _needs(script)
    if "peers" in needs:
        with step("Program pembanding"):
            environment.ensure_peers(layout)
    environ = {"PYTHONPATH": os.pathsep.join([str(layout.root), str(layout.root / "tests")])}
    command = [layout.bin("python"), script, *rest]
    if "services" not in needs:
        return subprocess.run(command, env={**os.environ, **environ}, check=False).returncode
    settings = load_settings(layout) or configure(layout, argparse.Namespace(port=None, wilayah=None, demo=None))
    with _testing_backends(layout, settings) as backends:
        return subprocess.run(command, env={**os.environ, **environ, **backends}, check=False).returncode


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


def _needs(script: Path) -> tuple[str, ...]:
    """Return a script's NEEDS without running it: what it imports is not on this command's path."""
    for statement in ast.parse(script.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "NEEDS":
            return ast.literal_eval(statement.value)
    return ()


def _run_checks(layout: Layout, words: list[str], environ: dict[str, str]) -> int:
    os.chdir(layout.root)
    pytest = ["pytest", "-p", "no:cacheprovider"]
    commands: list[list[str]] = [[*pytest, *words]]
    if not words:
        # a file stays with one worker, so that what it prepares for its tests is prepared once
        workers = ["-n", str(len(TEST_SETS)), "--dist", "loadfile", "--durations=30"]
        commands = [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"], [*pytest, *workers]]
    for name, *arguments in commands:
        say(f"\n== {name} {' '.join(arguments)}")
        code = subprocess.run([layout.bin(name), *arguments], env={**os.environ, **environ}, check=False).returncode
        if code:
            return code
    return 0


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
    add("doctor", doctor_command, "mencari apa yang salah dan cara memperbaikinya")
    add("texts", update_texts, "mengambil teks dari kode ke katalog terjemahan, dan menyusunnya")
    renew = add("lock", lock, "menyusun config/lock/*.txt: versi tepat dan sidik setiap paket")
    renew.add_argument("--upgrade", action="store_true", help="ambil versi terbaru yang cocok")
    add("test", test, "menjalankan semua uji; argumen diteruskan ke pytest")
    add("bench", bench, "mengukur kecepatan kita di samping pembandingnya; argumen pertama: apa yang diukur")
    add("validate", validate, "memeriksa satu berkas tanpa menyimpannya; argumen seperti ckan satudata validate")
    add("ckan", ckan, "perintah ckan dengan konfigurasi portal ini")
    return parser


def main(root: Path, arguments: list[str]) -> int:
    """Run one command; a Failure is shown without a traceback and gives exit code 1."""
    if sys.version_info < doctor.MINIMUM_PYTHON:
        say("Python 3.11 atau 3.12 diperlukan.\n    Cara memperbaiki: sudo apt-get install python3")
        return 1
    layout = Layout(root)
    # what follows these belongs to another program, options included
    passing = {"test": test, "bench": bench, "validate": validate, "ckan": ckan}
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
