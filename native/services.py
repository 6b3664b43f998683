"""The services of one installation under supervisord: what runs, in which order, and when each is ready."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from native import account, postgres, redis, solr, tls
from native.console import Failure, run, say, wait_until
from native.layout import Layout, load_settings, port_is_free

BACKENDS = ("postgres", "redis", "solr")
# two on one port: while one is started anew, for it was killed, the other one answers
WEB = ("web", "web-2")
# a source that hangs delays nobody while the other harvester is free
HARVESTERS = ("harvester", "harvester-2")
# a small table does not wait for a large one; what may take minutes has its own queues, and waits for neither
WORKERS = ("worker", "worker-2")
LONG_WORK = ("discrepancies", "background")
APPLICATION = (*WEB, *WORKERS, "calculator", *HARVESTERS, "scheduler", "assistants")
NAMES = (*BACKENDS, *APPLICATION)
# the agencies' systems that come with the demonstration district, and run with it only
SOURCES = "sources"
STOP_SECONDS = 40
# states in which a program is running, or going to be
LIVING = {"RUNNING", "STARTING", "BACKOFF"}
# while we wait: how often we ask how it is and say what we wait for, how often it may end, and when we give up
LOOK_SECONDS, SAY_SECONDS = 3, 20
MOST_STARTS = 4
PATIENCE_SECONDS = 900


@dataclass(frozen=True)
class Program:
    """One supervised process: its command, the account, the signal that ends it and its environment."""

    name: str
    command: list[str]
    user: str | None = None
    stop_signal: str = "TERM"
    environment: dict[str, str] = field(default_factory=dict)

    def section(self, layout: Layout) -> str:
        """Return the program's section of supervisord.conf."""
        lines = [
            f"[program:{self.name}]",
            "command=" + " ".join(f'"{word}"' if " " in word else word for word in self.command),
            "directory=/",
            "autostart=false",
            "autorestart=true",
            "startsecs=1",
            "startretries=5",
            f"stopsignal={self.stop_signal}",
            "stopwaitsecs=30",
            "killasgroup=true",
            f"stdout_logfile={layout.log / (self.name + '.log')}",
            "redirect_stderr=true",
            "stdout_logfile_maxbytes=10MB",
            "stdout_logfile_backups=3",
        ]
        if self.user:
            lines.append(f"user={self.user}")
        if self.environment:
            lines.append("environment=" + ",".join(f'{key}="{value}"' for key, value in self.environment.items()))
        return "\n".join(line.replace("%", "%%") for line in lines)


def gunicorn(layout: Layout, port: int) -> list[str]:
    """Return the command of one of the web servers on loopback."""
    config = layout.root / "config" / "ini" / "gunicorn.py"
    return [str(layout.bin("gunicorn")), f"--config={config}", f"--bind=127.0.0.1:{port}", "--workers=1"]


def programs(layout: Layout, ports: dict[str, int]) -> list[Program]:
    """Return every program of the installation, in the order in which they start."""
    ckan = [str(layout.bin("ckan")), "-c", str(layout.ini)]
    user = account.of_services(layout)
    home = account.environment(layout)
    environment = {"CKAN_INI": str(layout.ini), "PYTHONUNBUFFERED": "1", **home}

    def ours(name: str, command: list[str]) -> Program:
        return Program(name, command, user, environment=environment)

    java = solr.command(layout.state / "solr", ports["solr"], layout.state / "solr" / "log")
    return [
        Program("postgres", postgres.command(layout, ports["postgres"]), account.service_user(), "INT"),
        Program("redis", redis.command(layout), user),
        Program("solr", java, user, environment=home),
        *(ours(name, gunicorn(layout, ports["web"])) for name in WEB),
        *(ours(name, [*ckan, "satudata", "worker"]) for name in WORKERS),
        ours("calculator", [*ckan, "satudata", "worker", *LONG_WORK]),
        *(ours(name, [*ckan, "satudata", "worker", "harvest"]) for name in HARVESTERS),
        ours("scheduler", [*ckan, "satudata", "scheduler"]),
        ours("assistants", [*ckan, "satudata", "mcp", f"--port={ports['assistants']}"]),
        ours(SOURCES, [*ckan, *_sources(layout, ports)]),
        # its master binds a port below 1024, which only root may; its workers are the services' account
        *([Program(tls.NAME, tls.command(layout), stop_signal="QUIT")] if tls.find(layout) else []),
    ]


