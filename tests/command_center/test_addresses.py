"""A tile shows the hosts that the operator has named, whatever way an address is spelt."""

import pytest
from ckanext.satudata.command_center import addresses
from ckanext.satudata.exceptions import WrongTile

pytestmark = [
    pytest.mark.usefixtures("with_plugins", "with_request_context"),
    pytest.mark.ckan_config("ckanext.satudata.wall_hosts", "kamera.contoh.go.id"),
]

GOOD = [
    "/dataset/penduduk",
    "/command-center/pagi?kiosk=1#a",
    "https://kamera.contoh.go.id/a.m3u8",
    "http://KAMERA.contoh.go.id:8080/a?b=c@d",
    "https://utara.kamera.contoh.go.id/",
]
# what a browser reads as another host, or runs
BAD = [
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    " //evil.example",
    "https:\\\\evil.example\\kamera.contoh.go.id",
    "https://evil.example\\.kamera.contoh.go.id",
    "https://kamera.contoh.go.id@evil.example/",
    "https://a:b@kamera.contoh.go.id/",
    "https://evil.example#.kamera.contoh.go.id",
    "https://evil.example／.kamera.contoh.go.id",
    "https://evil。example/kamera.contoh.go.id",
    "https://evilkamera.contoh.go.id",
    "https://evil.example%2f.kamera.contoh.go.id",
    "https:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://[::1",
    "https://",
    "",
]


@pytest.mark.parametrize("url", GOOD)
def test_named_hosts_and_pages_of_ours_are_shown(url):
    """Addresses of the portal itself, of a host on the list and of those below it."""
    assert addresses.allowed(url) == url


@pytest.mark.parametrize("url", BAD)
def test_everything_else_is_refused(url):
    """Backslashes, tabs, accounts before the host and letters that turn into others lead nowhere."""
    with pytest.raises(WrongTile):
        addresses.allowed(url)
