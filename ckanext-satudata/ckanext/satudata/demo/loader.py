"""Puts the demonstration district into the catalogue through CKAN's own actions."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable
from importlib import resources
from typing import Any

import yaml
from ckan import model
from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from ckanext.satudata.clock import today
from ckanext.satudata.demo import handing_over, tables
from ckanext.satudata.harvest import sources
from ckanext.satudata.metadata import codelists, frequency
from ckanext.satudata.requests import model as requests
from ckanext.satudata.review import priorities
from ckanext.satudata.standards import words
from ckanext.satudata.validation import model as checks
from werkzeug.datastructures import FileStorage

UNSCHEDULED = {"insidental", "sekali"}
GRANTED_DAYS = 365
GRANTED = "Sumber contoh milik OPD sendiri; pemeriksaan otomatis cukup selama tidak ada temuan."
# days until the next release of what has a frequency without a period
FAR = 60
EXAMPLE = "Data contoh buatan untuk peragaan; bukan angka nyata."


class District:
    """The declarations of `config/demo/`, filled in for one kabupaten/kota."""

    def __init__(self, wilayah: str) -> None:
        self.wilayah = wilayah
        self.name = codelists.load("wilayah").codes[wilayah].name
        folder = resources.files("ckanext.satudata.districts")
        self.declared: dict[str, Any] = self._read(folder / "district.yaml")
        self.users: dict[str, dict[str, Any]] = self.declared["users"]
        files = sorted((folder / "datasets").iterdir(), key=lambda path: path.name)
        self.datasets = [self._dataset(path) for path in files if path.name.endswith(".yaml")]
        # a dataset links to the activity and indicator that it comes from, a service to the datasets that it serves
        self.before = [record for kind in ("kegiatan", "indikator") for record in self._records(folder, kind)]
        self.after = self._records(folder, "layanan")
        self.requests: list[dict[str, Any]] = self._read(folder / "requests.yaml")
        self.submissions: list[dict[str, Any]] = self._read(folder / "submissions.yaml")
        self.priorities: list[dict[str, Any]] = self._read(folder / "priorities.yaml")

    def _read(self, path: Any) -> Any:
        return yaml.safe_load(
            path.read_text(encoding="utf-8").replace("{wilayah}", self.name).replace("{kode}", self.wilayah)
        )

    def _dataset(self, path: Any) -> dict[str, Any]:
        return self._filled({"name": path.name.removesuffix(".yaml"), **self._read(path)})

    def _filled(self, declared: dict[str, Any]) -> dict[str, Any]:
        """Return a declared dataset with what all have in common."""
        real = declared["table"] == "desa_per_kecamatan"
        standard = words.find_standard([declared])
        if standard is not None and not words.is_declared(declared):
            declared = {**declared, **words.of(standard)}
        shared = {
            "kode_wilayah": self.wilayah,
            "cakupan": self.name,
            "license_id": "CC-BY-4.0",
            "sifat_data": "terbuka",
            **self._office(declared["owner_org"]),
            "data_contoh": "" if real else "true",
            "sumber": declared.get("sumber", EXAMPLE),
            "dimensi_awal": "2021",
            "dimensi_akhir": "2025",
        }
        if declared["frekuensi"] not in UNSCHEDULED:
            shared["jadwal_rilis"] = _next(declared["frekuensi"])
        return {**shared, **declared}

    def _records(self, folder: Any, kind: str) -> list[dict[str, Any]]:
        """Return the declared records of one type besides datasets: kegiatan, indikator, layanan."""
        files = sorted((folder / kind).iterdir(), key=lambda path: path.name)
        return [
            {"name": path.name.removesuffix(".yaml"), "type": kind, **self._office(record["owner_org"]), **record}
            for path, record in ((path, self._read(path)) for path in files if path.name.endswith(".yaml"))
        ]

    def _office(self, organization: str) -> dict[str, str]:
        declared = self.declared["organizations"][organization]
        return {"kontak_unit": declared["title"], "kontak_email": declared["surel"]}

    def load(self, passwords: dict[str, str], tell: Callable[[str], None]) -> None:
        """Create what is missing: users, organizations in tree order, datasets and their tables."""
        for name, user in self.users.items():
            self._ensure("user", name, {**user["account"], "password": passwords[name]})
        for name, organization in self.declared["organizations"].items():
            self._ensure("organization", name, organization)
        for name, user in self.users.items():
            for organization, role in user.get("member_of", {}).items():
                data = {"id": organization, "username": name, "role": role}
                tk.get_action("organization_member_create")(_context(), data)
        for record in self.before:
            self._ensure("package", record["name"], record)
        for dataset in self.datasets:
            tell(f"{dataset['title']}: {self._load_dataset(dict(dataset))}")
        for record in self.after:
            self._ensure("package", record["name"], record)
        if p.plugin_loaded("satudata_requests"):
            self._load_requests()
        if p.plugin_loaded("satudata_review"):
            self._load_submissions()

    def _load_requests(self) -> None:
        """Have citizens ask for data, and offices answer, where nobody has asked yet."""
        if tk.get_action("satudata_data_request_list")(_context(), {"limit": 0})["count"]:
            return
        for request in self.requests:
            data = {name: value for name, value in request.items() if name not in ("days_ago", "steps")}
            data["received"] = (today() - datetime.timedelta(days=request["days_ago"])).isoformat()
            number = tk.get_action("satudata_data_request_create")(_context(), data)["number"]
            for step in request.get("steps", []):
                arguments = {name: value for name, value in step.items() if name != "do"}
                tk.get_action(f"satudata_data_request_{step['do']}")(_context(), {"number": number, **arguments})
            # offices had theirs from the day on which they came, not only since the demonstration was loaded
            requests.date_back(number, "assigned", "shown")

    def _load_submissions(self) -> None:
        """Have the walidata trust the harvest, and officers hand over what waits, where nobody has done so yet."""
        grants = tk.get_action("satudata_grant_list")(_context(), {})
        trusted = {grant["source"] for grant in grants}
        sources.sync()
        for source in sources.every():
            if source.id not in trusted:
                until = today() + datetime.timedelta(days=GRANTED_DAYS)
                data = {"source": source.id, "until": until.isoformat(), "reason": GRANTED}
                tk.get_action("satudata_grant_create")(_context(), data)
        counts = tk.get_action("satudata_submission_list")(_context(), {})["counts"]
        if counts or config.review() == config.REVIEW_AFTER:
            return
        priorities.save([priorities.Entry(**entry) for entry in self.priorities])
        handing_over.run(self.submissions, handing_over.Declarations(self._filled, self.table, self._declared))

    def _declared(self, name: str) -> tuple[tables.Table, str]:
        """Return the table of the dataset of that name, and the kind of its file."""
        declared = next(dataset for dataset in self.datasets if dataset["name"] == name)
        return self.table(declared["table"], name), declared.get("file", "csv")

    def _ensure(self, kind: str, name: str, data: dict[str, Any]) -> dict[str, Any]:
        try:
            return tk.get_action(f"{kind}_show")(_context(), {"id": name})
        except tk.ObjectNotFound:
            return tk.get_action(f"{kind}_create")(_context(), {"name": name, **data})

    def _load_dataset(self, dataset: dict[str, Any]) -> str:
        spec, kind = dataset.pop("table"), dataset.pop("file", "csv")
        standard = dataset.pop("standar", "")
        stored = self._ensure("package", dataset["name"], dataset)
        resource = stored["resources"][0] if stored["resources"] else None
        if resource and not (_goes_on(spec) and _is_ours(resource)):
            return "sudah ada"
        header, rows = self.table(spec, dataset["name"])
        content = tables.as_bytes(header, rows, kind)
        if resource and resource.get("hash") == hashlib.sha256(content.getvalue()).hexdigest():
            return "sudah ada"
        file = FileStorage(content, f"{dataset['name']}.{kind}")
        data = {"name": dataset["title"], "upload": file, "url": file.filename, "standar": standard}
        if resource is None:
            tk.get_action("resource_create")(_context(), {**data, "package_id": stored["id"]})
            return f"{len(rows)} baris"
        tk.get_action("resource_patch")(_context(), {**data, "id": resource["id"]})
        if (stored.get("jadwal_rilis") or "9") < today().isoformat():
            # the date that the demonstration wrote has passed; one that an OPD wrote for later stays
            tk.get_action("package_patch")(
                _context(), {"id": stored["id"], "jadwal_rilis": _next(dataset["frekuensi"])}
            )
        return f"{len(rows)} baris, diperbarui"

    def table(self, spec: Any, name: str) -> tuple[list[str], list[list[Any]]]:
        """Return header and rows of a dataset's declared table."""
        if spec == "desa_per_kecamatan":
            return tables.desa_per_kecamatan(self.wilayah)
        if "columns" in spec:
            return tables.records(spec, self.wilayah, name, self._offices())
        return tables.rows(spec, self.wilayah, name, self._offices(), self.table_of)

    def table_of(self, name: str) -> tuple[list[str], list[list[Any]]]:
        """Return header and rows of the dataset of that name."""
        return self.table(next(dataset["table"] for dataset in self.datasets if dataset["name"] == name), name)

    def _offices(self) -> list[tuple[str, str]]:
        """Return kode OPD (Permendagri 90/2019) and name of each office."""
        declared = self.declared["organizations"].values()
        offices = [office for office in declared if office["jenis_organisasi"] == "opd"]
        return [
            (f"{office['urusan']}.0.00.0.00.{number:02d}.0000", office["title"])
            for number, office in enumerate(offices, 1)
        ]


def _next(code: str) -> str:
    """Return when data of a frequency that reach up to now are due again: one period later."""
    return (today() + datetime.timedelta(days=frequency.days(code) or FAR)).isoformat()


def _goes_on(spec: Any) -> bool:
    """Return whether a table grows by itself: cases of the last days, or the last days or months of a series."""
    if not isinstance(spec, dict):
        return False
    return "columns" in spec or any(isinstance(values, dict) for values in spec.get("over", {}).values())


def _is_ours(resource: dict[str, Any]) -> bool:
    """Return whether the demonstration has stored the file itself, and nobody another one since."""
    check = checks.get(resource.get("validation_report") or "")
    ours = model.User.get(_context()["user"])
    return check is not None and ours is not None and check.user_id == ours.id


def _context() -> Any:
    return {"ignore_auth": True, "user": tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]}
