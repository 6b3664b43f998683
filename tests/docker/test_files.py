"""The Docker files agree with each other and with the native installation; no Docker engine is needed."""

import re
import shutil
import stat
import string
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from native import postgres, services, solr

ROOT = Path(__file__).parents[2]
DOCKER = ROOT / "docker"
COMPOSE = yaml.safe_load((DOCKER / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
CKAN_SERVICES = [name for name, service in SERVICES.items() if service["image"].startswith("satudata-ckan:")]
LONG_RUNNING = sorted(set(SERVICES) - {"migrate"})
DOCKERFILES = ["ckan.Dockerfile", "solr.Dockerfile"]
REQUIRED = ["--wilayah=51.08", "--site-url=https://data.contoh.go.id"]


def make(path, *arguments):
    """Run docker/make_env.py as an operator does."""
    command = [sys.executable, DOCKER / "make_env.py", "--output", path, *REQUIRED, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def variables(path):
    """Return the variables of an .env file."""
    rows = re.findall(r"^([A-Z_]+)=(.*)$", path.read_text(), re.MULTILINE)
    return {name: value.strip("'") for name, value in rows}


def test_services_are_the_native_ones_behind_nginx():
    """Each program that the native supervisor runs is a container, and nginx alone is reachable from outside."""
    # two web servers that share a port are one container with as many as it is given
    assert set(SERVICES) == {*services.NAMES, "nginx", "migrate"} - {"web-2"}
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]


@pytest.mark.parametrize("name", CKAN_SERVICES)
def test_ini_template_gets_each_value(name):
    """The one ini template is filled from the container's environment, with nothing missing."""
    template = string.Template((ROOT / "config/ini/ckan.ini").read_text())
    assert set(template.get_identifiers()) <= set(SERVICES[name]["environment"])


@pytest.mark.parametrize("name", LONG_RUNNING)
def test_health_check_and_limits(name):
    """Each container says whether it is well, restarts, writes to its volumes only and gains no rights."""
    service = SERVICES[name]
    assert service["healthcheck"]["test"]
    assert service["restart"] == "unless-stopped"
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]


def test_no_password_has_a_default():
    """Each secret is asked of the environment with `:?`, so that a missing one stops the start."""
    text = (DOCKER / "compose.yaml").read_text()
    used = set(re.findall(r"\$\{([A-Z_]+)", text))
    assert used == set(re.findall(r"\$\{([A-Z_]+):\?", text))
    assert used == set(variables(DOCKER / ".env.example"))
    assert ":-" not in text
    for service in SERVICES.values():
        for key, value in service.get("environment", {}).items():
            if re.search("PASSWORD|KEY|AUTH$", key):
                assert re.fullmatch(r"\$\{[A-Z_]+(:\?[^}]*)?\}", value), key


def test_images_are_pinned():
    """Each image is named with its full version."""
    named = [service["image"] for service in SERVICES.values()]
    for file in DOCKERFILES:
        named += re.findall(r"^FROM (\S+)", (DOCKER / file).read_text(), re.MULTILINE)
    for image in named:
        assert re.search(r":\d+\.\d+(\.\d+)?", image), image


@pytest.mark.parametrize("file", DOCKERFILES)
def test_copied_files_are_in_the_build_context(file):
    """What a Dockerfile copies exists in the repository, and its dockerignore lets it through."""
    let_through = re.findall(r"^!(\S+)$", (DOCKER / f"{file}.dockerignore").read_text(), re.MULTILINE)
    copied = re.findall(r"^COPY (?!--from)(?:--\S+ )*(.+) \S+$", (DOCKER / file).read_text(), re.MULTILINE)
    sources = [source for line in copied for source in line.split()]
    assert sources
    for source in sources:
        assert (ROOT / source).exists(), source
        assert any(source == pattern or source.startswith(f"{pattern}/") for pattern in let_through), source


@pytest.mark.parametrize("file", DOCKERFILES)
def test_dockerfile_has_no_lint(file):
    """Hadolint, pinned among the test tools, has nothing to say."""
    linter = Path(sys.executable).with_name("hadolint")
    result = subprocess.run([linter, DOCKER / file], capture_output=True, text=True, check=False)
    assert (result.stdout, result.returncode) == ("", 0)


def test_package_parts_are_copied_into_the_image():
    """Each folder that setup.py packages is in the image's build stage."""
    folders = re.findall(r'^        "[a-z.]*": "([^"]+)",$', (ROOT / "setup.py").read_text(), re.MULTILINE)
    assert len(folders) > 3
    dockerfile = (DOCKER / "ckan.Dockerfile").read_text()
    for folder in folders:
        assert f"COPY {folder} {folder}\n" in dockerfile


def test_solr_is_started_as_natively():
    """Both start Solr with the same options; only the folders and the address differ."""
    native = solr.command(Path("/opt/solr"), 8983, Path("/var/log/solr"))
    native.insert(-4, "-Dsatudata.host=0.0.0.0")
    entry = re.search(r"ENTRYPOINT (\[.*?\])$", (DOCKER / "solr.Dockerfile").read_text(), re.DOTALL | re.MULTILINE)
    assert yaml.safe_load(entry[1].replace("\\\n", "")) == native


def test_postgres_is_set_as_natively():
    """The container's options are the native cluster's, but for address and port."""
    native = postgres.settings(5432)
    for key in ("port", "listen_addresses", "unix_socket_directories"):
        del native[key]
    assert dict(word.split("=", 1) for word in SERVICES["postgres"]["command"] if "=" in word) == native


def test_env_file_is_private_random_and_complete(tmp_path):
    """Each installation has secrets of its own, in a file that only its owner reads."""
    first, second = tmp_path / "first", tmp_path / "second"
    assert make(first).returncode == make(second).returncode == 0
    assert stat.S_IMODE(first.stat().st_mode) == 0o600
    one, other = variables(first), variables(second)
    assert all(one.values())
    assert one["SITE_TITLE"] == "Satu Data Kabupaten Buleleng"
    assert one["TIMEZONE"] == "Asia/Makassar"
    secrets = [name for name, value in variables(DOCKER / ".env.example").items() if not value]
    assert len(secrets) == 7
    assert len({one[name] for name in secrets} | {other[name] for name in secrets}) == 14


def test_env_file_is_never_overwritten(tmp_path):
    """A second run keeps the secrets that the volumes know, and says so."""
    path = tmp_path / ".env"
    make(path)
    before = path.read_text()
    again = make(path)
    assert again.returncode == 1
    assert "sudah ada dan tidak ditimpa" in again.stderr
    assert path.read_text() == before


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("--wilayah=51.99", "bukan kode kabupaten/kota"),
        ("--site-url=data.contoh.go.id", "harus berbentuk https://"),
        ("--listen=pintu", "tidak berbentuk IP:PORT"),
    ],
)
def test_wrong_setting_is_explained(tmp_path, argument, message):
    """A wrong setting writes nothing and says what is expected."""
    result = make(tmp_path / ".env", argument)
    assert result.returncode == 1
    assert message in result.stderr
    assert not (tmp_path / ".env").exists()


def _compose_client():
    for client in (["docker", "compose"], ["docker-compose"]):
        if not shutil.which(client[0]):
            continue
        if subprocess.run([*client, "version"], capture_output=True, check=False).returncode == 0:
            return client
    return None


def test_compose_client_reads_the_file(tmp_path):
    """`docker compose config` accepts the file with a fresh .env, where a client with compose is installed."""
    client = _compose_client()
    if client is None:
        pytest.skip("no compose client on this machine")
    make(tmp_path / ".env")
    command = [*client, "-f", DOCKER / "compose.yaml", "--env-file", tmp_path / ".env", "config", "--quiet"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
