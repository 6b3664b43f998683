"""Criteria are data, checks judge a dataset as it is, and what cannot be judged does not count."""

import datetime
from importlib import resources

import pytest
from ckanext.satudata.gate.principles import PRINCIPLES
from ckanext.satudata.quality import criteria, formats, score
from ckanext.satudata.quality.criteria import DIMENSIONS
from ckanext.satudata.quality.model import BROKEN, EMPTY, FORMAT, FileState, address
from factories_satudata import dataset_dict

TODAY = datetime.date(2026, 11, 24)


def resource(**changes):
    """Return a table that has everything."""
    return {
        "id": "r1",
        "url": "https://satudata.example/tabel.csv",
        "url_type": "upload",
        "name": "Tabel",
        "format": "CSV",
        "created": "2026-11-01T00:00:00",
        "last_modified": "2026-11-01T00:00:00",
        "description": "Kolom.",
        "standar": "stunting",
        "validation_status": "success",
        "validation_warning_count": "0",
        "datastore_active": True,
        **changes,
    }


def full(**changes):
    """Return a dataset that lacks nothing."""
    complete = dataset_dict(
        id="d1",
        notes="Jumlah penduduk tiap kecamatan menurut catatan sipil, untuk perencanaan layanan dasar di kabupaten.",
        tags=[{"name": name} for name in ("penduduk", "kecamatan", "sipil")],
        metodologi="Registrasi.",
        cara_pengumpulan_data="KOMPILASI_PRODUK_ADMINISTRASI",
        kegiatan="k1",
        resources=[resource()],
    )
    return {**complete, **changes}


def state(of, **changes):
    """Return the state of a file that is well."""
    return FileState(
        **{"resource_id": of["id"], "address": address(of), "fault": "", "found": "TEXT", "size": 10, **changes}
    )


def judged(dataset, **changes):
    """Return the score of a dataset whose first file was found like this."""
    files = {resource["id"]: state(resource, **changes) for resource in dataset["resources"]}
    return score.of(dataset, files, TODAY)


@pytest.mark.parametrize("criterion", criteria.every().values(), ids=criteria.every())
def test_each_criterion_can_be_fulfilled_and_failed(criterion):
    """It is well formed, its options are those of its check, a full dataset has it, and an empty one does not."""
    assert criterion.weight > 0
    assert criterion.dimension in DIMENSIONS
    assert criterion.principle in {"", *PRINCIPLES}
    assert criterion.title
    assert criterion.cure.endswith(".")
    assert judged(full()).shares[criterion.name] == 1
    poor = full(
        **dict.fromkeys(("notes", "urusan", "kode_wilayah", "dimensi_awal", "dimensi_akhir", "license_id"), ""),
        **dict.fromkeys(("konsep", "definisi", "klasifikasi", "ukuran", "satuan", "kontak_unit", "kontak_email"), ""),
        **dict.fromkeys(("metodologi", "cara_pengumpulan_data", "kegiatan"), ""),
        tags=[],
        frekuensi="bulanan" if criterion.name == "mutakhir" else "",
        resources=[]
        if criterion.name == "ada_berkas"
        else [
            resource(
                format="PDF" if criterion.name == "format_terbuka" else "CSV",
                last_modified="2020-01-01T00:00:00",
                description="",
                standar="",
                validation_status="failure",
                validation_warning_count="3",
                langkah_baca="[]" if criterion.name == "rapi" else "",
                datastore_active=False,
            )
        ],
    )
    if criterion.name == "rapi":
        poor["resources"][0]["langkah_baca"] = '[{"step": "header"}]'
    faults = {"tautan_hidup": BROKEN, "berisi": EMPTY, "format_sesuai": FORMAT}
    assert judged(poor, fault=faults.get(criterion.name, "")).shares[criterion.name] == 0


def test_the_field_to_mend_is_a_field_of_the_form():
    """The way that an officer is shown leads somewhere."""
    text = (resources.files("ckanext.satudata.schemas") / "dataset.yaml").read_text(encoding="utf-8")
    for criterion in criteria.every().values():
        if criterion.field != "resources":
            assert f"field_name: {criterion.field}\n" in text, criterion.name


