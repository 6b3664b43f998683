"""Make docker/.env from docker/.env.example: this district's settings, and a random value for each secret."""

from __future__ import annotations

import argparse
import os
import re
import secrets
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from native.console import Failure  # noqa: E402
from native.instance import region_name, timezone  # noqa: E402
from native.layout import Layout  # noqa: E402

EXAMPLE = Path(__file__).with_name(".env.example")
ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:\d+)?")
LISTEN = re.compile(r"(\d+\.\d+\.\d+\.\d+:)?\d+")


def fill(example: str, settings: dict[str, str]) -> str:
    """Return the example with our settings, and a random value for every variable that it leaves empty."""

    def line(match: re.Match[str]) -> str:
        name, value = match.groups()
        if name in settings:
            return f"{name}='{settings[name]}'"
        return f"{name}={value or secrets.token_hex(24)}"

    return re.sub(r"^([A-Z_]+)=(.*)$", line, example, flags=re.MULTILINE)


def write(path: Path, text: str) -> None:
    """Write a file of mode 600 that must not exist yet: the volumes know the secrets of the one that does."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Failure(
            f"{path} sudah ada dan tidak ditimpa: basis data yang ada memakai kata sandi di dalamnya.\n"
            "    Cara memperbaiki: ubah isinya dengan penyunting teks, atau pindahkan berkas itu lebih dahulu"
        ) from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        os.fchmod(stream.fileno(), 0o600)
        stream.write(text)


def main(arguments: list[str]) -> int:
    """Write the file and return 0; say what is wrong and return 1 otherwise."""
    parser = argparse.ArgumentParser(description="Membuat docker/.env dengan kata sandi acak; tidak pernah menimpa.")
    parser.add_argument("--wilayah", required=True, metavar="KODE", help="kode Kemendagri kabupaten/kota, mis. 51.08")
    parser.add_argument("--site-url", required=True, metavar="ALAMAT", help="mis. https://data.bulelengkab.go.id")
    parser.add_argument("--listen", metavar="IP:PORT", default="127.0.0.1:8080", help="bawaan 127.0.0.1:8080")
    parser.add_argument("--output", type=Path, default=EXAMPLE.with_name(".env"), help="bawaan docker/.env")
    options = parser.parse_args(arguments)
    try:
        if not ADDRESS.fullmatch(options.site_url):
            raise Failure(f"Alamat {options.site_url!r} harus berbentuk https://nama.go.id, tanpa apa pun sesudahnya")
        if not LISTEN.fullmatch(options.listen):
            raise Failure(f"Alamat {options.listen!r} tidak berbentuk IP:PORT, misalnya 127.0.0.1:8080")
        settings = {
            "SITE_URL": options.site_url,
            "HTTP_LISTEN": options.listen,
            "WILAYAH": options.wilayah,
            "SITE_TITLE": f"Satu Data {region_name(Layout(ROOT), options.wilayah)}",
            "TIMEZONE": timezone(options.wilayah),
        }
        write(options.output, fill(EXAMPLE.read_text(encoding="utf-8"), settings))
    except Failure as failure:
        print(f"✗ {failure}", file=sys.stderr)
        return 1
    print(f"{options.output} dibuat (mode 600).")
    print("Langkah berikut: docker compose -f docker/compose.yaml up -d --build --wait")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