def _sources(layout: Layout, ports: dict[str, int]) -> list[str]:
    where = ["--folder", str(layout.sources), "--port", str(ports["sources"])]
    return ["satudata-demo", "sources", "--wilayah", load_settings(layout)["wilayah"], *where]


def _config_file(layout: Layout) -> Path:
    return layout.state / "supervisord.conf"


def _config(layout: Layout, ports: dict[str, int]) -> str:
    socket = layout.runtime / "supervisor.sock"
    owner = "user=root\n" if os.getuid() == 0 else ""
    head = f"""[unix_http_server]
file={socket}
chmod=0700

[supervisord]
{owner}logfile={layout.log / "supervisord.log"}
logfile_maxbytes=5MB
pidfile={layout.runtime / "supervisord.pid"}
childlogdir={layout.log}
directory=/
umask=027

[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface

[supervisorctl]
serverurl=unix://{socket}
"""
    return "\n\n".join([head, *(program.section(layout) for program in programs(layout, ports))]) + "\n"


def supervisor_pid(layout: Layout) -> int | None:
    """Return the process id of our running supervisord, or None."""
    path = layout.runtime / "supervisord.pid"
    if not path.exists():
        return None
    pid = int(path.read_text().strip() or 0)
    command_line = Path(f"/proc/{pid}/cmdline")
    if not command_line.exists() or str(_config_file(layout)).encode() not in command_line.read_bytes():
        return None
    return pid


def start_supervisor(layout: Layout, ports: dict[str, int]) -> None:
    """Start supervisord, or let the running one take up a changed configuration."""
    text = _config(layout, ports)
    path = _config_file(layout)
    changed = not path.exists() or path.read_text(encoding="utf-8") != text
    path.write_text(text, encoding="utf-8")
    log = layout.log / "supervisord.log"
    if supervisor_pid(layout) is None:
        run([layout.bin("supervisord"), "-c", path], log, f"lihat {log}")
        wait_until(lambda: _control(layout, "pid").returncode == 0, 120, "supervisord", f"lihat {log}")
    elif changed:
        running = [name for name, state in states(layout).items() if state in {"RUNNING", "STARTING"}]
        # it stops what changed, and leaves it so
        _control(layout, "update")
        start(layout, *running)


