"""Who publishes: an organization and those above it, as `foaf:Agent` and `org:Organization`."""

from __future__ import annotations

from dataclasses import dataclass

from ckan import model
from ckanext.satudata.dcat import uris
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, ORG, SKOS

ADMS_TYPE = Namespace("http://purl.org/adms/publishertype/")
# organizations of the region itself; the rest (a BUMD is a company) is not a local authority
LOCAL_AUTHORITY = {"kabupaten", "opd", "uptd", "kecamatan", "desa"}
TYPES = {
    "local": (ADMS_TYPE.LocalAuthority, "Local Authority"),
    "national": (ADMS_TYPE.NationalAuthority, "National authority"),
    "company": (ADMS_TYPE.Company, "Company"),
}
CACHE = "satudata_agents"


@dataclass(frozen=True)
class Agent:
    """An organization as the feed names it."""

    id: str
    name: str
    title: str
    kind: str
    code: str
    email: str
    phone: str
    address: str
    region: str
    parent: str

    @property
    def uri(self) -> URIRef:
        """The organization's address."""
        return URIRef(uris.record("organization", self.id))


def find(identifier: str | None) -> Agent | None:
    """Return an active organization; None where there is none (any more). Read once per database session."""
    if not identifier:
        return None
    # a session ends with the request or job, so a renamed office is read anew by the next
    cache: dict[str, Agent | None] = model.Session().info.setdefault(CACHE, {})
    if identifier not in cache:
        cache[identifier] = _load(identifier)
    return cache[identifier]


def forget() -> None:
    """Read organizations anew, after one of them changed."""
    model.Session().info.pop(CACHE, None)


def chain(agent: Agent) -> list[Agent]:
    """Return the agent and those above it, nearest first."""
    agents = [agent]
    while (above := find(agents[-1].parent)) and above not in agents:
        agents.append(above)
    return agents


def add(graph: Graph, agent: Agent) -> URIRef:
    """Write an organization and those above it; return its address."""
    above = chain(agent)
    for office, parent in zip(above, [*above[1:], None], strict=True):
        _add_one(graph, office)
        if parent:
            graph.add((office.uri, ORG.subOrganizationOf, parent.uri))
    return agent.uri


def top() -> Agent | None:
    """Return the organization that answers for the catalogue: the walidata, else the regional government."""
    groups = model.Session.query(model.Group).filter_by(is_organization=True, state=model.State.ACTIVE)
    ranked = sorted(groups, key=lambda group: (_rank(group), group.name))
    return find(ranked[0].id) if ranked else None


def _rank(group: model.Group) -> int:
    if group.extras.get("peran") == "walidata":
        return 0
    return 1 if group.extras.get("jenis_organisasi") == "kabupaten" else 2


def _load(identifier: str) -> Agent | None:
    group = model.Session.get(model.Group, identifier)
    if group is None or group.state != model.State.ACTIVE:
        return None
    extras = uris.writable(dict(group.extras))
    assert isinstance(extras, dict)
    return Agent(
        id=group.id,
        name=group.name,
        title=str(uris.writable(group.title or group.name)),
        kind=extras.get("jenis_organisasi", ""),
        code=extras.get("kode_opd", ""),
        email=extras.get("surel", ""),
        phone=extras.get("telepon", ""),
        address=extras.get("alamat", ""),
        region=extras.get("kode_wilayah", ""),
        parent=extras.get("induk", ""),
    )


def _add_one(graph: Graph, agent: Agent) -> None:
    uri = agent.uri
    for kind in (FOAF.Agent, ORG.Organization):
        graph.add((uri, RDF.type, kind))
    graph.add((uri, FOAF.name, Literal(agent.title, lang="id")))
    graph.add((uri, FOAF.homepage, URIRef(uris.record("organization", agent.name))))
    graph.add((URIRef(uris.record("organization", agent.name)), RDF.type, FOAF.Document))
    if agent.code:
        graph.add((uri, DCTERMS.identifier, Literal(agent.code)))
    if agent.email:
        graph.add((uri, FOAF.mbox, URIRef(f"mailto:{agent.email}")))
    concept, label = TYPES[_type_of(agent.kind)]
    graph.add((uri, DCTERMS.type, concept))
    graph.add((concept, RDF.type, SKOS.Concept))
    graph.add((concept, SKOS.prefLabel, Literal(label, lang="en")))


def _type_of(kind: str) -> str:
    if kind == "instansi_vertikal":
        return "national"
    return "company" if kind == "bumd" else "local"
