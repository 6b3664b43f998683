"""The installer's own rules, without any service."""

import stat
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from native import district, instance, layout, stamps  # noqa: E402
from native.console import Failure  # noqa: E402


def test_secrets_are_private_and_stable(tmp_path):
    """Secrets are generated once per installation, into a file that only its owner reads."""
    place = layout.Layout(tmp_path)
    place.prepare()
    first = layout.load_secrets(place)
    assert layout.load_secrets(place) == first
    assert set(first) == set(layout.SECRET_NAMES)
    assert stat.S_IMODE((place.state / "secrets.json").stat().st_mode) == 0o600


def test_known_ports_stay_and_new_ones_are_free():
    """A port chosen before is kept; what the person asks for is taken."""
    ports = layout.choose_ports({"redis": 7777}, web=8080)
    assert ports["redis"] == 7777
    assert ports["web"] == 8080
    assert layout.port_is_free(ports["solr"])


def test_unknown_region_is_refused_with_examples():
    """A code that is no kabupaten/kota gets an error that names valid ones."""
    with pytest.raises(Failure, match=r"51\.99.*bukan kode[\s\S]*51\.08 Kabupaten Buleleng"):
        instance.region_name(layout.Layout(ROOT), "51.99")


def test_region_name_comes_from_the_code_list():
    """The portal's name is the district's name."""
    assert instance.region_name(layout.Layout(ROOT), "51.08") == "Kabupaten Buleleng"


@pytest.mark.parametrize(
    ("code", "zone"), [("35.23", "Asia/Jakarta"), ("51.08", "Asia/Makassar"), ("91.03", "Asia/Jayapura")]
)
def test_time_zone_follows_the_province(code, zone):
    """Each province has one of the three Indonesian time zones (Keppres 41/1987)."""
    assert instance.timezone(code) == zone


def test_stamp_changes_with_content(tmp_path):
    """A step is redone when the file it depends on changes, and only then."""
    place = layout.Layout(tmp_path)
    place.prepare()
    file = tmp_path / "lock.txt"
    file.write_text("a==1")
    stamps.done(place, "venv", stamps.digest([file]))
    assert stamps.is_done(place, "venv", stamps.digest([file]))
    file.write_text("a==2")
    assert not stamps.is_done(place, "venv", stamps.digest([file]))


def test_secrets_stay_out_of_the_template_when_they_could_add_options():
    """A value with a line break is refused by the ini renderer."""
    with pytest.raises(ValueError, match="line break"):
        district.render(layout.Layout(ROOT), {"SECRET_KEY": "a\nckan.plugins = evil"}, {})