def _control(layout: Layout, *words: str) -> subprocess.CompletedProcess[str]:
    command: list[str | Path] = [layout.bin("supervisorctl"), "-c", _config_file(layout), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def states(layout: Layout) -> dict[str, str]:
    """Return each program's state as supervisord names it (RUNNING, STOPPED, FATAL …); empty when it is not up."""
    return {name: state for name, (state, _pid) in processes(layout).items()}


def processes(layout: Layout) -> dict[str, tuple[str, str]]:
    """Return each program's state and the id of its process, "" where it has none; empty without supervisord."""
    if supervisor_pid(layout) is None:
        return {}
    rows = (line.split() for line in _control(layout, "status").stdout.splitlines())
    return {
        row[0]: (row[1], row[3].rstrip(",") if row[2:3] == ["pid"] else "")
        for row in rows
        if len(row) > 1 and row[0] in {*NAMES, SOURCES, tls.NAME}
    }


def are_ours(layout: Layout) -> set[str]:
    """Return the names of the ports that a running service of ours listens on, or is about to."""
    running = {name for name, state in states(layout).items() if state == "RUNNING"}
    return running | ({"web"} if running & set(WEB) else set())


def start(layout: Layout, *names: str) -> None:
    """Start programs that are not running; returns once supervisord has started them."""
    states_by_name = states(layout)
    to_start = [name for name in names if states_by_name.get(name) not in {"RUNNING", "STARTING"}]
    if to_start:
        _control(layout, "start", *to_start)


def restart(layout: Layout, *names: str) -> None:
    """Restart programs that are running."""
    states_by_name = states(layout)
    to_restart = [name for name in names if states_by_name.get(name) in {"RUNNING", "STARTING"}]
    if to_restart:
        _control(layout, "restart", *to_restart)


def is_ready(layout: Layout, name: str, ports: dict[str, int]) -> bool:
    """Return whether a service answers, not merely runs."""
    if name == "postgres":
        return postgres.is_ready(ports["postgres"])
    if name == "redis":
        return redis.is_ready(layout, ports["redis"])
    if name == "solr":
        return all(solr.is_ready(ports["solr"], core) for core in solr.CORES)
    if name in {SOURCES, tls.NAME}:
        settings = tls.find(layout)
        return not port_is_free(ports["sources"] if name == SOURCES else settings.port if settings else 443)
    if name == "web":
        return http_ok(f"http://127.0.0.1:{ports['web']}/api/3/action/status_show")
    return states(layout).get(name) == "RUNNING"


def http_ok(address: str) -> bool:
    """Return whether an address of ours answers 200 within five seconds."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def wait(layout: Layout, name: str, ports: dict[str, int]) -> None:
    """Wait until a service answers, as long as its process lives, and say what is waited for.

    Raises Failure when supervisord has given it up, when it ends again and again, and after `PATIENCE_SECONDS`.
    """
    cure = f"./satudata logs {name}"
    begin = spoken = looked = time.monotonic()
    pids: set[str] = set()
    # how often it was seen starting; that takes a second, and looks are further apart
    starts = 0
    while not is_ready(layout, name, ports):
        moment = time.monotonic()
        if moment - looked > LOOK_SECONDS:
            state, pid = processes(layout).get(name, ("STOPPED", ""))
            pids |= {pid} - {""}
            starts += state == "STARTING"
            looked = time.monotonic()
            if state not in LIVING or len(pids) + starts > MOST_STARTS:
                raise Failure(f"Layanan {name} tidak mau jalan.\n    Cara memperbaiki: {cure}")
        if moment - begin > PATIENCE_SECONDS:
            raise Failure(f"Layanan {name} belum menjawab setelah {moment - begin:.0f} detik.\n    Lihat: {cure}")
        if moment - spoken > SAY_SECONDS:
            say(f"    … menunggu {name}, {moment - begin:.0f} detik: {_last_line(layout, name)}")
            spoken = moment
        time.sleep(0.3)


def _last_line(layout: Layout, name: str) -> str:
    """Return the newest line of a service's log, as far as a terminal shows it."""
    path = layout.log / f"{name}.log"
    if not path.exists():
        return "belum ada catatan"
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - 2000))
        lines = stream.read().decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:100] if lines else "belum ada catatan"


def stop(layout: Layout, *names: str) -> None:
    """Stop some programs, or with no name all of them and supervisord itself; returns when they are gone."""
    if names:
        _control(layout, "stop", *names)
        return
    pid = supervisor_pid(layout)
    if pid is None:
        return
    for name in reversed(NAMES):
        _control(layout, "stop", name)
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while supervisor_pid(layout) is not None:
        if time.monotonic() > deadline:
            raise Failure(f"supervisord (pid {pid}) tidak berhenti.\n    Cara memperbaiki: kill -9 {pid}")
        time.sleep(0.1)


def ports_of(layout: Layout) -> dict[str, int]:
    """Return the installation's ports; raise Failure before the first `up`."""
    ports = load_settings(layout).get("ports")
    if not ports:
        raise Failure("Portal ini belum dipasang.\n    Cara memperbaiki: jalankan ./satudata up")
    return ports
