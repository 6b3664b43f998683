"""Every answer tells the browser what to refuse, without any proxy before us."""

import io

import pytest
from factories_satudata import Organization, act, dataset_dict
from reportlab.pdfgen import canvas
from werkzeug.datastructures import FileStorage

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]


def a_pdf():
    """Return the bytes of a document with one line."""
    stream = io.BytesIO()
    page = canvas.Canvas(stream)
    page.drawString(72, 720, "Catatan")
    page.save()
    return stream.getvalue()


FEATURES = b'{"type": "FeatureCollection", "features": []}'
CONTENTS = {"pdf": a_pdf(), "json": FEATURES, "geojson": FEATURES, "kml": b"<kml/>"}


@pytest.mark.parametrize("path", ["/", "/dataset/", "/tidak-ada", "/api/3/action/status_show", "/command-center"])
def test_pages_forbid_frames_and_foreign_scripts(app, path):
    """Pages, errors and the API alike."""
    headers = app.get(path, status=None).headers
    policy = headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "object-src 'none'" in policy
    assert "script-src 'self' 'unsafe-inline';" in policy
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.ckan_config("ckanext.satudata.wall_hosts", "kamera.contoh.go.id 10.0.0.7")
def test_hosts_of_the_wall_may_be_shown(app):
    """Cameras and pages that the operator named, and those below them."""
    policy = app.get("/command-center").headers["Content-Security-Policy"]
    frames = next(part for part in policy.split("; ") if part.startswith("frame-src"))
    assert frames == "frame-src 'self' kamera.contoh.go.id:* *.kamera.contoh.go.id:* 10.0.0.7:*"


@pytest.mark.parametrize("name", ["a.pdf", "a.json", "a.kml", "a.geojson"])
def test_uploaded_files_are_saved_and_run_nothing(app, name):
    """What a browser would open is sent to be saved, and could run nothing if it were opened."""
    dataset = act("package_create", **dataset_dict(owner_org=Organization()["id"]))
    file = FileStorage(io.BytesIO(CONTENTS[name.rpartition(".")[2]]), name)
    resource = act("resource_create", package_id=dataset["id"], upload=file, name="x")
    headers = app.get(f"/dataset/{dataset['id']}/resource/{resource['id']}/download/{name}").headers
    assert headers["Content-Disposition"].startswith("attachment")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "script-src 'none'" in headers["Content-Security-Policy"]
    assert "sandbox" in headers["Content-Security-Policy"]


def test_https_is_kept_to(app):
    """Only who came by https is told to stay with it."""
    assert "Strict-Transport-Security" not in app.get("/").headers
    assert app.get("/", base_url="https://localhost").headers["Strict-Transport-Security"]
