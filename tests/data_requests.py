"""Requests for data, made and handled."""

import datetime

from ckan.plugins import toolkit as tk
from ckan.tests import factories, helpers
from ckanext.satudata import clock, workdays

REQUEST = {
    "title": "Jumlah nelayan menurut desa",
    "wanted": "Jumlah nelayan menurut desa dan jenis kelamin, lima tahun terakhir.",
    "purpose": "Skripsi tentang pesisir.",
    "name": "Wayan Pemohon Uji",
    "email": "wayan.pemohon@warga.example",
    "period": "2020-2025",
}
SECRET = ("Wayan Pemohon", "wayan.pemohon", "Skripsi")
PAGE = "/satudata/permintaan"


def ask(**more):
    """Ask as somebody without an account; return the answer."""
    return tk.get_action("satudata_data_request_create")({"user": "", "ignore_auth": False}, {**REQUEST, **more})


def as_user(person, action, /, **data):
    """Call an action as that person, with all checks."""
    return tk.get_action(f"satudata_data_request_{action}")({"user": person, "ignore_auth": False}, data)


def ago(days):
    """Return the day that many working days before today, and a request of that day."""
    day = clock.today()
    while workdays.between(day, clock.today()) < days:
        day -= datetime.timedelta(days=1)
    return day


def officer(office, role="editor"):
    """Return the name and the headers of somebody who publishes for an OPD."""
    user = factories.UserWithToken()
    helpers.call_action("member_create", id=office["id"], object=user["name"], object_type="user", capacity=role)
    return user["name"], {"Authorization": user["token"]}
