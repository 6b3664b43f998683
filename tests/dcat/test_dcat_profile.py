"""What a dataset says in DCAT-AP 3, judged by the standard's own shapes."""

from importlib import resources

import pytest
import yaml
from ckan import model
from ckan.cli.cli import ckan
from ckan.plugins import toolkit as tk
from ckanext.dcat.processors import RDFParser, RDFSerializer
from ckanext.satudata.dcat import check, renderings
from ckanext.satudata.demo.loader import District
from factories_satudata import Organization, act, dataset_dict, kegiatan_dict
from rdflib import DCAT, DCTERMS, RDF, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import FOAF, ORG, PROV, RDFS, SKOS

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]

CSVW = Namespace("http://www.w3.org/ns/csvw#")
DQV = Namespace("http://www.w3.org/ns/dqv#")
GSP = Namespace("http://www.opengis.net/ont/geosparql#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
EU = "http://publications.europa.eu/resource/authority"
ADDRESS = "https://berkas.satudata.example/penduduk.csv"


def show(name):
    return tk.get_action("package_show")({"user": ""}, {"id": name})


def make(**overrides):
    """Create a dataset and return its triples and the node that names it."""
    overrides.setdefault("owner_org", Organization()["id"])
    record = show(act("package_create", **dataset_dict(**overrides))["id"])
    return renderings.graph(record), URIRef(renderings.address(record))


def demo_datasets():
    """Create the demonstration district's organizations and datasets without their files; return their names."""
    district = District("51.08")
    for name, organization in district.declared["organizations"].items():
        act("organization_create", name=name, **organization)
    for record in district.before:
        act("package_create", **record)
    for dataset in district.datasets:
        fields = {key: value for key, value in dataset.items() if key not in {"table", "file", "standar"}}
        resource = {"url": ADDRESS, "name": dataset["title"], "format": "CSV", "standar": dataset.get("standar", "")}
        act("package_create", **fields, resources=[resource])
    for record in district.after:
        act("package_create", **record)
    return [dataset["name"] for dataset in district.datasets]


def test_demonstration_district_conforms():
    """No dataset of the demonstration district, nor its catalogue, violates a shape of DCAT-AP 3."""
    names = demo_datasets()
    assert len(names) >= 20
    assert {name: check.dataset(name) for name in names} == {name: [] for name in names}
    assert check.catalogue() == []
    for name in names:
        assert_harvesters_read(show(name))
    assert set(check.public_datasets()) == set(names)


def assert_harvesters_read(record):
    """See that the parser behind every ckanext-dcat harvester, whatever its profile, finds the dataset whole."""
    for profile in ("euro_dcat_ap_2", "euro_dcat_ap_3"):
        parser = RDFParser(profiles=[profile])
        parser.g = renderings.graph(record)
        [parsed] = parser.datasets()
        assert parsed["title"] == record["title"]
        assert {tag["name"] for tag in parsed["tags"]} >= {tag["name"] for tag in record["tags"]}
        assert {resource["url"] for resource in parsed["resources"]} >= {
            resource["url"] for resource in record["resources"]
        }


def test_shapes_find_what_is_wrong():
    """The check can fail: ckanext-dcat's own profile does not state the type of what it names."""
    record = show(
        act("package_create", **dataset_dict(owner_org=Organization()["id"], resources=[{"url": ADDRESS}]))["id"]
    )
    serializer = RDFSerializer(profiles=["euro_dcat_ap_3"])
    serializer.graph_from_dataset(record)
    paths = {violation.path for violation in check.violations(serializer.g)}
    assert str(DCAT.accessURL) in paths


def test_check_command(cli):
    """The operator's command names violations, counts them, and fails for a name that is not public."""
    act("package_create", **dataset_dict(owner_org=Organization()["id"]))
    result = cli.invoke(ckan, ["satudata", "dcat", "check", "jumlah-penduduk-uji"])
    assert result.exit_code == 0, result.output
    assert "jumlah-penduduk-uji: 0" in result.output
    assert cli.invoke(ckan, ["satudata", "dcat", "check", "tidak-ada"]).exit_code == 2


def test_publisher_is_the_office_with_its_parents():
    """A UPTD, its OPD and the regional government are named, each below the next."""
    top = Organization(jenis_organisasi="kabupaten", title="Pemerintah Kabupaten Uji")
    office = Organization(induk=top["name"], title="Dinas Uji", surel="dinas@satudata.example")
    unit = Organization(jenis_organisasi="uptd", induk=office["name"], title="UPTD Uji")
    graph, ref = make(owner_org=unit["id"])
    publisher = graph.value(ref, DCTERMS.publisher)
    assert graph.value(publisher, FOAF.name) == Literal("UPTD Uji", lang="id")
    above = graph.value(publisher, ORG.subOrganizationOf)
    assert graph.value(above, FOAF.mbox) == URIRef("mailto:dinas@satudata.example")
    assert graph.value(graph.value(above, ORG.subOrganizationOf), FOAF.name) == Literal(top["title"], lang="id")


def test_contact_themes_access_and_frequency():
    """Contact is the office; affairs and goals are themes; codes are those of the EU and the UN, with their names."""
    graph, ref = make(sdgs=["3"], kontak_telepon="0362 21234")
    contact = graph.value(ref, DCAT.contactPoint)
    assert graph.value(contact, VCARD.fn) == Literal("Bidang Data")
    assert graph.value(contact, VCARD.hasEmail) == URIRef("mailto:data@satudata.example")
    assert graph.value(contact, VCARD.hasTelephone) == URIRef("tel:+6236221234")
    themes = {str(theme) for theme in graph.objects(ref, DCAT.theme)}
    assert {f"{EU}/data-theme/SOCI", "http://metadata.un.org/sdg/3"} < themes
    assert any(theme.endswith("/kode/urusan/2.12") for theme in themes)
    assert graph.value(ref, DCTERMS.accrualPeriodicity) == URIRef(f"{EU}/frequency/ANNUAL")
    assert graph.value(ref, DCTERMS.accessRights) == URIRef(f"{EU}/access-right/PUBLIC")
    assert graph.value(URIRef(f"{EU}/frequency/ANNUAL"), SKOS.prefLabel) == Literal("Tahunan", lang="id")


@pytest.mark.parametrize(("code", "has_outline"), [("51.08", True), ("51.08.01", True), ("51.08.01.2001", False)])
def test_place(code, has_outline):
    """A region has an address, its name and a box; kabupaten and kecamatan have their outline, too."""
    graph, ref = make(kode_wilayah=code)
    place = graph.value(ref, DCTERMS.spatial)
    assert str(place).endswith(f"/kode/wilayah/{code}")
    assert "Buleleng" in graph.value(place, SKOS.prefLabel)
    assert str(graph.value(place, DCAT.bbox)).startswith("POLYGON ((114.")
    assert (graph.value(place, GSP.hasGeometry) is not None) == has_outline


def test_standard_columns_quality_and_checksum():
    """A file states its standard, columns in order, size, checksum, kind, and what its check found."""
    resource = {
        "url": ADDRESS,
        "format": "CSV",
        "standar": "stunting",
        "hash": "a" * 64,
        "size": 1234,
        "validation_status": "success",
        "validation_timestamp": "2026-01-31T08:00:00+00:00",
        "validation_warning_count": "2",
    }
    graph, ref = make(resources=[resource])
    [file] = graph.objects(ref, DCAT.distribution)
    standard = graph.value(ref, DCTERMS.conformsTo)
    assert str(standard).endswith("/standar/stunting")
    assert (file, DCTERMS.conformsTo, standard) in graph
    columns = Collection(graph, graph.value(graph.value(file, CSVW.tableSchema), CSVW.column))
    assert str(graph.value(columns[0], CSVW.name)) == "kode_wilayah"
    assert graph.value(file, DCAT.byteSize).toPython() == 1234
    checksum = graph.value(file, SPDX.checksum)
    assert graph.value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
    assert str(graph.value(file, DCAT.mediaType)).endswith("/text/csv")
    assert graph.value(file, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    values = {
        graph.value(measurement, DQV.value).toPython()
        for measurement in graph.objects(file, DQV.hasQualityMeasurement)
    }
    assert values == {True, 2}
    assert check.violations(graph) == []


def test_table_in_the_datastore_has_downloads_and_an_api():
    """Each download of a table and its API are distributions; the API is a service that serves the dataset."""
    record = act(
        "package_create", **dataset_dict(owner_org=Organization()["id"], resources=[{"url": ADDRESS, "format": "CSV"}])
    )
    fields = [{"id": "tahun", "type": "int4"}]
    act("datastore_create", resource_id=record["resources"][0]["id"], fields=fields, force=True)
    record = show(record["id"])
    graph, ref = renderings.graph(record), URIRef(renderings.address(record))
    kinds = {
        str(graph.value(distribution, DCTERMS["format"])).rpartition("/")[2]
        for distribution in graph.objects(ref, DCAT.distribution)
    }
    assert kinds == {"CSV", "JSON", "PARQUET", "XLSX"}
    [service] = graph.subjects(RDF.type, DCAT.DataService)
    assert (service, DCAT.servesDataset, ref) in graph
    assert check.violations(graph) == []


def test_provenance_series_and_version():
    """How data was made, which activity made it, and of which series it is an edition."""
    office = Organization()["id"]
    activity = act("package_create", **kegiatan_dict(owner_org=office))
    graph, ref = make(
        owner_org=office,
        kegiatan=activity["id"],
        sumber="Register penduduk",
        metodologi="Dihitung tiap malam.",
        seri="Kabupaten dalam Angka",
        version="2",
        version_notes="Angka kecamatan diperbaiki.",
    )
    assert str(graph.value(graph.value(ref, DCTERMS.provenance), RDFS.label)) == (
        "Register penduduk. Dihitung tiap malam."
    )
    assert str(graph.value(graph.value(ref, PROV.wasGeneratedBy), RDFS.label)) == activity["title"]
    series = graph.value(ref, DCAT.inSeries)
    assert (series, RDF.type, DCAT.DatasetSeries) in graph
    assert graph.value(ref, DCAT.version) == Literal("2")
    assert check.violations(graph) == []


def test_harvested_identity_is_kept():
    """A dataset from elsewhere keeps its address and identifier, as a literal; an address that is none is not used."""
    extras = [
        {"key": "uri", "value": "https://lain.example/d/1"},
        {"key": "guid", "value": "https://lain.example/d/1"},
    ]
    graph, ref = make(extras=extras)
    assert ref == URIRef("https://lain.example/d/1")
    assert graph.value(ref, DCTERMS.identifier) == Literal("https://lain.example/d/1")
    _graph, other = make(name="lain", extras=[{"key": "uri", "value": "bukan alamat"}])
    assert "/dataset/" in other


def test_shapes_are_named_with_their_licence():
    """Each vendored file says whence it is and under which licence."""
    folder = resources.files("ckanext.satudata.dcat") / "shapes"
    sources = yaml.safe_load((folder / "sources.yaml").read_text())
    files = {path.name for path in folder.iterdir()} - {"sources.yaml"}
    assert files == set(sources)
    assert all(shape["licence"] and shape["source"] for shape in sources.values())


def test_office_that_is_renamed_is_named_anew():
    """An organization is read once per database session, not once per process."""
    office = Organization(title="Nama Lama")
    _graph, ref = make(owner_org=office["id"])
    act("organization_patch", id=office["id"], title="Nama Baru")
    model.Session.commit()
    again = renderings.graph(show(str(ref).rpartition("/")[2]))
    assert again.value(again.value(ref, DCTERMS.publisher), FOAF.name) == Literal("Nama Baru", lang="id")
