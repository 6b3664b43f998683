"""The district's own settings: kept apart, checked before they count, secrets seen by nobody."""

import importlib.util
import stat
import string

import pytest
from click.testing import CliRunner
from serving import ROOT

from native import district, instance, layout
from native.console import Failure

PROGRAM = ROOT / "config/ini/settings.py"
SPEC = importlib.util.spec_from_file_location("satudata_settings", PROGRAM)
SETTINGS = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(SETTINGS)
NAMES = string.Template((ROOT / "config/ini/ckan.ini").read_text()).get_identifiers()
VALUES = dict.fromkeys(NAMES, "nilai")
VALUES |= {"SITE_URL": "http://localhost:5000", "SITE_TITLE": "Satu Data Kabupaten Blora"}


@pytest.fixture
def config(tmp_path):
    """Return a function that runs the command in a folder of its own, and returns its result."""

    def run(*words, stdin=""):
        return CliRunner().invoke(SETTINGS.config, [f"--folder={tmp_path}", *words], input=stdin)

    return run


@pytest.fixture(scope="module")
def catalogue():
    """Return the options that there are."""
    return SETTINGS.Catalogue.load()


def test_secrets_are_apart_and_never_shown(config, tmp_path):
    """A secret comes from a question or a pipe, lies in a file of its owner, and no command prints it."""
    assert config("set", "smtp.server=mail.blorakab.go.id:587", "smtp.starttls=true").exit_code == 0
    secret = config("set", "smtp.password", stdin="r%a$h=asia\n")
    assert secret.exit_code == 0, secret.output
    assert stat.S_IMODE((tmp_path / "secrets.ini").stat().st_mode) == 0o600
    assert "smtp.password = r%a$h=asia\n" in (tmp_path / "secrets.ini").read_text()
    assert "r%a$h=asia" not in (tmp_path / "satudata.ini").read_text()
    shown = [secret, config("get", "smtp.password"), config("list"), config("list", "--set"), config("check")]
    assert all("r%a$h=asia" not in result.output for result in shown)
    assert "smtp.server = mail.blorakab.go.id:587" in shown[3].output
    assert shown[4].exit_code == 0, shown[4].output


def test_nothing_is_changed_when_one_value_is_wrong(config, tmp_path):
    """Several are set together or not at all, and what is wrong is said with its cure."""
    result = config("set", "smtp.server=mail.blorakab.go.id", "smtp.starttls=kadang", "smtp.servr=a")
    assert result.exit_code == 1
    assert "smtp.starttls: 'kadang' tidak dapat dipakai; tulis true atau false" in result.output
    assert "smtp.servr: pilihan ini tidak ada; mungkin maksudnya smtp.server" in result.output
    assert not (tmp_path / "satudata.ini").exists()


@pytest.mark.parametrize(
    ("name", "value", "cure"),
    [
        ("ckanext.satudata.max_file_mb", "banyak", "bilangan bulat"),
        ("ckanext.satudata.max_file_mb", "-5", "bilangan bulat"),
        ("ckanext.satudata.review", "nanti", "pilih satu: required, after"),
        ("ckan.display_timezone", "WIB", "Asia/Jakarta"),
        ("ckan.site_url", "data.blorakab.go.id", "https://data.blorakab.go.id"),
        ("smtp.mail_from", "Satu Data", "satu alamat surel"),
        ("ckanext.satudata.days_off", "/tidak/ada.csv", "berkas itu tidak ada"),
        ("sqlalchemy.url", "postgresql://x", "ditentukan oleh pemasang"),
        ("ckanext.satudata.wilayah", "33.16", "up --wilayah"),
    ],
)
def test_wrong_values_say_how_to_mend_them(catalogue, name, value, cure):
    """An option that is settled elsewhere, and a value that CKAN could not use, are refused with what to write."""
    [problem] = catalogue.check(name, value)
    assert problem.option == name
    assert cure in problem.text


