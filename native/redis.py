"""A private Redis: sessions, cache and job queue."""

from __future__ import annotations

import socket

from native.layout import SETS, Layout, load_secrets, write_private


def write_config(layout: Layout, port: int) -> None:
    """Write redis.conf (mode 600, it holds the password); jobs survive a restart through the append-only file."""
    folder = layout.state / "redis"
    folder.mkdir(exist_ok=True)
    lines = [
        "bind 127.0.0.1",
        f"port {port}",
        "protected-mode yes",
        f"requirepass {load_secrets(layout)['redis']}",
        f"dir {folder}",
        "appendonly yes",
        'save ""',
        "daemonize no",
    ]
    write_private(folder / "redis.conf", "\n".join(lines) + "\n")


def command(layout: Layout) -> list[str]:
    """Return the command line of the server."""
    return ["redis-server", str(layout.state / "redis" / "redis.conf")]


def is_ready(layout: Layout, port: int) -> bool:
    """Return whether the server answers PING with our password."""
    password = load_secrets(layout)["redis"]
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            answer = b""
            while b"PONG" not in answer:
                part = connection.recv(256)
                if not part or b"-ERR" in part or b"-WRONGPASS" in part or b"-LOADING" in part:
                    return False
                answer += part
    except OSError:
        return False
    return True


def url(layout: Layout, port: int, suffix: str) -> str:
    """Return the address of the numbered database that goes with the databases of this suffix."""
    return f"redis://:{load_secrets(layout)['redis']}@127.0.0.1:{port}/{SETS.index(suffix)}"
