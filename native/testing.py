"""The commands that check the code: tests, linters and types, and the comparisons with peers."""

from __future__ import annotations

import argparse
import ast
import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from native import account, debian, environment, instance, services, texts
from native.console import Failure, say, step
from native.layout import TEST_SETS, Layout, load_settings
from native.preparing import configure, prepare_backends, start_backends

# How the tests are shared among workers. A file stays with one, so that what it prepares for its tests is prepared
# once, and files begin in the order of tests/conftest.py, the longest first, so that the workers end together. Tests
# that need no service prepare nothing.
WORKERS = ("-n", str(len(TEST_SETS)))
BY_FILE = (*WORKERS, "--dist", "loadfile", "--no-loadscope-reorder")
ANY_ORDER = (*WORKERS, "--dist", "worksteal")
# proofs that take minutes: what happens to killed services, our package in a vanilla CKAN, each comparison run once.
# A developer's run goes without them, the one of a submission has both
SLOW = "--slow"


def test(layout: Layout, options: argparse.Namespace) -> int:
    """Lint, check types and run the tests against the real services, starting them when they are not up.

    With pytest arguments only pytest runs. `-m "not services and not browser"` needs and starts no service; `--slow`
    runs the proofs that take minutes, and nothing else.
    """
    layout.prepare()
    settings = load_settings(layout) or configure(layout, argparse.Namespace(port=None, wilayah=None, demo=None))
    alone = "not services" in " ".join(options.words)
    if alone:
        with step("Lingkungan Python untuk uji"):
            environment.ensure(layout)
            environment.ensure(layout, testing=True)
            texts.compile_catalogues(layout)
        return _run_checks(layout, ["-p", "no:ckan", "-p", "no:ckan_fixtures", *ANY_ORDER, *options.words], {})
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
    instance.write_ini(layout, ports, settings["wilayah"], demo=settings["demo"])
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
    scripts = sorted(
        path.stem for path in (layout.root / "tests" / "bench").glob("*.py") if not path.stem.startswith("test_")
    )
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


def _needs(script: Path) -> tuple[str, ...]:
    """Return a script's NEEDS without running it: what it imports is not on this command's path."""
    for statement in ast.parse(script.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "NEEDS":
            return ast.literal_eval(statement.value)
    return ()


def _run_checks(layout: Layout, words: list[str], environ: dict[str, str]) -> int:
    os.chdir(layout.root)
    pytest = ["pytest", "-p", "no:cacheprovider"]
    whole = [*pytest, *BY_FILE, "--durations=30"]
    commands: list[list[str]] = [[*whole, "-m", "slow"] if words == [SLOW] else [*pytest, *words]]
    # what pytest makes of a test file is kept beside it, whatever the shell says: to make it is a third of a short run
    environ = {**os.environ, **environ, "PYTHONDONTWRITEBYTECODE": ""}
    if not words:
        commands = [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]]
        # there is no wheel of it for other machines
        commands += [["biome", "ci", "."]] if layout.bin("biome").exists() else []
        commands += [[*whole, "-m", "not slow"]]
    if not words or words == [SLOW]:
        # of tables that are made at random, some are tried in a run of some tests, and all here
        environ["SATUDATA_EXAMPLES"] = "all"
    for name, *arguments in commands:
        say(f"\n== {name} {' '.join(arguments)}")
        code = subprocess.run([layout.bin(name), *arguments], env=environ, check=False).returncode
        if code:
            return code
    return 0
