"""A folder of spreadsheets on an SFTP server, by paramiko; the server's key must be known beforehand."""

from __future__ import annotations

import base64
import ipaddress
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import paramiko
from ckan.plugins.toolkit import _
from ckanext.satudata.exceptions import BrokenAnswer, RefusedAddress, SourceUnavailable
from ckanext.satudata.harvest.readers import files

SECONDS = 30
PORT = 22
OPTIONS = {
    "host": {"type": "string"},
    "port": {"type": "integer"},
    "folder": {"type": "string"},
    "user": {"type": "string"},
    "password": {"type": "string", "description": "as {secret:NAME}"},
    "host_key": {"type": "string", "description": "the server's public key, as ssh-keyscan prints it: type and key"},
}
READ = files.READ


class Reader(files.Reader):
    """Fetches files over SSH; everything else is as with a folder."""

    def _fetched(self, read: Mapping[str, Any], folder: Path) -> Path:
        transport = self._connected()
        try:
            client = paramiko.SFTPClient.from_transport(transport)
            if client is None:
                raise SourceUnavailable(_("{0} offers no SFTP.").format(self.access["host"]))
            client.get_channel().settimeout(SECONDS)
            found = {entry.filename: entry for entry in client.listdir_attr(self.access["folder"])}
            name = files._last(found, read["file"], self.access["host"])
            if (found[name].st_size or 0) > self.client.most_bytes:
                text = _("{0} is larger than {1} MB. Raise limits.file_mb if that is right.")
                raise BrokenAnswer(text.format(name, self.client.most_bytes // 2**20))
            path = folder / f"sumber-{Path(name).name}"
            client.get(f"{self.access['folder'].rstrip('/')}/{name}", str(path))
            return path
        except (paramiko.SSHException, OSError) as error:
            text = _("{0} does not hand out the file: {1}")
            raise SourceUnavailable(text.format(self.access["host"], error)) from error
        finally:
            transport.close()

    def _connected(self) -> paramiko.Transport:
        host, port = self.access["host"], self.access.get("port", PORT)
        kind, key = self.access["host_key"].split()[-2:]
        wanted = paramiko.PKey.from_type_string(kind, base64.b64decode(key))
        try:
            address = str(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4][0])
            public = ipaddress.ip_address(address.partition("%")[0]).is_global
            if not self.access.get("internal") and not public:
                text = _("{0} is in a private network. If it is an agency's own server, mark the source as internal.")
                raise RefusedAddress(text.format(host))
            transport = paramiko.Transport(socket.create_connection((address, port), SECONDS))
            transport.connect(hostkey=wanted, username=self.access["user"], password=self.access["password"])
        except (paramiko.SSHException, OSError) as error:
            text = _("{0} cannot be reached by SFTP: {1}. Check account, password and host_key.")
            raise SourceUnavailable(text.format(host, error)) from error
        return transport
