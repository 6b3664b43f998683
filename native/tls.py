"""HTTPS before the portal: nginx of Debian with the district's certificate, under the same supervisor.

In `etc/tls/` lie `certificate.pem` (with its chain), `key.pem`, and `tls.json`, written here. The rules of the proxy
are those of the containers, docker/nginx/default.conf.
"""

from __future__ import annotations

import argparse
import datetime
import os
import shutil
import ssl
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path

from native import account, debian, district
from native.console import Failure, run, say
from native.layout import JsonFile, Layout, port_is_free, write_private

NAME = "tls"
CERTIFICATE, KEY, SETTINGS = "certificate.pem", "key.pem", "tls.json"
NGINX = {"nginx-light": lambda: program() is not None}
MADE_DAYS = 825
CURE = "pakai berkas sertifikat (fullchain) dan kunci dari penerbitnya, atau --make untuk sertifikat buatan sendiri"
MAIN = """# Ditulis oleh ./satudata; ubah lewat ./satudata tls.
daemon off;
{user}pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_session_cache shared:tls:2m;
    include {folder}/portal.conf;
{plain}}}
"""
PLAIN = """    server {{
        listen {port};
        server_tokens off;
        return 301 https://{host}$request_uri;
    }}
"""


@dataclass(frozen=True)
class Settings:
    """Where the portal is reached: its name, the port of HTTPS, of HTTP (0 for none), and the proxies before it."""

    name: str
    port: int = 443
    plain: int = 80
    proxies: tuple[str, ...] = ()
    made: bool = False

    @property
    def address(self) -> str:
        """The address of the portal, as visitors type it."""
        return f"https://{self.name}" if self.port == 443 else f"https://{self.name}:{self.port}"


def folder(layout: Layout) -> Path:
    """Return the place of certificate and key."""
    return layout.etc / "tls"


def find(layout: Layout) -> Settings | None:
    """Return how HTTPS is set up, None where it is not."""
    path = folder(layout) / SETTINGS
    if not path.exists():
        return None
    values = JsonFile(path).read()
    return Settings(**{**values, "proxies": tuple(values["proxies"])})


def program() -> str | None:
    """Return nginx, None where it is not on this machine."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def command(layout: Layout) -> list[str]:
    """Return the command of the server."""
    place = layout.state / NAME
    return [program() or "nginx", "-p", str(place), "-c", str(place / "nginx.conf")]


def write_config(layout: Layout, settings: Settings, web: int) -> None:
    """Write nginx's files: the containers' rules with this installation's ports and the certificate."""
    place = layout.state / NAME
    for name in ("", "body", "proxy", "fastcgi", "uwsgi", "scgi", "static"):
        (place / name).mkdir(exist_ok=True)
        # entered by the workers, who are another account
        (place / name).chmod(0o755)
    rules = (layout.root / "docker" / "nginx" / "default.conf").read_text(encoding="utf-8")
    certificate = folder(layout)
    listen = f"listen {settings.port} ssl http2;\n    ssl_certificate {certificate / CERTIFICATE};"
    lines = [line for line in rules.splitlines() if not line.strip().startswith(("set_real_ip_from", "resolver "))]
    trusted = "".join(f"    set_real_ip_from {proxy};\n" for proxy in settings.proxies)
    changes = {
        "listen 8080;": f"{listen}\n    ssl_certificate_key {certificate / KEY};",
        "http://web:5000": f"http://127.0.0.1:{web}",
        "/var/cache/nginx": str(place),
        "/usr/share/nginx/satudata": str(layout.root / "docker" / "nginx" / "pages"),
        "    real_ip_header": f"{trusted}    real_ip_header",
    }
    text = "\n".join(lines) + "\n"
    for old, new in changes.items():
        if old not in text:
            raise Failure(f"default.conf tidak memuat {old!r}.\n    Cara memperbaiki: git checkout docker")
        text = text.replace(old, new)
    (place / "portal.conf").write_text(text, encoding="utf-8")
    user = account.service_user()
    host = settings.address.removeprefix("https://")
    plain = PLAIN.format(port=settings.plain, host=host) if settings.plain else ""
    main = MAIN.format(user=f"user {user};\n" if user else "", folder=place, plain=plain)
    (place / "nginx.conf").write_text(main, encoding="utf-8")


