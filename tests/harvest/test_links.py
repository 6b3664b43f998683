"""Addresses of files: what was meant is read, what leads nowhere or runs something is told."""

import pytest
from ckanext.satudata.harvest import links, values

pytestmark = [pytest.mark.services]


@pytest.mark.usefixtures("with_plugins")
@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("//cdn.contoh.go.id/a.csv", "http://cdn.contoh.go.id/a.csv"),
        ("www.contoh.go.id/a.csv", "http://www.contoh.go.id/a.csv"),
        ("data.contoh.go.id/a.csv", "http://data.contoh.go.id/a.csv"),
        ("https:/x.example/a.csv", "https://x.example/a.csv"),
        ("hhtp//x.example/a.csv", "http://x.example/a.csv"),
        ("http://x.example/a b.csv\n", "http://x.example/a%20b.csv"),
        ("http://akun:sandi@x.example/a.csv", "http://x.example/a.csv"),
        ("ftp://x.example/a.csv", "ftp://x.example/a.csv"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("C:\\data\\a.csv", ""),
        ("\\\\server\\bagi\\a.xlsx", ""),
        ("http:///a", ""),
        ("https//:a", ""),
        ("tidak ada", ""),
        ("-", ""),
    ],
)
def test_addresses_of_files_lead_somewhere(written, address):
    """What was meant is read; what runs something, or lies on a disk, is no address; a password is not published."""
    notes = values.Notes()
    made = links.resources([{"url": written}], "http://sumber.example/api/list", notes)
    assert [resource["url"] for resource in made] == ([address] if address else [])
    assert bool(notes.texts()) == (not address or "@" in written)


@pytest.mark.usefixtures("with_plugins")
@pytest.mark.parametrize(
    ("value", "addresses"),
    [
        ("http://x.example/a.csv", ["http://x.example/a.csv"]),
        ("http://x.example/a.csv; http://x.example/b.csv", ["http://x.example/a.csv", "http://x.example/b.csv"]),
        (["http://x.example/a.csv", ["b.csv"]], ["http://x.example/a.csv", "http://sumber.example/b.csv"]),
        (
            {"0": {"url": "a.csv"}, "1": {"href": "b.csv"}},
            ["http://sumber.example/a.csv", "http://sumber.example/b.csv"],
        ),
        ('[{"downloadURL": "a.csv"}]', ["http://sumber.example/a.csv"]),
        ({"accessURL": {"@id": "a.csv"}}, ["http://sumber.example/a.csv"]),
    ],
)
def test_files_come_in_any_list(value, addresses):
    """As one address, several in a text, a list, objects by number, JSON in a text."""
    notes = values.Notes()
    assert [made["url"] for made in links.resources(value, "http://sumber.example/", notes)] == addresses
    assert notes.texts() == []


@pytest.mark.usefixtures("with_plugins")
@pytest.mark.parametrize(
    ("written", "size"),
    [("2048", 2048), ("2048.0", 2048), (1.5e6, 1_500_000), ("2048 bytes", 2048), ("2.048", None), ("1,2 MB", None)],
)
def test_a_size_is_a_number_of_bytes(written, size):
    """2.048 may be two thousand: nothing is said then."""
    [made] = links.resources([{"url": "/a", "size": written}], "http://sumber.example/", values.Notes())
    assert made["size"] == size
