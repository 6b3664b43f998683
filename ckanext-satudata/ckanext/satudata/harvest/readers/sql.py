"""A database of an application, by SQLAlchemy: read only, one query for each dataset, streamed by the server."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from ckanext.satudata.exceptions import N_, BrokenAgency, RefusedAddress, SourceUnavailable
from ckanext.satudata.harvest import allowed
from ckanext.satudata.harvest.readers import ALWAYS, BaseReader, driver
from ckanext.satudata.web.http import Internal, checked_addresses
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

CHUNK = 5000
MINUTES = 10
TITLE = N_("Database of an application (SQL)")
OPTIONS = {
    "url": {
        "type": "string",
        "title": N_("Address of the database"),
        "description": N_("As SQLAlchemy writes it: kind, account, host and name; the password as a secret."),
        "examples": [
            "postgresql://pembaca:{secret:SIMPEG}@10.20.1.5/simpeg",
            "mysql+pymysql://pembaca:{secret:PAD}@10.20.1.6/pad",
        ],
        "needed": ALWAYS,
    }
}
READ = {
    "required": ["query"],
    "properties": {
        "query": {
            "type": "string",
            "title": N_("Query"),
            "description": N_("SELECT …; one statement that only reads."),
            "examples": ["SELECT kode, tahun, jumlah FROM rekap ORDER BY kode"],
        }
    },
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
# What an address may say after its `?`, by kind of database. Everything else could name another host, a socket, a file
# of this server or a service that stands for one of them (host, hostaddr, service, dsn, read_default_file, …).
HARMLESS = {
    "postgresql": {"sslmode", "connect_timeout", "application_name", "client_encoding"},
    "mysql": {"charset", "connect_timeout", "use_unicode"},
    "mariadb": {"charset", "connect_timeout", "use_unicode"},
    "oracle": {"service_name"},
    "mssql": {"charset", "tds_version", "login_timeout", "timeout"},
    "sqlite": set(),
}
OF_EXTRA = {"pymysql", "oracledb", "pymssql"}
DRIVERS = {"psycopg2", "pysqlite", "", *OF_EXTRA}
# a name of a database or service; libpq and Oracle take whole addresses in its place
NAME = re.compile(r"^[\w.$#-]*$")


class Reader(BaseReader):
    """Runs the query of each table and hands its rows on as they come, so that memory does not grow with them."""

    def __init__(self, access: Mapping[str, Any], client: Any) -> None:
        super().__init__(access, client)
        try:
            url = sa.make_url(access["url"])
            url.get_dialect()
        except (ArgumentError, SQLAlchemyError, ValueError, ImportError) as error:
            text = N_("The address of the database cannot be read. Write it like postgresql://account@host/database.")
            raise BrokenAgency(text) from error
        if url.get_driver_name() in OF_EXTRA:
            driver(url.get_driver_name(), "databases")
        if url.get_backend_name() == "sqlite":
            url = self._file(url)
        else:
            url = checked(url, allowed.internal(marked=access.get("internal", False), trusted=self.trusted))
        self._engine = sa.create_engine(url, poolclass=sa.pool.NullPool)

    def _file(self, url: sa.URL) -> sa.URL:
        """Return the address of a SQLite database that is only read; SQLite would create one that is not there."""
        if not url.database or not Path(url.database).is_file():
            raise SourceUnavailable(N_("The database {0} is not there."), url.database or "")
        allowed.check_path(url.database, trusted=self.trusted)
        return sa.make_url(f"sqlite:///file:{quote(url.database)}?mode=ro&uri=true")

    def rows(self, read: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the rows of a query."""
        query = read["query"]
        if not READING.match(query) or ";" in query.strip().rstrip(";"):
            raise BrokenAgency(N_("The query must be one SELECT. It begins: {0}"), query.strip()[:60])
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
            reason = str(getattr(error, "orig", None) or type(error).__name__).strip().split("\n")[0]
            text = N_("The database refuses: {0}. Check the query, and the rights of the account.")
            raise SourceUnavailable(text, reason) from error

    def close(self) -> None:
        """Let the connections go."""
        self._engine.dispose()


def _kind(dialect: sa.Dialect) -> str:
    """Return whose settings a session knows: an address of MySQL may lead to a MariaDB."""
    return "mariadb" if getattr(dialect, "is_mariadb", False) else dialect.name


def checked(url: sa.URL, internal: Internal) -> sa.URL:
    """Return the address of a database whose one host was checked, leading to the very address that was checked.

    Raises RefusedAddress for a host in a private network, and for every way around the check: hosts, sockets, files
    and services in the query, a driver that reads those of its own.
    """
    if internal is True:
        return url
    backend = url.get_backend_name()
    strange = sorted(set(url.query) - HARMLESS.get(backend, set()))
    if strange or any(isinstance(value, tuple) for value in url.query.values()):
        text = N_("The database's address says {0} after its question mark, which may lead elsewhere. Take it out.")
        raise RefusedAddress(text, ", ".join(strange) or "?")
    driver = url.drivername.partition("+")[2]
    names = (url.database or "", str(url.query.get("service_name", "")))
    if not url.host or backend not in HARMLESS or driver not in DRIVERS or not all(map(NAME.match, names)):
        raise RefusedAddress(N_("The address must name its host, like postgresql://account@host/database."))
    if backend == "oracle" and not any(names):
        raise RefusedAddress(N_("Name the database or service: a host alone is looked up in a file of this server."))
    address = checked_addresses(url.host, url.port, internal)[0]
    if backend == "postgresql":
        # the name stays, for its certificate
        return url.update_query_dict({"hostaddr": address})
    return url.set(host=address)
