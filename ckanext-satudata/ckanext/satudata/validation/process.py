"""Runs a check in a process of its own: it can be ended, cannot take the portal with it, and reports its progress."""

from __future__ import annotations

import logging
import multiprocessing
import resource
import signal
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import duckdb
from ckanext.satudata import config
from ckanext.satudata.exceptions import N_, SatuDataError, StoppedCheck
from ckanext.satudata.standards import model
from ckanext.satudata.tables.step import Step
from ckanext.satudata.validation import engine
from ckanext.satudata.validation.engine import Outcome
from ckanext.satudata.validation.structure import Progress, nobody

log = logging.getLogger(__name__)

# a server that forks quickly and has nothing of the portal in it: no threads, no connections
CONTEXT = multiprocessing.get_context("forkserver")
# by its name: this process needs nothing of it
CONTEXT.set_forkserver_preload(["ckanext.satudata.validation.beforehand"])
POLL_SECONDS = 0.2
WAIT_SECONDS = 5
TOO_LONG = N_(
    "The check of {file} took more than {limit} seconds and was stopped. Split the file by year or by kecamatan."
)
BROKEN = N_(
    "The check of {file} stopped with an error of its own ({reason}); nothing was stored. Save the file again as XLSX "
    "and try once more; if it stops again, send the file to the walidata."
)
# what ends a process that needs more memory than there is: the kernel, or a library that gets none
ENDED_FOR_MEMORY = {signal.SIGKILL, signal.SIGABRT}
TOO_LARGE = N_("The check of {file} needed too much memory and was stopped. Split the file by year or by kecamatan.")


@dataclass(frozen=True)
class Job:
    """One file to check: where it lies, what its owner calls it, where what is read of it goes, how."""

    path: Path
    filename: str
    folder: Path
    steps: list[Step] | None = None
    refused: tuple[Step, ...] = ()
    sheet: str | None = None
    standard: str | None = None
    custom_schema: dict[str, Any] | None = None
    kept: Path | None = None


def run(job: Job, progress: Progress = nobody) -> Outcome:
    """Return what `engine.check_path` finds. Raises StoppedCheck and UnknownStandard."""
    ours, theirs = CONTEXT.Pipe(duplex=False)
    limits = {"memory": config.check_memory_mb(), "wilayah": config.wilayah(), "timezone": config.timezone()}
    child = CONTEXT.Process(target=_child, args=(job, theirs, limits), daemon=True)
    child.start()
    theirs.close()
    try:
        return _answer(job, ours, progress)
    except EOFError:
        raise _ended(job, child) from None
    finally:
        child.kill()
        child.join()
        ours.close()


def _answer(job: Job, pipe: Connection, progress: Progress) -> Outcome:
    limit = config.check_seconds()
    end = time.monotonic() + limit
    while time.monotonic() < end:
        if not pipe.poll(POLL_SECONDS):
            continue
        kind, value = pipe.recv()
        if kind == "error":
            raise value
        if kind == "done":
            return value
        progress(value)
    raise StoppedCheck(TOO_LONG, file=job.filename, limit=limit)


def _ended(job: Job, child: ForkServerProcess) -> StoppedCheck:
    """Return why a child ended without a word."""
    child.join(WAIT_SECONDS)
    code = child.exitcode or 0
    if -code in ENDED_FOR_MEMORY:
        return StoppedCheck(TOO_LARGE, file=job.filename)
    reason = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    log.error("The check of %s ended: %s", job.filename, reason)
    return StoppedCheck(BROKEN, file=job.filename, reason=reason)


def _child(job: Job, pipe: Connection, limits: dict[str, Any]) -> None:
    """Check, and send ("progress", share), then ("done", outcome) or ("error", exception)."""
    _most, hard = resource.getrlimit(resource.RLIMIT_DATA)
    # what whoever asks does when he is told to stop is his, and would look like a fault of the file
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        resource.setrlimit(resource.RLIMIT_DATA, (limits["memory"] * 2**20, hard))
        config.stand_in(wilayah=limits["wilayah"], timezone=limits["timezone"])
        outcome = engine.check_path(
            job.path,
            job.filename,
            job.folder,
            steps=job.steps,
            refused=job.refused,
            sheet=job.sheet,
            standard=model.load(job.standard) if job.standard else None,
            custom_schema=job.custom_schema,
            kept=job.kept,
            progress=lambda share: pipe.send(("progress", share)),
        )
        pipe.send(("done", outcome))
    except SatuDataError as error:
        pipe.send(("error", error))
    except (MemoryError, duckdb.OutOfMemoryException):
        # to say so needs some, too
        resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))
        pipe.send(("error", StoppedCheck(TOO_LARGE, file=job.filename)))
    except Exception as error:
        # whatever it is, the officer reads what it was, and the operator where
        log.exception("The check of %s failed", job.filename)
        pipe.send(("error", StoppedCheck(BROKEN, file=job.filename, reason=f"{type(error).__name__}: {error}"[:200])))
