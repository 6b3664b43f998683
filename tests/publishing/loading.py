"""Loaded tables."""

from factories_satudata import Organization, act, dataset_dict

FIELDS = [
    {"id": "kode", "type": "text", "info": {"label": "Kode wilayah", "notes": "Kemendagri", "unit": ""}},
    {"id": "jumlah", "type": "bigint", "info": {"label": "Jumlah", "unit": "jiwa"}},
    {"id": "luas km²", "type": "numeric"},
    {"id": "rasio", "type": "float8"},
    {"id": "tanggal", "type": "date"},
    {"id": "waktu", "type": "timestamp"},
    {"id": "aktif", "type": "bool"},
    {"id": "catatan, 100%", "type": "text"},
]
ROWS = [
    ["51.08.01", 12, "0.10", 1.5, "2025-06-30", "2025-06-30T08:15:30", True, "biasa"],
    ["001", 9_007_199_254_740_993, "12345678901234567890.123456789", -2.25, "1899-12-31", None, False, "=1+1"],
    [None, None, None, None, None, None, None, None],
    ["Désa & <b>", -5, "-7", 1e-7, "1945-08-17", "1945-08-17T10:00:00.25", True, 'baris\nbaru; "kutip" _x0041_'],
]


def table(fields=FIELDS, rows=ROWS, **metadata):
    """Create a dataset whose one resource is a DataStore table; return dataset and resource id."""
    dataset = act("package_create", **dataset_dict(owner_org=Organization()["id"], **metadata))
    names = [field["id"] for field in fields]
    records = [dict(zip(names, row, strict=True)) for row in rows]
    resource = {"package_id": dataset["id"], "name": "penduduk.csv"}
    made = act("datastore_create", resource=resource, fields=fields, records=records)
    return dataset, made["resource_id"]


def path(dataset, resource, format):
    """Return where a table is as a file."""
    return f"/dataset/{dataset['name']}/resource/{resource}/unduh.{format}"
