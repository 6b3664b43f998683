"""A screen as a picture for the morning briefing: PNG by the server's own Chromium, PDF with a picture on each page.

A wall is drawn by a browser, so only a browser can picture it truly. Chromium is therefore an optional part: whoever
wants pictures installs it, everything else goes on without. It sees nothing but this portal: other hosts have no
address for it, and cameras and foreign pages are left out of a picture.
"""

from __future__ import annotations

import datetime
import io
import logging
import os
import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from ckan.lib.redis import connect_to_redis
from ckan.plugins import toolkit as tk
from ckanext.satudata import clock, config
from ckanext.satudata.command_center import auth, screens
from ckanext.satudata.exceptions import N_, NoSnapshot
from redis.exceptions import LockError
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

log = logging.getLogger(__name__)

SIZES = ("1920x1080", "3840x2160", "5760x1080")
THEMES = ("gelap", "terang")
# seconds: what a page may take to draw itself, Chromium altogether, a visitor waits for another's picture
DRAWING, PATIENCE, QUEUE, TICKET = 8, 60, 20, 60
FLAGS = [
    "--headless",
    # one page of this portal is opened and nothing else; containers have no user namespaces for the sandbox
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--hide-scrollbars",
    "--no-first-run",
    f"--virtual-time-budget={DRAWING * 1000}",
]
MIMETYPES = {"png": "image/png", "pdf": "application/pdf"}


def picture(name: str, user: str, size: str = SIZES[0], theme: str = THEMES[0]) -> bytes:
    """Return a PNG of a screen as that user ("" for everybody) sees it. Raises NoSnapshot, which says why not."""
    program = shutil.which(config.chromium())
    if program is None:
        text = N_(
            "There are no pictures: {0} is not on this server. Install Debian's chromium, or name another in {1}."
        )
        raise NoSnapshot(text, config.chromium(), "ckanext.satudata.chromium")
    lock = connect_to_redis().lock("satudata:snapshot", timeout=PATIENCE + QUEUE, blocking_timeout=QUEUE)
    try:
        with lock:
            return _taken(program, _address(name, user, size, theme), size)
    except LockError as error:
        raise NoSnapshot(N_("Another picture is being made. Try again in a minute.")) from error


def document(pictures: list[bytes], title: str) -> bytes:
    """Return a PDF with one picture a page, each page as large as its picture (1 px is 1/96 inch)."""
    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.setTitle(title)
    for picture in pictures:
        image = ImageReader(io.BytesIO(picture))
        width, height = (side * 72 / 96 for side in image.getSize())
        canvas.setPageSize((width, height))
        canvas.drawImage(image, 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def briefing() -> None:
    """Write a PDF of all public screens into the folder of the option; without the option nothing is to do."""
    folder = config.briefing_folder()
    if not folder:
        return
    open_to_all = [name for name in screens.names() if auth.may_see(screens.load(name).organizations, set())]
    day = clock.today().isoformat()
    try:
        made = document([picture(name, "") for name in open_to_all], day)
    except NoSnapshot as error:
        log.error("briefing: %s", error)
        return
    Path(folder).mkdir(parents=True, exist_ok=True)
    (Path(folder) / f"ruang-komando-{day}.pdf").write_bytes(made)


def briefing_cron() -> str:
    """Return when the briefing is made, as the scheduler wants it (UTC): at half past five where the district lies."""
    utc = datetime.datetime.combine(clock.today(), datetime.time(5, 30), clock.zone()).astimezone(datetime.UTC)
    return f"{utc.minute} {utc.hour} * * *"


def redeem(ticket: str) -> str | None:
    """Return the user for whom a ticket was made, and make it worthless; None for one that is none."""
    kept = connect_to_redis().getdel(f"satudata:ticket:{ticket}")
    return None if kept is None else kept.decode()


def _address(name: str, user: str, size: str, theme: str) -> str:
    """Return the address of a screen with a ticket: for one visit within a minute it stands for the user's log-in."""
    ticket = secrets.token_urlsafe(24)
    connect_to_redis().set(f"satudata:ticket:{ticket}", user, ex=TICKET + QUEUE)
    path = tk.url_for("satudata_command_center.show", name=name, locale="default")
    return f"{config.snapshot_url()}{path}?{urlencode({'tiket': ticket, 'ukuran': size, 'kiosk': 1, 'tema': theme})}"


def _taken(program: str, address: str, size: str) -> bytes:
    host = urlsplit(address).hostname
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "picture.png"
        command = [
            program,
            *FLAGS,
            f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {host}",
            f"--user-data-dir={folder}/profile",
            f"--window-size={size.replace('x', ',')}",
            f"--screenshot={target}",
            address,
        ]
        environment = {"PATH": os.environ.get("PATH", ""), "HOME": folder, "LANG": "C.UTF-8"}
        try:
            done = subprocess.run(
                command, env=environment, cwd=folder, capture_output=True, timeout=PATIENCE, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise NoSnapshot(N_("The picture took more than {0} seconds. Try again."), PATIENCE) from error
        if not target.exists():
            log.error("chromium: %s", done.stderr.decode("utf-8", "replace")[-2000:])
            raise NoSnapshot(N_("Chromium made no picture; the log of the portal says why."))
        return target.read_bytes()
