"""The district's own folder, `etc/`: made once, read at each start, and never written anew."""

from __future__ import annotations

import configparser
import functools
import importlib.util
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from types import ModuleType

from native import stamps
from native.console import Failure
from native.layout import Layout, write_private

# what is shown of a change: its name alone where the value may hold a password
PRIVATE = re.compile(r"password|secret|key|token|://[^/@]*:[^/@]*@", re.IGNORECASE)
HIDDEN = "(tidak ditampilkan)"
CURE = "    Cara memperbaiki: ubah baris itu, atau ./satudata config set NAMA=NILAI; lalu ./satudata config check"


@functools.cache
def _renderer(layout: Layout) -> ModuleType:
    """Return config/ini/render.py, which the Docker image runs by itself."""
    spec = importlib.util.spec_from_file_location("satudata_render", layout.root / "config" / "ini" / "render.py")
    if spec is None or spec.loader is None:
        raise Failure("config/ini/render.py tidak ada.\n    Cara memperbaiki: git checkout config")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def render(layout: Layout, values: Mapping[str, str], settings: Mapping[str, str]) -> str:
    """Return the catalogue's ini, filled with values of the installation and settings of the district."""
    text: str = _renderer(layout).render(layout.root / "config" / "ini" / "ckan.ini", values, settings)
    return text


def prepare(layout: Layout) -> None:
    """Make the folder where it is missing, with a file that says what may stand in it."""
    layout.harvest_sources.mkdir(parents=True, exist_ok=True)
    layout.profile_themes.mkdir(exist_ok=True)
    layout.harvest_secrets.mkdir(exist_ok=True)
    layout.harvest_secrets.chmod(0o700)
    for name, mode in (("satudata.ini", 0o644), ("secrets.ini", 0o600)):
        if not (layout.etc / name).exists():
            template = layout.root / "config" / "ini" / name
            write_private(layout.etc / name, template.read_text(encoding="utf-8"), mode)


def load(layout: Layout) -> dict[str, str]:
    """Return {option: value} of the district, secrets included; raise Failure for a file that cannot be read."""
    renderer = _renderer(layout)
    try:
        settings: dict[str, str] = renderer.load_settings(layout.etc)
    except renderer.BadSettings as error:
        raise Failure(f"etc/{error}\n{CURE}") from error
    return settings


def check(layout: Layout) -> None:
    """Raise Failure for settings that CKAN could not start with; those that were good before are not asked again."""
    files = [path for path in layout.etc.glob("*.ini") if path.is_file()]
    rules = [layout.root / "config" / "ini" / name for name in ("settings.py", "catalogue.py", "options.yaml")]
    rules += [layout.root / "ckanext-satudata/ckanext/satudata/config_declaration.yaml"]
    value = stamps.digest([*files, *rules, layout.root / "config" / "lock" / "runtime.txt"])
    if stamps.is_done(layout, "settings", value):
        return
    result = subprocess.run(_command(layout, ["check"]), capture_output=True, text=True, check=False)
    if result.returncode:
        raise Failure(f"Pengaturan di etc/ belum benar:\n{result.stderr.rstrip()}\n{CURE}")
    stamps.done(layout, "settings", value)


def run_settings(layout: Layout, words: Sequence[str]) -> int:
    """Run the command of the settings, as whoever types it; return its exit code."""
    if not layout.bin("python").exists():
        raise Failure("Lingkungan Python belum ada.\n    Cara memperbaiki: ./satudata up --detach")
    layout.prepare()
    prepare(layout)
    return subprocess.run(_command(layout, words), check=False).returncode


def _command(layout: Layout, words: Sequence[str]) -> list[str]:
    program = layout.root / "config" / "ini" / "settings.py"
    return [str(layout.bin("python")), "-W", "ignore", str(program), f"--folder={layout.etc}", *words]


def changes(before: str, after: str) -> Iterator[str]:
    """Yield a line for each option that differs between two ini files; what may be secret is not shown."""
    old, new = _options(before), _options(after)
    for name in sorted(set(old) | set(new)):
        if old.get(name) == new.get(name):
            continue
        if name not in new:
            yield f"- {name} tidak berlaku lagi (simpan dengan ./satudata config set bila masih perlu)"
            continue
        value = HIDDEN if PRIVATE.search(name) or PRIVATE.search(new[name]) else new[name]
        yield f"{'~' if name in old else '+'} {name} = {value}"


def _options(text: str) -> dict[str, str]:
    parser = configparser.RawConfigParser(delimiters=("=",), strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(text)
    return {name: " ".join(value.split()) for name, value in parser.items("app:main")}