def test_a_licence_that_nobody_gave_counts_as_none():
    """The code for "not specified" is no licence: the score falls as it does without one, and the cure is named."""
    unsaid = judged(full(license_id="notspecified"))
    assert unsaid.shares["lisensi"] == 0
    assert [criterion.name for criterion, _gain in unsaid.missing] == ["lisensi"]
    assert judged(full(license_id="other-open", source_license="Open Data Indonesia")).shares["lisensi"] == 1


def test_a_full_dataset_has_a_hundred_and_nothing_to_raise():
    """100 can be reached."""
    assert judged(full()).value == 100
    assert judged(full()).missing == []
    assert set(judged(full()).dimensions.values()) == {100}


def test_what_is_missing_says_by_how_much_the_score_would_rise():
    """The promised points are those that come."""
    poor = judged(full(metodologi="", tags=[]))
    assert poor.value < 100
    assert poor.value + sum(gain for _criterion, gain in poor.missing) == pytest.approx(100, abs=0.2)
    assert [criterion.name for criterion, _gain in poor.missing] == ["kata_kunci", "metodologi"]


def test_files_that_were_not_looked_at_do_not_count():
    """A new file is neither good nor bad before the night; the state of the file before it says nothing of it."""
    dataset = full()
    assert "tautan_hidup" not in score.of(dataset, {}, TODAY).shares
    before = state(resource(last_modified="2025-01-01T00:00:00"), fault=BROKEN)
    assert "tautan_hidup" not in score.of(dataset, {"r1": before}, TODAY).shares


def test_restricted_data_need_no_file():
    """What the law keeps closed is not punished for being closed."""
    assert "ada_berkas" not in judged(full(sifat_data="terbatas", resources=[])).shares
    assert judged(full(resources=[])).shares["ada_berkas"] == 0


@pytest.mark.parametrize(
    ("changed", "frequency", "announced", "share"),
    [
        ("2026-11-01", "bulanan", None, 1),
        ("2026-10-01", "bulanan", None, 0.5),
        ("2026-08-01", "bulanan", None, 0),
        ("2026-08-01", "tahunan", None, 1),
        ("2026-08-01", "tahunan", "2026-10-01", 0.5),
        ("2026-10-02", "tahunan", "2026-10-01", 1),
        ("2001-01-01", "insidental", None, None),
    ],
)
def test_freshness_follows_the_promise(changed, frequency, announced, share):
    """Within the promised period all, until the second half, then none; an announced release counts, too."""
    dataset = full(frekuensi=frequency, jadwal_rilis=announced, resources=[resource(last_modified=changed)])
    assert judged(dataset).shares.get("mutakhir") == share


@pytest.mark.parametrize(
    ("declared", "head", "expected", "contradicts"),
    [
        ("CSV", b"a,b\n1,2\n", "TEXT", False),
        ("CSV", b"\xef\xbb\xbf<!DOCTYPE html><html>", "HTML", True),
        ("XLSX", b"PK\x03\x04..[Content_Types].xml..xl/workbook.xml", "XLSX", False),
        ("XLSX", b"PK\x03\x04..word/document.xml", "DOCX", True),
        ("XLS", b"<table><tr><td>1</td></tr></table>", "HTML", True),
        ("XLS", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLE", False),
        ("PDF", b"%PDF-1.7", "PDF", False),
        ("PDF", b"Not found", "TEXT", True),
        ("GeoJSON", b' {"type": "FeatureCollection"}', "JSON", False),
        ("JSON", b"<html>", "HTML", True),
        ("WMS", b"<?xml version='1.0'?>", "XML", False),
        ("CSV", b"", "", False),
        ("SHP", b"PK\x03\x04kecamatan.shp", "ZIP", False),
    ],
)
def test_the_real_format_is_told_from_the_first_bytes(declared, head, expected, contradicts):
    """An error page that is called CSV is found; what cannot be told is not accused."""
    assert formats.detected(head) == expected
    assert formats.contradicts(declared, expected) is contradicts
