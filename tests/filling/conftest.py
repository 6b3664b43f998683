"""An OPD with a public table, three kecamatan with officers, and a table that is opened for 2026."""

import datetime

import pytest
from ckan import model
from ckan.tests import factories, helpers
from ckanext.satudata.clock import today
from factories_satudata import Organization
from review.conftest import Office

KECAMATAN = {"gerokgak": "51.08.01", "seririt": "51.08.02", "busungbiu": "51.08.03"}
STANDARD = "penduduk_jenis_kelamin"
TABLE = (
    b"kode_wilayah,nama_kecamatan,tahun,laki_laki,perempuan,jumlah\n"
    b"51.08.01,Gerokgak,2025,10,20,30\n51.08.02,Seririt,2025,5,5,10\n51.08.03,Busungbiu,2025,7,8,15\n"
)


class District(Office):
    """The people of `Office`, and an officer in each of three kecamatan."""

    def __init__(self):
        super().__init__()
        self.kecamatan = {
            name: Organization(name=f"kec-{name}", jenis_organisasi="kecamatan", kode_wilayah=code)
            for name, code in KECAMATAN.items()
        }
        self.people = {name: self._member(office, "editor") for name, office in self.kecamatan.items()}

    def table(self):
        """Return the id of a public table of 2025 that follows the standard."""
        described = {"title": "Jumlah Penduduk Tahun 2025", "dimensi_awal": "2025", "dimensi_akhir": "2025"}
        package_id = self.public(frekuensi="tahunan", jadwal_rilis="2026-02-01", **described)
        self.replace(package_id, TABLE, self.walidata, standar=STANDARD)
        return self.do("", "package_show", id=package_id)["resources"][0]

    def opened(self, user=None, **more):
        """Open the table for 2026; return the filling."""
        data = {"standard": STANDARD, "period": "2026", "organization": self.office["name"], "kind": "kecamatan"}
        due = (today() + datetime.timedelta(days=7)).isoformat()
        return self.do(user or self.officer, "satudata_filling_create", **{**data, "due": due, **more})

    def part(self, filling, name, user=None):
        """Return the part of a kecamatan as its officer sees it."""
        return self.do(user or self.people[name], "satudata_filling_part_show", id=filling["id"], office=f"kec-{name}")

    def fill(self, filling, name, men=11, women=21, user=None, **more):
        """Have the officer of a kecamatan write figures into the one row of it."""
        part = self.part(filling, name, user)
        row = {**part["rows"][0], "laki_laki": str(men), "perempuan": str(women), "jumlah": str(men + women)}
        data = {"id": filling["id"], "office": f"kec-{name}", "rows": [row], "version": part["version"], **more}
        return self.do(user or self.people[name], "satudata_filling_fill", **data)

    def hand_over(self, filling, name, user=None):
        """Have the officer of a kecamatan hand its rows over."""
        return self.do(user or self.people[name], "satudata_filling_send", id=filling["id"], office=f"kec-{name}")


@pytest.fixture
def district():
    """Return the people of a district."""
    return District()


@pytest.fixture
def headers():
    """Return a function that makes the headers by which a browser is somebody's."""

    def make(user):
        return {"Authorization": factories.APIToken(user=user)["token"]}

    return make


def member(organization, capacity="editor"):
    """Return the name of a new officer."""
    user = factories.User()
    helpers.call_action("organization_member_create", id=organization["id"], username=user["name"], role=capacity)
    model.Session.commit()
    return user["name"]