def test_each_option_that_is_shown_has_indonesian_words(catalogue):
    """What `config list` shows without --all says in a line what it is for."""
    names = [name for group in catalogue.groups({}, everything=False).values() for name in group]
    assert "smtp.server" in names
    assert "ckanext.satudata.wall_hosts" in names
    assert [name for name in names if not catalogue.words_by_option.get(name)] == []
    assert [name for name in names if name not in catalogue.declaration] == []


def test_comments_and_order_stay(tmp_path):
    """Setting an option changes its line alone; taking it out takes that line out."""
    path = tmp_path / "satudata.ini"
    path.write_text("# surel kami\nsmtp.server = lama\n  lanjutan\n# batas\nckan.max_resource_size = 50\n")
    SETTINGS.save(path, "smtp.server", "baru")
    text = "[app:main]\n# surel kami\nsmtp.server = baru\n# batas\nckan.max_resource_size = 50\n"
    assert path.read_text() == text
    SETTINGS.save(path, "smtp.server", None)
    assert path.read_text() == text.replace("smtp.server = baru\n", "")


def test_settings_win_over_the_template(tmp_path):
    """An option of the district replaces the template's, is added where it has none, and leads what hangs on it."""
    settings = {
        "ckan.site_url": "https://data.blorakab.go.id",
        "ckan.max_resource_size": "77",
        "smtp.password": "r%a$h=asia",
        "scheming.dataset_schemas": "satu:dua.yaml",
    }
    text = district.render(layout.Layout(ROOT), VALUES, settings)
    ini = tmp_path / "ckan.ini"
    ini.write_text(text)
    from ckan.cli import CKANConfigLoader

    options = CKANConfigLoader(str(ini)).get_config()
    assert {name: options[name] for name in settings} == settings
    assert options["ckanext.dcat.base_uri"] == "https://data.blorakab.go.id"


def test_broken_file_stops_with_its_line(tmp_path):
    """A line that is no option, one that stands twice, and a secret that stands in both files are named."""
    place = layout.Layout(tmp_path)
    (tmp_path / "config").symlink_to(ROOT / "config")
    district.prepare(place)
    for text, complaint in (
        ("[app:main]\nsmtp.server = a\nomong kosong\n", "baris 3"),
        ("smtp.server = a\nsmtp.server = b\n", "baris 2: smtp.server ditulis dua kali"),
        ("[lain]\na = b\n", r"\[lain\] tidak dikenal"),
    ):
        (place.etc / "satudata.ini").write_text(text)
        with pytest.raises(Failure, match=complaint):
            district.load(place)


def test_start_keeps_the_settings_and_says_what_changed(tmp_path, capsys):
    """Each start writes the portal's ini anew with the district's settings in it, and names what differs."""
    place = layout.Layout(tmp_path)
    place.prepare()
    for name in ("config", "docker"):
        (tmp_path / name).symlink_to(ROOT / name)
    ports = dict.fromkeys(layout.FIRST_PORT, 5999)
    district.prepare(place)
    instance.write_ini(place, ports, "33.16", demo=False)
    SETTINGS.save(place.etc / "satudata.ini", "smtp.server", "mail.blorakab.go.id")
    SETTINGS.save(place.etc / "secrets.ini", "smtp.password", "rahasia-sekali")
    # what was written into the ini itself is lost, and said
    place.ini.write_text(place.ini.read_text().replace("[loggers]", "smtp.user = tulisan-tangan\n[loggers]", 1))
    capsys.readouterr()
    for _start in range(2):
        instance.write_ini(place, ports, "33.16", demo=False)
        assert "smtp.server = mail.blorakab.go.id\n" in place.ini.read_text()
    printed = capsys.readouterr().out
    assert "+ smtp.server = mail.blorakab.go.id" in printed
    assert "+ smtp.password = (tidak ditampilkan)" in printed
    assert "- smtp.user tidak berlaku lagi" in printed
    assert "rahasia-sekali" not in printed
    assert printed.count("smtp.server") == 1
    assert stat.S_IMODE(place.ini.stat().st_mode) == 0o600
    assert "mail.blorakab" not in place.test_ini("_test").with_name("test-base.ini").read_text()
