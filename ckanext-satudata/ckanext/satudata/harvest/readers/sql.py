"""A database of an application, by SQLAlchemy: read only, one query for each dataset, streamed by the server."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from ckan.plugins.toolkit import _
from ckanext.satudata.exceptions import BrokenAgency, RefusedAddress, SourceUnavailable
from ckanext.satudata.harvest.readers import BaseReader
from sqlalchemy.exc import SQLAlchemyError

CHUNK = 5000
MINUTES = 10
OPTIONS = {"url": {"type": "string", "description": "SQLAlchemy address; its password as {secret:NAME}"}}
READ = {
    "required": ["query"],
    "properties": {"query": {"type": "string", "description": "SELECT …; one statement that only reads"}},
}
READING = re.compile(r"^\s*(?:--[^\n]*\n\s*)*(?:select|with)\b", re.IGNORECASE)
# what makes a session read only, and ends a query that takes too long, by dialect
SETTINGS = {
    "postgresql": [
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
        f"SET statement_timeout = '{MINUTES}min'",
        "SET idle_in_transaction_session_timeout = '15min'",
    ],
    "mysql": ["SET SESSION TRANSACTION READ ONLY", f"SET SESSION max_execution_time = {MINUTES * 60_000}"],
    "mariadb": ["SET SESSION TRANSACTION READ ONLY", f"SET SESSION max_statement_time = {MINUTES * 60}"],
    "sqlite": ["PRAGMA query_only = ON"],
    "oracle": ["SET TRANSACTION READ ONLY"],
    "mssql": [],
}


class Reader(BaseReader):
    """Runs the query of each table and hands its rows on as they come, so that memory does not grow with them."""

    def __init__(self, access: Mapping[str, Any], client: Any) -> None:
        super().__init__(access, client)
        url = sa.make_url(access["url"])
        _check_host(url, internal=access.get("internal", False))
        if url.get_backend_name() == "sqlite" and url.database:
            # SQLite would create a file that is not there
            if not Path(url.database).is_file():
                raise SourceUnavailable(_("The database {0} is not there.").format(url.database))
            url = sa.make_url(f"sqlite:///file:{url.database}?mode=ro&uri=true")
        self._engine = sa.create_engine(url, poolclass=sa.pool.NullPool)

    def rows(self, read: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the rows of a query."""
        query = read["query"]
        if not READING.match(query) or ";" in query.strip().rstrip(";"):
            raise BrokenAgency(_("The query must be one SELECT. It begins: {0}").format(query.strip()[:60]))
        try:
            with self._engine.connect() as connection:
                for setting in SETTINGS[_kind(self._engine.dialect)]:
                    connection.exec_driver_sql(setting)
                streamed = connection.execution_options(stream_results=True, yield_per=CHUNK)
                # exec_driver_sql leaves a percent sign and a colon of the query alone
                result = streamed.exec_driver_sql(query.strip().rstrip(";"))
                columns = list(result.keys())
                for part in result.partitions(CHUNK):
                    for row in part:
                        yield dict(zip(columns, row, strict=True))
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or error).strip().split("\n")[0]
            text = _("The database refuses: {0}. Check the query, and the rights of the account.")
            raise SourceUnavailable(text.format(reason)) from error

    def close(self) -> None:
        """Let the connections go."""
        self._engine.dispose()


def _kind(dialect: sa.Dialect) -> str:
    """Return whose settings a session knows: an address of MySQL may lead to a MariaDB."""
    return "mariadb" if getattr(dialect, "is_mariadb", False) else dialect.name


def _check_host(url: sa.URL, *, internal: bool) -> None:
    if not url.host or internal:
        return
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(url.host, url.port)}
    except OSError as error:
        raise SourceUnavailable(_("The name {0} is not known. Check the address.").format(url.host)) from error
    if not all(ipaddress.ip_address(str(address).partition("%")[0]).is_global for address in found):
        text = _("{0} is in a private network. If it is an agency's own server, mark the source as internal.")
        raise RefusedAddress(text.format(url.host))
