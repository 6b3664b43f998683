"""Satu Data's profile of DCAT-AP 3: only what differs from ckanext-dcat's."""

from __future__ import annotations

from typing import Any

from ckanext.dcat.profiles import EuropeanDCATAP3Profile
from ckanext.satudata.dcat import agents, catalog, columns, fields, origin, places, quality, uris
from ckanext.satudata.dcat import series as editions
from ckanext.satudata.dcat.revisions import revision_note
from rdflib import DCAT, RDF, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDFS, SKOS, TIME
from rdflib.term import Node

ADMS = Namespace("http://www.w3.org/ns/adms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
UNKNOWN_LICENCE = URIRef("http://purl.org/adms/licencetype/UnknownIPR")


class SatuDataProfile(EuropeanDCATAP3Profile):
    """Reads our metadata fields (`fields.translate`) and adds what ckanext-dcat has no field for."""

    def graph_from_catalog(self, catalog_dict: dict[str, Any], catalog_ref: URIRef) -> None:
        """Write the catalogue's triples, and those of the district's applications."""
        super().graph_from_catalog(catalog_dict, catalog_ref)
        catalog.complete(self.g, catalog_ref)

    def _last_catalog_modification(self) -> None:
        """Leave the date out: the feed says it, of public datasets only and without rendering the catalogue anew."""

    def graph_from_dataset(self, dataset_dict: dict[str, Any], dataset_ref: URIRef) -> None:
        """Write the dataset's triples."""
        dataset = uris.writable(dataset_dict)
        assert isinstance(dataset, dict)
        translated = fields.translate(dataset, str(dataset_ref))
        sizes = {resource["uri"]: resource.pop("size") for resource in translated["resources"] if "size" in resource}
        super().graph_from_dataset(translated, dataset_ref)
        # ckanext-dcat makes an address of an identifier that looks like one; DCAT-AP wants a literal
        self.g.set((dataset_ref, DCTERMS.identifier, Literal(translated["identifier"])))
        self._add_page(dataset, dataset_ref)
        self._add_names(dataset)
        agent = agents.find(dataset.get("owner_org"))
        if agent:
            self.g.add((dataset_ref, DCTERMS.publisher, agents.add(self.g, agent)))
        if dataset.get("kode_wilayah"):
            self.g.add((dataset_ref, DCTERMS.spatial, places.add(self.g, dataset["kode_wilayah"])))
        if dataset.get("source_spatial"):
            places.add_outline(self.g, dataset_ref, dataset["source_spatial"])
        self._add_years(dataset, dataset_ref)
        self._add_series(dataset, dataset_ref, agent)
        self._add_distributions(dataset, translated, sizes)

    def _add_date_triple(self, subject: Node, predicate: URIRef, value: str, _type: type = Literal) -> None:
        """Write a moment that `origin.utc` wrote as it is; ckanext-dcat's parser of all forms is for others."""
        if value.endswith("Z"):
            self.g.add((subject, predicate, Literal(value, datatype=XSD.dateTime)))
        else:
            super()._add_date_triple(subject, predicate, value, _type)

    def _add_page(self, dataset: dict[str, Any], ref: URIRef) -> None:
        landing, portal_address = URIRef(origin.page(dataset)), URIRef(origin.portal_page(dataset))
        self.g.add((ref, DCAT.landingPage, landing))
        if portal_address != landing:
            self.g.add((ref, FOAF.page, portal_address))
        for page in (landing, portal_address):
            self.g.add((page, RDF.type, FOAF.Document))
        for telephone in filter(None, [dataset.get("kontak_telepon")]):
            for contact in self.g.objects(ref, DCAT.contactPoint):
                self.g.add((contact, VCARD.hasTelephone, URIRef(fields.telephone(telephone))))
        for language in self.g.objects(ref, DCTERMS.language):
            self.g.add((language, RDF.type, DCTERMS.LinguisticSystem))
        notes = [dataset.get("version_notes") or "", revision_note(dataset["id"])]
        if any(notes):
            self.g.set((ref, ADMS.versionNotes, Literal(". ".join(filter(None, notes)), lang="id")))

    def _add_names(self, dataset: dict[str, Any]) -> None:
        """Add the labels of the codes, so that readers of the feed need not fetch each vocabulary."""
        for codelist, code, address in fields.concepts(dataset):
            kind = {"sifat_data": DCTERMS.RightsStatement, "frekuensi": DCTERMS.Frequency}.get(codelist, SKOS.Concept)
            self.g.add((URIRef(address), RDF.type, kind))
            self.g.add((URIRef(address), SKOS.prefLabel, Literal(code.name, lang="id")))
        for name in fields.standards_of(dataset):
            standard = URIRef(uris.standard(name))
            self.g.add((standard, RDF.type, DCTERMS.Standard))
            self.g.add((standard, DCTERMS.title, Literal(fields.standard_title(name), lang="id")))

    def _add_years(self, dataset: dict[str, Any], ref: URIRef) -> None:
        """Add the years beside their first and last day: DCAT-AP allows one `dcat:startDate`."""
        ends = {"start": TIME.hasBeginning, "end": TIME.hasEnd}
        for node, years in zip(self.g.objects(ref, DCTERMS.temporal), fields.period(dataset), strict=True):
            for side, year in years.items():
                instant = BNode()
                self.g.add((node, ends[side], instant))
                self.g.add((instant, RDF.type, TIME.Instant))
                self.g.add((instant, TIME.inXSDgYear, Literal(year, datatype=XSD.gYear)))

    def _add_series(self, dataset: dict[str, Any], ref: URIRef, agent: agents.Agent | None) -> None:
        title = dataset.get("seri")
        if not title:
            return
        series = URIRef(fields.series(dataset))
        self.g.add((ref, DCAT.inSeries, series))
        self.g.add((series, RDF.type, DCAT.DatasetSeries))
        self.g.add((series, DCTERMS.title, Literal(title, lang="id")))
        self.g.add((series, DCTERMS.description, Literal(title, lang="id")))
        if agent:
            self.g.add((series, DCTERMS.publisher, agent.uri))
        for predicate, edition in zip((DCAT.prev, DCAT.next), editions.beside(dataset), strict=True):
            if edition:
                self.g.add((ref, predicate, URIRef(editions.address(edition))))

    def _add_distributions(
        self, dataset: dict[str, Any], translated: dict[str, Any], sizes: dict[str, int | None]
    ) -> None:
        resources = {resource["id"]: resource for resource in dataset.get("resources") or []}
        for file_entry in translated["resources"]:
            distribution = URIRef(file_entry["uri"])
            # ckanext-dcat writes a decimal and mends it later, in the whole graph
            size = sizes.get(file_entry["uri"])
            if file_entry.get("license"):
                self._name_licence(dataset, URIRef(file_entry["license"]))
            for service in file_entry.get("access_services", []):
                _complete_service(self.g, URIRef(service["uri"]))
            resource = resources.get(file_entry.get("id"))
            if resource:
                if size is not None:
                    self.g.add((distribution, DCAT.byteSize, Literal(size, datatype=XSD.nonNegativeInteger)))
                columns.add(self.g, distribution, columns.of(resource))
                quality.add(self.g, distribution, resource)

    def _name_licence(self, dataset: dict[str, Any], licence: URIRef) -> None:
        # ckanext-dcat says of every licence that its kind is unknown, in a form that DCAT-AP forbids
        self.g.remove((licence, DCTERMS.type, UNKNOWN_LICENCE))
        self.g.add((licence, RDF.type, DCTERMS.LicenseDocument))
        if dataset.get("license_title"):
            self.g.set((licence, DCTERMS.title, Literal(dataset["license_title"], lang="id")))


def _complete_service(graph: Graph, service: URIRef) -> None:
    for predicate in (DCAT.endpointURL, DCAT.endpointDescription):
        for address in graph.objects(service, predicate):
            graph.add((address, RDF.type, RDFS.Resource))
