"""The pages of harvest sources, and who logs in there."""

from ckan.tests import factories, helpers

from harvest.conftest import FIXED

LIST, PAGE = "/satudata/panen/", "/satudata/panen/sumber-uji"


def login(**member):
    """Return the headers of somebody who is logged in."""
    user = factories.SysadminWithToken() if member.pop("sysadmin", False) else factories.UserWithToken()
    for name, role in member.items():
        data = {"id": name.replace("_", "-"), "username": user["name"], "role": role}
        helpers.call_action("organization_member_create", **data)
    return {"Authorization": user["token"]}


def sent(loopback, **changes):
    """Return what a person fills in for the played source, as the browser sends it."""
    fields = {
        "title": "Sumber Formulir",
        "organization": "dinas-uji",
        "kontak.unit": "Bidang Data",
        "kontak.email": "data@satudata.example",
        "schedule": "0 6 * * *",
        "akses.url": f"{loopback.url}/list",
        "akses.identifier": "id",
        "akses.internal": "1",
        "peta.title": "judul",
        "peta.notes": "uraian",
        "peta.tags": "kata",
        **{f"tetap.{name}": value for name, value in FIXED.items() if name != "notes"},
    }
    return {**fields, **changes}
