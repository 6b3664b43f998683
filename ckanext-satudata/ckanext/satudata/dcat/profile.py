"""Satu Data's profile of DCAT-AP 3: only what differs."""

from __future__ import annotations

from typing import Any

from ckanext.dcat.profiles import EuropeanDCATAP3Profile
from ckanext.satudata.dcat import services
from ckanext.satudata.metadata import codelists
from rdflib import RDF, RDFS, XSD, BNode, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, SKOS

DCAT = Namespace("http://www.w3.org/ns/dcat#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")


class SatuDataProfile(EuropeanDCATAP3Profile):
    """Adds region, period, frequency, access right and the office that answers, from our metadata fields."""

    def graph_from_catalog(self, catalog_dict: dict[str, Any], catalog_ref: URIRef) -> None:
        """Write the catalogue's triples, and those of the district's applications."""
        super().graph_from_catalog(catalog_dict, catalog_ref)
        services.add_services(self.g, catalog_ref)

    def graph_from_dataset(self, dataset_dict: dict[str, Any], dataset_ref: URIRef) -> None:
        """Write the dataset's triples."""
        super().graph_from_dataset(dataset_dict, dataset_ref)
        self._add_concept(dataset_dict, dataset_ref, "frekuensi", DCTERMS.accrualPeriodicity)
        self._add_concept(dataset_dict, dataset_ref, "sifat_data", DCTERMS.accessRights)
        self._add_period(dataset_dict, dataset_ref)
        self._add_region(dataset_dict, dataset_ref)
        self._add_contact(dataset_dict, dataset_ref)

    def _add_concept(self, dataset: dict[str, Any], ref: URIRef, codelist: str, predicate: URIRef) -> None:
        code = codelists.load(codelist).lookup(dataset.get(codelist) or "")
        if code and code.extra.get("uri"):
            self.g.set((ref, predicate, URIRef(code.extra["uri"])))

    def _add_period(self, dataset: dict[str, Any], ref: URIRef) -> None:
        bounds = {DCAT.startDate: dataset.get("dimensi_awal"), DCAT.endDate: dataset.get("dimensi_akhir")}
        if not any(bounds.values()):
            return
        period = BNode()
        self.g.add((ref, DCTERMS.temporal, period))
        self.g.add((period, RDF.type, DCTERMS.PeriodOfTime))
        for predicate, year in bounds.items():
            if year:
                self.g.add((period, predicate, Literal(year, datatype=XSD.gYear)))

    def _add_region(self, dataset: dict[str, Any], ref: URIRef) -> None:
        code = dataset.get("kode_wilayah")
        if not code:
            return
        place = BNode()
        self.g.add((ref, DCTERMS.spatial, place))
        self.g.add((place, RDF.type, DCTERMS.Location))
        self.g.add((place, DCTERMS.identifier, Literal(code)))
        self.g.add((place, SKOS.prefLabel, Literal(codelists.wilayah_label(code), lang="id")))

    def _add_contact(self, dataset: dict[str, Any], ref: URIRef) -> None:
        unit, email = dataset.get("kontak_unit"), dataset.get("kontak_email")
        if not unit and not email:
            return
        self.g.remove((ref, DCAT.contactPoint, None))
        office = BNode()
        self.g.add((ref, DCAT.contactPoint, office))
        self.g.add((office, RDF.type, VCARD.Organization))
        if unit:
            self.g.add((office, VCARD.fn, Literal(unit)))
            self.g.add((office, RDFS.label, Literal(unit)))
        if email:
            self.g.add((office, VCARD.hasEmail, URIRef(f"mailto:{email}")))
