"""Files of a folder, of a web page, of a spreadsheet service, and over SFTP."""

import base64
import io
import socket
import threading

import paramiko
import pytest
from ckanext.satudata.exceptions import (
    BrokenAnswer,
    NotModified,
    SourceUnavailable,
)
from ckanext.satudata.harvest import readers
from openpyxl import Workbook

from harvest.reading import reader


def workbook(rows, sheet="Rekap"):
    """Return an XLSX whose first sheet is a cover."""
    book = Workbook()
    book.active.append(["Sampul"])
    page = book.create_sheet(sheet)
    for row in rows:
        page.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


UNTIDY = [
    ["REKAPITULASI SEKOLAH"],
    [],
    ["Kode", "Kecamatan", "SD"],
    ["51.08.01", "Gerokgak", 61],
    [],
    ["51.08.02", "Seririt", 55],
    ["Jumlah", None, 116],
    ["Sumber: Dinas"],
]


def test_untidy_workbook_of_a_folder(tmp_path):
    """Sheet, header row and end are named in the agency's file; the newest of several files by name counts."""
    folder = tmp_path / "berbagi"
    folder.mkdir()
    (folder / "rekap-2024.xlsx").write_bytes(b"lama")
    (folder / "rekap-2025.xlsx").write_bytes(workbook(UNTIDY))
    (folder / "~$rekap-2026.xlsx").write_bytes(b"kunci Excel")
    read = {"file": "rekap-*.xlsx", "sheet": "Rekap", "header": 3, "until": "Jumlah"}
    rows = list(reader("files", folder=str(folder)).rows(read))
    assert rows == [
        {"Kode": "51.08.01", "Kecamatan": "Gerokgak", "SD": "61"},
        {"Kode": "51.08.02", "Kecamatan": "Seririt", "SD": "55"},
    ]
    with pytest.raises(BrokenAnswer, match="Rekap"):
        list(reader("files", folder=str(folder)).rows({**read, "sheet": "Lembar9"}))
    with pytest.raises(SourceUnavailable, match=r"rekap-2025\.xlsx"):
        list(reader("files", folder=str(folder)).rows({"file": "tidak-ada.xlsx"}))


def test_workbook_of_a_folder_is_read_as_it_is_shown(tmp_path):
    """A percent stays one and a code keeps its zeros, as on the page that reads an officer's file."""
    book = Workbook()
    for row in ([None], [None, "Kode", "Bagian", "Nilai"], [None, 10, 0.0585, 4], [None, 9, 1, 3.5]):
        book.active.append(row)
    for row in (3, 4):
        book.active[f"B{row}"].number_format, book.active[f"C{row}"].number_format = "000", "0.00%"
    book.save(tmp_path / "persen.xlsx")
    rows = list(reader("files", folder=str(tmp_path)).rows({"file": "persen.xlsx", "header": 2}))
    assert rows == [
        {"Kode": "010", "Bagian": "5.85%", "Nilai": "4"},
        {"Kode": "009", "Bagian": "100%", "Nilai": "3.5"},
    ]


def test_folder_that_is_gone_and_links_out_of_it(tmp_path):
    """An unmounted share is told; a link to a file elsewhere is not followed."""
    with pytest.raises(SourceUnavailable, match="mounted"):
        reader("files", folder=str(tmp_path / "tidak-ada")).file({"file": "a.csv"}, tmp_path)
    secret = tmp_path / "rahasia.csv"
    secret.write_text("a\n1\n")
    folder = tmp_path / "berbagi"
    folder.mkdir()
    (folder / "a.csv").symlink_to(secret)
    with pytest.raises(BrokenAnswer, match="out of the folder"):
        reader("files", folder=str(folder)).file({"file": "a.csv"}, tmp_path)


def test_files_of_a_web_page(loopback, tmp_path):
    """A page that links to files is a folder, too; names with spaces are decoded."""
    loopback.answer("/unduh/", '<a href="data%202024.csv">2024</a><a href="data%202025.csv">2025</a>')
    loopback.answer("/unduh/data%202025.csv", "kode;n\n51.08;2\n", ETag='"1"')
    source = reader("files", url=f"{loopback.url}/unduh/")
    path = source.file({"file": "data *.csv"}, tmp_path)
    assert path.read_text() == "kode;n\n51.08;2\n"
    assert source.version == '"1"'
    assert list(source.rows({"file": "data *.csv"})) == [{"kode": "51.08", "n": "2"}]


