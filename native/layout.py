"""Where one installation keeps its files, ports and secrets; all of it lies below `.satudata/`."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

FIRST_PORT = {"web": 5000, "postgres": 5543, "redis": 6390, "solr": 8990, "sources": 9390, "assistants": 5300}
# 107 bytes is the most that Linux takes; the socket and, while it is made, a process id come behind
SOCKET_PATH_LIMIT = 80
SYSTEM_PYTHONS = ("/usr/bin/python3.12", "/usr/bin/python3.11", "/usr/bin/python3")
# suffix of the databases, the index and the files of the running catalogue, and of each worker of the test run
LIVE = ""
TEST_SETS = ("_test", "_test2")
SETS = (LIVE, *TEST_SETS)
SECRET_NAMES = (
    "postgres_superuser",
    "database",
    "datastore_read",
    "redis",
    "secret_key",
    "csrf_key",
    "api_token_key",
    "supervisor",
)


@dataclass(frozen=True)
class Layout:
    """Paths of the installation whose checkout is `root`."""

    root: Path

    @property
    def state(self) -> Path:
        """Everything that `up` makes."""
        return self.root / ".satudata"

    @property
    def venv(self) -> Path:
        """The Python environment."""
        return self.state / "venv"

    @property
    def peers(self) -> Path:
        """What benchmarks measure us against."""
        return self.state / "bench"

    @property
    def log(self) -> Path:
        """Logs of services and steps."""
        return self.state / "log"

    @property
    def stamps(self) -> Path:
        """What was done already."""
        return self.state / "stamps"

    @property
    def storage(self) -> Path:
        """Uploaded files."""
        return self.state / "storage"

    @property
    def cache(self) -> Path:
        """Bundles of styles and scripts, texts of scripts: what can be made anew."""
        return self.state / "cache"

    @property
    def sources(self) -> Path:
        """The agencies' systems that come with the demonstration district."""
        return self.state / "sources"

    @property
    def ini(self) -> Path:
        """The running catalogue's configuration."""
        return self.state / "ckan.ini"

    def test_ini(self, suffix: str) -> Path:
        """The configuration of one worker of the test run, by the suffix of its databases."""
        return self.state / f"{suffix.lstrip('_')}.ini"

    def ini_of(self, suffix: str) -> Path:
        """The configuration that belongs to the databases with this suffix."""
        return self.test_ini(suffix) if suffix else self.ini

    @property
    def etc(self) -> Path:
        """The district's own: settings, secrets, sources to harvest; `up` makes it once, and writes nothing in it."""
        return self.root / "etc"

    @property
    def harvest_secrets(self) -> Path:
        """Credentials of the district's sources, a file for each."""
        return self.etc / "harvest-secrets"

    @property
    def harvest_sources(self) -> Path:
        """The district's agencies to harvest, a file for each."""
        return self.etc / "harvesters"

    @property
    def profile_themes(self) -> Path:
        """What the district adds to the pages of its regions, a file for each theme."""
        return self.etc / "profil"

    @property
    def passwords(self) -> Path:
        """Passwords of the demonstration accounts."""
        return self.state / "passwords.json"

    @property
    def runtime(self) -> Path:
        """Folder of sockets and process ids; outside the checkout where its path is too long for a socket."""
        inside = self.state / "run"
        if len(str(inside)) < SOCKET_PATH_LIMIT:
            return inside
        digest = hashlib.sha256(str(self.root).encode()).hexdigest()[:10]
        return Path("/tmp") / f"satudata-{os.getuid()}-{digest}"  # noqa: S108 - `prepare` closes it to all others

    def bin(self, name: str) -> Path:
        """Return the path of a command in the virtual environment."""
        return self.venv / "bin" / name

    def prepare(self) -> None:
        """Make the folders that every command expects."""
        for folder in (self.state, self.log, self.stamps, self.storage, self.runtime):
            folder.mkdir(parents=True, exist_ok=True)
        self.runtime.chmod(0o700)
        self.state.chmod(0o755)
        self.storage.chmod(0o700)
        self.log.chmod(0o700)


class JsonFile:
    """A small JSON object on disk, written whole and atomically."""

    def __init__(self, path: Path, mode: int = 0o644) -> None:
        self.path = path
        self.mode = mode

    def read(self) -> dict:
        """Return the object, or an empty one when the file does not exist yet."""
        if not self.path.exists():
            return {}
        return json.loads(self.path.read_text(encoding="utf-8"))

    def write(self, values: dict) -> None:
        """Replace the file; the mode is set before anything is written into it."""
        write_private(self.path, json.dumps(values, indent=1, sort_keys=True) + "\n", self.mode)


def write_private(path: Path, text: str, mode: int = 0o600) -> None:
    """Write `text` atomically to a file that never has a wider mode than `mode`."""
    temporary = path.with_name(path.name + "~")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        os.fchmod(stream.fileno(), mode)
        stream.write(text)
    temporary.replace(path)


def load_secrets(layout: Layout) -> dict[str, str]:
    """Return this installation's secrets, generating the missing ones (mode 600)."""
    file = JsonFile(layout.state / "secrets.json", 0o600)
    values = file.read()
    missing = [name for name in SECRET_NAMES if name not in values]
    if missing:
        values.update({name: secrets.token_hex(24) for name in missing})
        file.write(values)
    return values


def port_is_free(port: int) -> bool:
    """Return whether a server may listen on this loopback port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def load_settings(layout: Layout) -> dict:
    """Return what the installation remembers: ports, kode wilayah, whether it has the demonstration.

    An installation that is older than one of the ports gets it here, and keeps it.
    """
    values = JsonFile(layout.state / "settings.json").read()
    if "ports" in values and not FIRST_PORT.keys() <= values["ports"].keys():
        values["ports"] = choose_ports(values["ports"], None)
        save_settings(layout, values)
    return values


def save_settings(layout: Layout, values: dict) -> None:
    """Store the installation's settings."""
    JsonFile(layout.state / "settings.json").write(values)


def choose_ports(stored: dict[str, int], web: int | None) -> dict[str, int]:
    """Return a port for each service: the known ones stay, new ones are the first free from our usual number on.

    `web` is what the person asked for and is taken as it is; the caller checks that it is free.
    """
    ports = dict(stored)
    for name, first in FIRST_PORT.items():
        if name in ports:
            continue
        ports[name] = next(port for port in range(first, first + 500) if port_is_free(port))
    if web:
        ports["web"] = web
    return ports


def python_of_checkout() -> str:
    """Return the interpreter to build the environment from, with its links resolved.

    It is the one that runs this command; where that lies in root's own home, which no other account may enter, it is
    the system's, if that has what we need.
    """
    ours = os.path.realpath(sys.executable)
    if os.getuid() or _is_open(Path(ours)):
        return ours
    for name in SYSTEM_PYTHONS:
        theirs = os.path.realpath(name)
        if os.path.exists(theirs) and _is_open(Path(theirs)) and _makes_environments(theirs):
            return theirs
    return ours


def _is_open(path: Path) -> bool:
    return all(folder.stat().st_mode & 0o001 for folder in path.parents)


def _makes_environments(python: str) -> bool:
    """Return whether an interpreter is of a version that we have tried, and can make a virtual environment."""
    code = "import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))"
    return subprocess.run([python, "-c", code], capture_output=True, check=False).returncode == 0
