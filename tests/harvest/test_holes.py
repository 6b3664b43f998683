"""Nobody who fills in the form reaches what the operator has not allowed, and no text shows a secret."""

import pytest
import sqlalchemy as sa
from ckanext.satudata.exceptions import BrokenAgency, HarvestError, RefusedAddress
from ckanext.satudata.harvest import allowed, readers
from ckanext.satudata.harvest.agency import Agency
from ckanext.satudata.harvest.definition import surroundings
from ckanext.satudata.harvest.readers import sql
from ckanext.satudata.web import http

from harvest.conftest import FIXED, declared


@pytest.mark.parametrize(
    "address",
    [
        "postgresql:///?host=10.0.0.1",
        "postgresql:///x?host=/var/run/postgresql",
        "postgresql:///x",
        "postgresql://u:p@8.8.8.8/x?host=10.0.0.1",
        "postgresql://u:p@8.8.8.8/x?hostaddr=10.0.0.1",
        "postgresql://u:p@8.8.8.8/x?host=8.8.4.4&host=10.0.0.1",
        "postgresql://u:p@/x?host=10.0.0.1:5432,10.0.0.2:5432",
        "postgresql://u:p@8.8.8.8/x?service=dalam",
        "postgresql://u:p@8.8.8.8/host=10.0.0.1",
        "postgresql://u:p@8.8.8.8/x?options=-c%20x",
        "postgresql+asyncpg://u:p@8.8.8.8/x",
        "postgresql://u:p@10.0.0.1/x",
        "mysql+pymysql://u:p@8.8.8.8/x?read_default_file=/etc/mysql/my.cnf",
        "mysql+pymysql://u:p@8.8.8.8/x?unix_socket=/run/mysqld/mysqld.sock",
        "mysql+pymysql://u:p@8.8.8.8/x?host=10.0.0.1",
        "mssql+pyodbc://dalam",
        "mssql+pyodbc:///?odbc_connect=Server%3D10.0.0.1",
        "mssql+pymssql://u:p@8.8.8.8/x?host=10.0.0.1",
        "oracle+oracledb://u:p@8.8.8.8",
        "oracle+oracledb://u:p@8.8.8.8/x?dsn=10.0.0.1/x",
        "oracle+oracledb://u:p@8.8.8.8/?service_name=x)(HOST=10.0.0.1",
        "oracle+oracledb://u:p@8.8.8.8/x?config_dir=/etc",
    ],
)
@pytest.mark.parametrize("internal", [False, lambda _host, _address: False], ids=["public", "listed"])
def test_sql_has_no_way_around_the_check_of_its_host(address, internal):
    """However an address names a host, a socket, a file or a service beside the one that is checked: refused."""
    with pytest.raises((RefusedAddress, HarvestError)):
        sql.checked(sa.make_url(address), internal)


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("postgresql://u:p@8.8.8.8:5433/x?sslmode=require", "8.8.8.8"),
        ("mysql+pymysql://u:p@8.8.8.8/x?charset=utf8mb4", "8.8.8.8"),
        ("mssql+pymssql://u:p@8.8.8.8/x", "8.8.8.8"),
        ("oracle+oracledb://u:p@8.8.8.8/?service_name=PAD", "8.8.8.8"),
    ],
)
def test_plain_addresses_of_databases_pass(address, leads_to):
    """What names one public host and says nothing strange is used, and leads to the checked address."""
    made = sql.checked(sa.make_url(address), False)
    assert leads_to in {made.host, made.query.get("hostaddr")}


def untrusted(method, **access):
    """Return a reader as the web form's sources get it."""
    kind = readers.load(method).Reader
    return type("Form", (kind,), {"trusted": False})(access, http.Client("x"))


@pytest.mark.services
@pytest.mark.usefixtures("with_plugins")
def test_only_folders_that_the_operator_allowed_are_read(tmp_path, ckan_config, monkeypatch):
    """A source of the form reads no other folder of the server, also not by a link or by `..`."""
    ours, other = tmp_path / "berbagi", tmp_path / "rahasia"
    for folder in (ours, other):
        folder.mkdir()
        (folder / "a.csv").write_text("a\n1\n")
    database = sa.create_engine(f"sqlite:///{other}/x.db")
    with database.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (a)")
    monkeypatch.setitem(ckan_config, "ckanext.satudata.harvest.folders", [str(ours)])
    (ours / "tautan").symlink_to(other)
    for folder in (other, ours / ".." / "rahasia", ours / "tautan", "/etc"):
        with pytest.raises(RefusedAddress, match=r"harvest\.folders"):
            list(untrusted("files", folder=str(folder)).rows({"file": "*"}))
    assert list(untrusted("files", folder=str(ours)).rows({"file": "a.csv"})) == [{"a": "1"}]
    with pytest.raises(RefusedAddress, match=r"harvest\.folders"):
        untrusted("sql", url=f"sqlite:///{other}/x.db")


@pytest.mark.services
@pytest.mark.usefixtures("with_plugins")
def test_only_networks_that_the_operator_allowed_are_asked(loopback, ckan_config, monkeypatch):
    """`internal` in the form opens what the operator lists, by network or name, and nothing else."""
    loopback.answer("/", b"[]")
    monkeypatch.setitem(ckan_config, "ckanext.satudata.harvest.demo_url", "")

    def ask(*entries):
        monkeypatch.setitem(ckan_config, "ckanext.satudata.harvest.internal", list(entries))
        return http.Client("x", internal=allowed.internal(marked=True, trusted=False)).get(loopback.url + "/").status

    for entries in ((), ("10.0.0.0/8",), ("*.contoh.go.id",)):
        with pytest.raises(RefusedAddress, match=r"harvest\.internal"):
            ask(*entries)
    assert ask("10.0.0.0/8", "127.0.0.0/8") == ask("127.0.0.1") == 200
    with pytest.raises(RefusedAddress):
        http.Client("x", internal=allowed.internal(marked=False, trusted=False)).get(loopback.url + "/")


@pytest.mark.services
@pytest.mark.usefixtures("catalogue")
def test_what_keeps_a_source_from_running_is_told_before(loopback):
    """An OPD that does not exist and a network that nobody allowed are faults of the declaration, not of the night."""
    fixed = {name: value for name, value in FIXED.items() if name != "konsep"}
    assert any("konsep" in text for text in surroundings(Agency("a", declared(loopback.url, fixed=fixed))))
    by = {"notes": "uraian"}
    assert any("title" in text for text in surroundings(Agency("a", declared(loopback.url, map=by))))
    assert list(surroundings(Agency("a", declared(loopback.url)))) == []
    missing = {**declared(loopback.url), "organization": "tidak-ada"}
    assert any("tidak-ada" in text for text in surroundings(Agency("a", missing)))
    with pytest.raises(BrokenAgency):
        Agency("a", {**missing, "access": {"method": "sql", "url": "??"}}).reader()
    private = Agency("a", declared("http://10.9.8.7"), trusted=False)
    assert list(surroundings(private)) == []
