"""A PostgreSQL cluster of a test's own, which may be killed."""

import contextlib
import os
import shutil
import signal
import subprocess
from pathlib import Path

from serving import wait_for

from native import account, postgres
from native.layout import Layout, load_secrets, port_is_free


class Cluster:
    """An empty cluster in a folder; `superuser` is the password of the role postgres."""

    def __init__(self, folder):
        self.layout = Layout(folder)
        self.layout.prepare()
        account.ensure_user(self.layout)
        postgres.ensure_cluster(self.layout)
        self.port = next(port for port in range(5700, 5900) if port_is_free(port))
        self.superuser = load_secrets(self.layout)["postgres_superuser"]
        self._process = None

    def start(self):
        """Start the server and wait until it answers; after a kill it recovers first."""
        command, user = postgres.command(self.layout, self.port), account.service_user()
        silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen(command, user=user, cwd="/", **silent)
        wait_for(lambda: postgres.is_ready(self.port), seconds=120)

    def kill(self):
        """End the server and all its processes with SIGKILL, as a machine that runs out of memory does."""
        pid = self._process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for child in (pid, *map(int, children)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        self._process.wait()

    def url(self, database):
        """Return the address of a database for its superuser."""
        return f"postgresql://postgres:{self.superuser}@127.0.0.1:{self.port}/{database}"

    def copy(self, source, database):
        """Make a database that has what the one at the address `source` has."""
        postgres.sql(self.layout, self.port, f"CREATE DATABASE {database} ENCODING 'utf-8'")
        dump = [postgres.program("pg_dump"), "--no-owner", "--no-privileges", f"--dbname={source}"]
        dump_text = subprocess.run(dump, check=True, stdout=subprocess.PIPE, text=True).stdout
        postgres.sql(self.layout, self.port, dump_text, database)

    def remove(self):
        """Stop the server and delete what it had."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(120)
        shutil.rmtree(postgres.data_folder(self.layout).parent, ignore_errors=True)


@contextlib.contextmanager
def running(folder):
    """Run a cluster in a folder until the block ends."""
    cluster = Cluster(folder)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.remove()
