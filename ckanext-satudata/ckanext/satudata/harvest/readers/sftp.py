"""A folder of spreadsheets on an SFTP server, by paramiko; the server's key must be known beforehand."""

from __future__ import annotations

import base64
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ckanext.satudata.exceptions import N_, BrokenAnswer, SourceUnavailable
from ckanext.satudata.harvest import allowed
from ckanext.satudata.harvest.readers import ALWAYS, driver, files
from ckanext.satudata.web.http import checked_addresses

SECONDS = 30
PORT = 22
TITLE = N_("Folder on an SFTP server")
OPTIONS = {
    "host": {"type": "string", "title": N_("Server"), "examples": ["sftp.contoh.go.id"], "needed": ALWAYS},
    "port": {"type": "integer", "title": N_("Port"), "description": N_("22 where nothing is written.")},
    "folder": {"type": "string", "title": N_("Folder"), "examples": ["/rekap"], "needed": ALWAYS},
    "user": {"type": "string", "title": N_("Account"), "examples": ["satudata"], "needed": ALWAYS},
    "password": {
        "type": "string",
        "title": N_("Password"),
        "description": N_("The name of a secret that the operator has put on the server."),
        "examples": ["{secret:SFTP_DINAS}"],
        "needed": ALWAYS,
        "secret": True,
    },
    "host_key": {
        "type": "string",
        "title": N_("Key of the server"),
        "description": N_("The server's public key, as ssh-keyscan prints it: type and key."),
        "examples": ["ssh-ed25519 AAAA…"],
        "needed": ALWAYS,
    },
}
READ = files.READ


class Reader(files.Reader):
    """Fetches files over SSH; everything else is as with a folder."""

    def __init__(self, access: Mapping[str, Any], client: Any) -> None:
        super().__init__(access, client)
        self._paramiko: Any = driver("paramiko", "sftp")

    def _fetched(self, read: Mapping[str, Any], folder: Path) -> Path:
        transport = self._connected()
        try:
            client = self._paramiko.SFTPClient.from_transport(transport)
            if client is None:
                raise SourceUnavailable(N_("{0} offers no SFTP."), self.access["host"])
            client.get_channel().settimeout(SECONDS)
            entries = {entry.filename: entry for entry in client.listdir_attr(self.access["folder"])}
            name = files._last(entries, read["file"], self.access["host"])
            if (entries[name].st_size or 0) > self.client.most_bytes:
                text = N_("{0} is larger than {1} MB. Raise limits.file_mb if that is right.")
                raise BrokenAnswer(text, name, self.client.most_bytes // 2**20)
            path = folder / f"sumber-{Path(name).name}"
            client.get(f"{self.access['folder'].rstrip('/')}/{name}", str(path))
            return path
        except (self._paramiko.SSHException, OSError) as error:
            text = N_("{0} does not hand out the file: {1}")
            raise SourceUnavailable(text, self.access["host"], error) from error
        finally:
            transport.close()

    def _connected(self) -> Any:
        host, port = self.access["host"], self.access.get("port", PORT)
        kind, key = self.access["host_key"].split()[-2:]
        host_key = self._paramiko.PKey.from_type_string(kind, base64.b64decode(key))
        try:
            marked = self.access.get("internal", False)
            [address, *_others] = checked_addresses(host, port, allowed.internal(marked=marked, trusted=self.trusted))
            transport = self._paramiko.Transport(socket.create_connection((address, port), SECONDS))
            transport.connect(hostkey=host_key, username=self.access["user"], password=self.access["password"])
        except (self._paramiko.SSHException, OSError) as error:
            text = N_("{0} cannot be reached by SFTP: {1}. Check account, password and host_key.")
            raise SourceUnavailable(text, host, error) from error
        return transport
