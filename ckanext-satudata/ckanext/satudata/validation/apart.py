"""A check that nobody need wait for: it goes on apart from the request that asked for it.

The web server's threads are few. A public check has a process of its own (`process`), and a thread of its own that
watches over it; the request waits a moment for the answer, and gets a token when it takes longer. What was found is
then kept in Redis for some minutes; of the file nothing is.
"""

from __future__ import annotations

import pickle
import re
import secrets
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from ckan.lib.redis import connect_to_redis
from ckanext.satudata.exceptions import N_, SatuDataError, StoppedCheck
from ckanext.satudata.validation import process
from ckanext.satudata.validation.engine import Outcome
from ckanext.satudata.validation.structure import Progress
from flask import Flask

# what a request waits for an answer
PATIENCE_SECONDS = 8
KEPT_SECONDS = 600
# checks at once in one process of the web server; each may have the memory of `check_memory_mb`
AT_ONCE = threading.BoundedSemaphore(2)
TOKEN = re.compile(r"^[0-9a-f]{32}$")
BUSY = N_("Other files are being checked just now. Try again in a minute.")


class Check:
    """One check that is going on; `folder` is where its file lies, and goes with it."""

    def __init__(
        self, app: Flask, folder: tempfile.TemporaryDirectory[str], job: process.Job, progress: Progress
    ) -> None:
        self.token = secrets.token_hex(16)
        self._app, self._folder, self._job, self._progress = app, folder, job, progress
        self._answer: Outcome | SatuDataError | None = None
        self._lock = threading.Lock()
        self._is_left = False
        self._thread = threading.Thread(target=self._work, daemon=True)

    def start(self) -> None:
        """Begin. Raises StoppedCheck while too many others are going on."""
        if not AT_ONCE.acquire(blocking=False):
            self._folder.cleanup()
            raise StoppedCheck(BUSY)
        _note(self.token, None)
        self._thread.start()

    def answer(self, take: Callable[[Outcome], object], patience: float = PATIENCE_SECONDS) -> object | None:
        """Return what `take` makes of the outcome, while the file is still there; None where it is not done in time.

        Raises what the check raised. Afterwards the outcome is found by the token.
        """
        self._thread.join(patience)
        with self._lock:
            if self._answer is None:
                self._is_left = True
                return None
        try:
            return take(_outcome(self._answer))
        finally:
            self._folder.cleanup()

    def _work(self) -> None:
        try:
            with self._app.app_context():
                answer: Outcome | SatuDataError = process.run(self._job, self._progress)
        except SatuDataError as error:
            answer = error
        except Exception as error:
            answer = StoppedCheck(process.BROKEN, file=self._job.filename, reason=type(error).__name__)
        finally:
            AT_ONCE.release()
        with self._lock:
            self._answer = answer
            if self._is_left:
                _note(self.token, (self._job.filename, answer))
                self._folder.cleanup()


def find(token: str) -> tuple[str, Outcome] | None:
    """Return name and outcome of a check that nobody waited for; None while it is going on.

    Raises what the check raised, and StoppedCheck where no check is known by the token.
    """
    stored = connect_to_redis().get(_key(token)) if TOKEN.match(token) else None
    if stored is None:
        raise StoppedCheck(N_("The result of this check is gone. Check the file again."))
    noted = pickle.loads(stored)  # noqa: S301 - we alone write to our Redis, which asks for a password
    return (noted[0], _outcome(noted[1])) if noted else None


def folder() -> tuple[tempfile.TemporaryDirectory[str], Path]:
    """Make the folder of a check; return it and its path."""
    made = tempfile.TemporaryDirectory(prefix="satudata-periksa-", ignore_cleanup_errors=True)
    return made, Path(made.name)


def _outcome(answer: Outcome | SatuDataError) -> Outcome:
    if isinstance(answer, SatuDataError):
        raise answer
    return answer


def _note(token: str, result: tuple[str, Outcome | SatuDataError] | None) -> None:
    connect_to_redis().set(_key(token), pickle.dumps(result), ex=KEPT_SECONDS)


def _key(token: str) -> str:
    return f"satudata:check:{token}"