def set_up(layout: Layout, options: argparse.Namespace) -> Settings:
    """Take a certificate and its key, or make one; raise Failure for a pair that visitors could not use."""
    debian.install(debian.missing(NGINX), layout.log / "apt.log")
    place = folder(layout)
    place.mkdir(parents=True, exist_ok=True)
    place.chmod(0o700)
    if options.make:
        _make(layout, options.name)
    elif options.certificate and options.key:
        check_pair(options.certificate, options.key, options.name)
        write_private(place / CERTIFICATE, options.certificate.read_text(encoding="utf-8"), 0o644)
        write_private(place / KEY, options.key.read_text(encoding="utf-8"))
    elif (place / CERTIFICATE).exists():
        check_pair(place / CERTIFICATE, place / KEY, options.name)
    else:
        raise Failure(f"Sertifikat belum ada.\n    Cara memperbaiki: --certificate BERKAS --key BERKAS; {CURE}")
    settings = Settings(options.name, options.port, options.plain, tuple(options.proxy or ()), bool(options.make))
    before = find(layout)
    for port in {settings.port, settings.plain} - {0} - ({before.port, before.plain} if before else set()):
        if not port_is_free(port):
            raise Failure(f"Port {port} dipakai program lain.\n    Cara memperbaiki: --port atau --plain yang lain")
    JsonFile(place / SETTINGS).write(asdict(settings))
    district.run_settings(layout, ["set", f"ckan.site_url={settings.address}"])
    return settings


def _make(layout: Layout, name: str) -> None:
    """Make a certificate that no browser knows, for a portal that only the office's own network reaches."""
    place = folder(layout)
    subject = ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}", "-days", str(MADE_DAYS)]
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    files = ["-keyout", str(place / KEY), "-out", str(place / CERTIFICATE)]
    run(["openssl", "req", "-x509", *kind, *subject, *files], layout.log / "tls.log", "pasang openssl")
    (place / KEY).chmod(0o600)
    (place / CERTIFICATE).chmod(0o644)


def check_pair(certificate: Path, key: Path, name: str) -> None:
    """Raise Failure where a key is not that of a certificate, or the certificate is of another name or has ended."""
    for path in (certificate, key):
        if not path.is_file():
            raise Failure(f"{path} tidak ada.\n    Cara memperbaiki: {CURE}")
    ours = _openssl("x509", "-in", certificate, "-noout", "-pubkey")
    if not ours or ours != _openssl("pkey", "-in", key, "-pubout"):
        raise Failure(f"{key.name} bukan kunci {certificate.name}.\n    Cara memperbaiki: {CURE}")
    if "does match" not in _openssl("x509", "-in", certificate, "-noout", "-checkhost", name):
        raise Failure(f"{certificate.name} bukan sertifikat untuk {name}.\n    Cara memperbaiki: {CURE}")
    if ends(certificate) <= datetime.datetime.now(datetime.UTC):
        raise Failure(f"{certificate.name} sudah berakhir.\n    Cara memperbaiki: {CURE}")


def ends(certificate: Path) -> datetime.datetime:
    """Return the moment at which a certificate ends."""
    text = _openssl("x509", "-in", certificate, "-noout", "-enddate").removeprefix("notAfter=")
    return datetime.datetime.strptime(text, "%b %d %H:%M:%S %Y GMT").replace(tzinfo=datetime.UTC)


def serial(certificate: Path) -> str:
    """Return the number by which a certificate is told from the one before it."""
    return _openssl("x509", "-in", certificate, "-noout", "-serial").removeprefix("serial=")


def served(settings: Settings) -> str:
    """Return the number of the certificate that visitors are shown, "" where nobody answers."""
    try:
        text = ssl.get_server_certificate(("127.0.0.1", settings.port), timeout=5)
    except OSError:
        return ""
    command = ["openssl", "x509", "-noout", "-serial"]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    return done.stdout.strip().removeprefix("serial=")


def _openssl(*words: str | Path) -> str:
    """Return what openssl says, "" where it refuses."""
    done = subprocess.run(["openssl", *words], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def remove(layout: Layout) -> None:
    """Take HTTPS off; certificate and key stay."""
    (folder(layout) / SETTINGS).unlink(missing_ok=True)
    say("HTTPS dimatikan. Alamat portal tetap tertulis di etc/satudata.ini: ubah dengan ./satudata config set.")
