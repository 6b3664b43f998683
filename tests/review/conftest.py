"""An office, its officer, the walidata, and a dataset that is public."""

import io

import pytest
from ckan import model
from ckan.tests import factories, helpers
from ckanext.satudata.gate.principles import PRINCIPLES
from ckanext.satudata.tables import stored
from factories_satudata import Organization, dataset_dict
from werkzeug.datastructures import FileStorage

OLD = b"kode_wilayah,nama,jumlah\n51.08.01,Gerokgak,120\n51.08.02,Seririt,130\n"
NEW = b"kode_wilayah,nama,jumlah\n51.08.01,Gerokgak,999\n51.08.02,Seririt,130\n51.08.03,Busungbiu,90\n"


def upload(content, name="penduduk.csv"):
    """Return a file that comes with a form."""
    return FileStorage(io.BytesIO(content), name)


class Office:
    """An OPD with an officer, beside the walidata's office, and calls of actions by each of them."""

    def __init__(self):
        self.walidata_office = Organization(peran="walidata")
        self.office = Organization()
        self.other_office = Organization()
        self.officer = self._member(self.office, "editor")
        self.colleague = self._member(self.office, "editor")
        self.stranger = self._member(self.other_office, "editor")
        self.walidata = self._member(self.walidata_office, "admin")
        self.second_walidata = self._member(self.walidata_office, "editor")
        # in a district the roles of the walidata cascade from the regional government to its offices
        for name in (self.walidata, self.second_walidata):
            data = {"id": self.office["id"], "username": name, "role": "editor"}
            helpers.call_action("organization_member_create", **data)

    @staticmethod
    def _member(organization, capacity):
        user = factories.User()
        helpers.call_action("organization_member_create", id=organization["id"], username=user["name"], role=capacity)
        return user["name"]

    def do(self, user, action, **data):
        """Call an action as a person, with all rules; "" is the public."""
        model.Session.remove()
        context = {"user": user, "ignore_auth": False, "model": model, "session": model.Session}
        context["auth_user_obj"] = model.User.get(user) if user else None
        return helpers.call_action(action, context=context, **data)

    def draft(self, **overrides):
        """Have the officer begin a dataset as the form does: nothing is sent yet."""
        data = dataset_dict(owner_org=self.office["id"], **overrides)
        context = {"user": self.officer, "ignore_auth": False, "allow_state_change": True}
        context["auth_user_obj"] = model.User.get(self.officer)
        dataset = helpers.call_action("package_create", context=context, **data, state="draft")
        self.do(self.officer, "resource_create", package_id=dataset["id"], upload=upload(OLD), name="Penduduk")
        return dataset["id"]

    def send(self, package_id):
        """Have the officer finish a draft; return its submission."""
        self.do(self.officer, "package_patch", id=package_id, state="active")
        return self.waiting(package_id)

    def waiting(self, package_id):
        """Return the open submission of a dataset as the walidata's list has it, None where there is none."""
        submissions = self.do(self.walidata, "satudata_submission_list", limit=500)["submissions"]
        return next((row for row in submissions if row["package"]["id"] == package_id), None)

    def release(self, submission, user=None):
        """Release a submission as it was listed."""
        data = {"id": submission["id"], "version": submission["version"], "principles": list(PRINCIPLES)}
        reason = {"reason": "koreksi"} if submission["change"].get("replaces") and not submission["reason"] else {}
        return self.do(user or self.walidata, "satudata_submission_release", **data, **reason)

    def public(self, **overrides):
        """Return the id of a dataset that went the whole way, with the file OLD."""
        package_id = self.draft(**overrides)
        self.release(self.send(package_id))
        return package_id

    def replace(self, package_id, content=NEW, user=None, **more):
        """Have the officer replace the file; return what the action returns."""
        shown = self.do(user or self.officer, "package_show", id=package_id)
        resource = shown["resources"][0]
        data = {"id": resource["id"], "name": "Penduduk", "upload": upload(content), "langkah_baca": "", **more}
        return self.do(user or self.officer, "resource_update", **data)

    def content(self, package_id):
        """Return the bytes that the public downloads."""
        shown = self.do("", "package_show", id=package_id)
        return stored.content(shown["resources"][0])


@pytest.fixture
def office():
    """Return the people of a district."""
    return Office()
