"""SQL of other databases: read only, and only where the operator allows it."""

import getpass
import os
import shutil
import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa
from ckanext.satudata.exceptions import (
    BrokenAgency,
    RefusedAddress,
    SourceUnavailable,
)
from ckanext.satudata.harvest import readers
from serving import free_port, wait_for

from harvest.reading import reader


@pytest.fixture
def database(tmp_path):
    """Return the address of a small database of an application."""
    path = tmp_path / "aplikasi.db"
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE izin (kode TEXT, jumlah INTEGER)"))
        connection.execute(sa.text("INSERT INTO izin VALUES ('51.08.01', 3), ('51.08.02', NULL)"))
    engine.dispose()
    return f"sqlite:///{path}"


def test_sql_rows(database):
    """Rows come by column; percent signs and colons of the query are left alone."""
    query = "SELECT kode, jumlah, '50%: x' AS t FROM izin WHERE kode LIKE '51%'"
    assert list(reader("sql", url=database).rows({"query": query})) == [
        {"kode": "51.08.01", "jumlah": 3, "t": "50%: x"},
        {"kode": "51.08.02", "jumlah": None, "t": "50%: x"},
    ]


@pytest.mark.parametrize(
    "query",
    ["DELETE FROM izin", "SELECT 1; DELETE FROM izin", "WITH x AS (SELECT 1) DELETE FROM izin", "DROP TABLE izin"],
)
def test_sql_never_writes(database, query):
    """What is no single SELECT is refused by us, and what slips through by the database."""
    with pytest.raises((BrokenAgency, SourceUnavailable)):
        list(reader("sql", url=database).rows({"query": query}))
    assert len(list(reader("sql", url=database).rows({"query": "SELECT * FROM izin"}))) == 2


def test_sql_errors_are_told(database, tmp_path):
    """An unknown column and a missing file name what is wrong; no empty database is made."""
    with pytest.raises(SourceUnavailable, match="tidak_ada"):
        list(reader("sql", url=database).rows({"query": "SELECT tidak_ada FROM izin"}))
    with pytest.raises(SourceUnavailable, match="not there"):
        reader("sql", url=f"sqlite:///{tmp_path}/hilang.db")
    assert not (tmp_path / "hilang.db").exists()


def test_sql_of_a_private_network_needs_the_mark():
    """Databases are behind the same guard as web addresses."""
    with pytest.raises(RefusedAddress):
        readers.load("sql").Reader({"url": "postgresql://u:p@10.0.0.9/x"}, None)


@pytest.mark.parametrize("driver", ["postgresql", "mysql+pymysql", "mssql+pymssql", "oracle+oracledb", "sqlite"])
def test_drivers_are_there(driver):
    """Nothing has to be installed by hand for the databases that OPDs run."""
    sa.make_url(f"{driver}://").get_dialect().import_dbapi()


FURTHER = [("sql", "pymysql", {"url": "mysql+pymysql://u:p@203.0.113.9/x"}), ("sftp", "paramiko", {})]


@pytest.mark.parametrize(("method", "name", "access"), FURTHER)
def test_a_driver_that_is_left_out_is_asked_for(method, name, access, monkeypatch):
    """Without the extra the source says what to install; every other source goes on."""
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(BrokenAgency, match=rf"{name}.*ckanext-satudata\[(databases|sftp)\]"):
        readers.load(method).Reader(access, None)


@pytest.fixture(scope="module")
def mariadb(tmp_path_factory):
    """Start a MariaDB of our own with one table of 20,000 rows; yield the address of its database."""
    folder = tmp_path_factory.mktemp("mariadb")
    (folder / "data/mysql").mkdir(parents=True)
    port = free_port()
    program = shutil.which("mariadbd", path=f"{os.environ['PATH']}:/usr/sbin")
    places = [f"--datadir={folder}/data", f"--socket={folder}/s", f"--pid-file={folder}/pid", f"--port={port}"]
    # without its own tables it asks nobody for a password, and starts in two seconds
    flags = ["--no-defaults", "--skip-grant-tables", "--bind-address=127.0.0.1", f"--user={getpass.getuser()}"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([program, *flags, *places], stdout=log, stderr=log)
    try:
        engine = sa.create_engine(f"mysql+pymysql://root@127.0.0.1:{port}/")
        wait_for(lambda: _answers(engine), 30)
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE DATABASE kepegawaian")
            connection.exec_driver_sql("USE kepegawaian")
            connection.exec_driver_sql(
                "CREATE TABLE hadir AS SELECT seq AS nomor, '51.08.01' AS kode, seq / 8 AS nilai, "
                "DATE '2026-01-31' AS tanggal FROM seq_1_to_20000"
            )
            connection.exec_driver_sql("CREATE SEQUENCE urutan")
        yield f"mysql+pymysql://root@127.0.0.1:{port}/kepegawaian"
    finally:
        server.terminate()
        server.wait(20)


def _answers(engine):
    try:
        engine.connect().close()
    except sa.exc.OperationalError:
        return False
    return True


@pytest.mark.services
@pytest.mark.parametrize("scheme", ["mysql+pymysql", "mariadb+pymysql"])
def test_sql_of_mariadb(mariadb, scheme):
    """A real MariaDB streams its rows, under either name, and cannot be written to."""
    source = reader("sql", url=mariadb.replace("mysql+pymysql", scheme))
    rows = source.rows({"query": "SELECT nomor, kode, nilai, tanggal FROM hadir ORDER BY nomor"})
    assert next(rows) == {"nomor": 1, "kode": "51.08.01", "nilai": Decimal("0.1250"), "tanggal": date(2026, 1, 31)}
    assert sum(1 for _row in rows) == 19_999
    with pytest.raises(SourceUnavailable, match="tidak_ada"):
        list(source.rows({"query": "SELECT * FROM tidak_ada"}))
    with pytest.raises(SourceUnavailable, match="READ ONLY"):
        list(source.rows({"query": "SELECT NEXTVAL(urutan)"}))