def test_a_file_that_stands_is_not_sent_again(loopback, tmp_path):
    """The version of the last answer goes along; 304 is no change."""
    loopback.routes["/a.csv"] = lambda request: (
        (304, {}, b"") if request.headers["If-None-Match"] == '"1"' else (200, {"ETag": '"1"'}, b"a\n1\n")
    )
    source = reader("files")
    source.file({"url": f"{loopback.url}/a.csv"}, tmp_path)
    source.previous_version = source.version
    with pytest.raises(NotModified):
        source.file({"url": f"{loopback.url}/a.csv"}, tmp_path)


def test_google_sheets(loopback, tmp_path):
    """An editing address becomes that of the CSV; a log-in page instead of a table is told."""
    module = readers.load("files")
    published = "https://docs.google.com/spreadsheets/d/e/2PACX-1/pubhtml?gid=5&single=true"
    assert module.sheet_as_csv(published) == "https://docs.google.com/spreadsheets/d/e/2PACX-1/pub?output=csv&gid=5"
    loopback.answer("/pub", "a,b\n1,2\n", Content_Type="text/csv")
    assert reader("files").file({"url": f"{loopback.url}/pub?output=csv"}, tmp_path).suffix == ".csv"
    loopback.answer("/pub", "<!DOCTYPE html><title>Sign in</title>", Content_Type="text/html")
    with pytest.raises(BrokenAnswer, match="shared"):
        reader("files").file({"url": f"{loopback.url}/pub?output=csv"}, tmp_path)


class Server(paramiko.ServerInterface):
    """Lets one account in."""

    def check_auth_password(self, username, password):
        """Know the password."""
        good = (username, password) == ("opd", "rahasia")
        return paramiko.AUTH_SUCCESSFUL if good else paramiko.AUTH_FAILED

    def check_channel_request(self, kind, chanid):
        """Allow sessions."""
        return paramiko.OPEN_SUCCEEDED


class Files(paramiko.SFTPServerInterface):
    """Serves one file."""

    content = b"kode,n\n51.08,7\n"

    def list_folder(self, path):
        """List it."""
        return [self.stat(path)]

    def stat(self, path):
        """Tell its name and size."""
        attributes = paramiko.SFTPAttributes()
        attributes.filename, attributes.st_size, attributes.st_mode = "data.csv", len(self.content), 0o100644
        return attributes

    def open(self, path, flags, attr):
        """Open it."""
        handle = paramiko.SFTPHandle(flags)
        handle.readfile = io.BytesIO(self.content)
        handle.stat = lambda: self.stat(path)
        return handle


def test_sftp_knows_its_server(tmp_path):
    """Files come over SSH from the server whose key was given, and from no other."""
    listener = socket.create_server(("127.0.0.1", 0))
    key = paramiko.ECDSAKey.generate()

    def serve():
        while True:
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            transport = paramiko.Transport(connection)
            transport.add_server_key(key)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, Files)
            transport.start_server(server=Server())

    threading.Thread(target=serve, daemon=True).start()
    access = {
        "host": "127.0.0.1",
        "port": listener.getsockname()[1],
        "folder": "/",
        "user": "opd",
        "password": "rahasia",
        "host_key": f"{key.get_name()} {key.get_base64()}",
    }
    assert list(reader("sftp", **access).rows({"file": "*.csv"})) == [{"kode": "51.08", "n": "7"}]
    other = paramiko.ECDSAKey.generate()
    access["host_key"] = f"{other.get_name()} {base64.b64encode(other.asbytes()).decode()}"
    with pytest.raises(SourceUnavailable):
        list(reader("sftp", **access).rows({"file": "*.csv"}))
    listener.close()


def test_rows_in_other_encodings(tmp_path):
    """A cp1252 file with semicolons is read like a UTF-8 one."""
    (tmp_path / "a.csv").write_bytes("nama;n\nPuskesmas “Seririt”;1\n".encode("cp1252"))
    [row] = reader("files", folder=str(tmp_path)).rows({"file": "a.csv"})
    assert row["nama"] == "Puskesmas “Seririt”"
