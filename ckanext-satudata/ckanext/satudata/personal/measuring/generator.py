"""Makes labelled tables from a seed: every kind in many forms, as many columns that only look like it, and noise.

Values are built from the written rules of their sources, not from the guard's patterns: kode wilayah from the code
list, dates and sequences by chance, operators' prefixes, and so on. `ways/` holds how each kind is written, `harmless`
what only looks so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ckanext.satudata.personal.measuring import harmless, ways
from ckanext.satudata.personal.measuring.chance import Chance, villages, words

ANY = ("kode", "isi", "keterangan", "Column1", "data", "kolom 3", "nomor", "unnamed")


@dataclass(frozen=True)
class Case:
    """A table and what is personal in it: `labels` maps a column to the kinds of which one must be found there.

    A column that is missing there is clean. `unit` is "column" or "cell"; the latter has one column with one sentence.
    `form` is the ending of the file as which it is written, see `files`.
    """

    name: str
    columns: dict[str, list[str]]
    labels: dict[str, set[str]] = field(default_factory=dict)
    unit: str = "column"
    form: str = "csv"


def cases(seed: int, tables: int) -> Iterator[Case]:
    """Yield about so many labelled tables, personal ones and clean ones in turn, and as many sentences."""
    chance = Chance(seed)
    kinds = list(ways.UNITS)
    clean = list(harmless.COLUMNS)
    lists = (_list_of_persons, _persons_alone, _officials, _directory, _accounts_of_offices, _free_text, _mixed)
    for index in range(tables):
        yield _numbers(chance, kinds[index % len(kinds)])
        yield _harmless(chance, clean[index % len(clean)])
        yield lists[index % len(lists)](chance)
        yield _sentence(chance, kinds[index % len(kinds)])
        yield Case("sentence", {"uraian": [chance.fill(chance.choice(words()["sentences"]["clean"]))]}, {}, "cell")


def _base(chance: Chance, rows: int) -> dict[str, list[str]]:
    """Return clean columns that stand beside the one in question."""
    years, places = list(range(2018, 2026)), villages()
    columns = {
        chance.header("tahun", "thn"): [str(chance.choice(years)) for _ in range(rows)],
        chance.header("nama desa", "desa kelurahan"): [chance.choice(places) for _ in range(rows)],
        chance.header("jumlah", "volume", "nilai"): [str(chance.randint(0, 5000)) for _ in range(rows)],
    }
    kept = chance.sample(list(columns), chance.randint(1, 3))
    return {label: columns[label] for label in columns if label in kept}


def _filled(chance: Chance, rows: int, make: Callable[[], str], share: float = 0.0) -> list[str]:
    """Return cells of which a share is filled, by chance 30 to 100 percent; at least three are."""
    share = share or chance.one(1.0, 1.0, chance.uniform(0.3, 0.7))
    return [make() if index < 3 or chance.random() < share else "" for index in range(rows)]


def _around(chance: Chance, columns: dict[str, list[str]], rows: int) -> dict[str, list[str]]:
    """Return the columns among clean ones, in any order."""
    items = [
        *columns.items(),
        *((label, cells) for label, cells in _base(chance, rows).items() if label not in columns),
    ]
    chance.shuffle(items)
    return dict(items)


def _numbers(chance: Chance, kind: str) -> Case:
    way = ways.UNITS[kind]
    rows = chance.randint(12, 80)
    label = chance.header(*(ANY if way.ANYWHERE and chance.random() < 0.4 else way.HEADERS))
    make = chance.choice(way.WAYS)
    columns = {label: _filled(chance, rows, lambda: make(chance))}
    beside = way.BESIDE
    if beside and chance.random() < 0.5:
        # a column that must change nothing, whatever its header says
        other = chance.choice(list(beside))
        columns[chance.header(*other)] = _filled(chance, rows, lambda: beside[other](chance), 1.0)
    return Case(f"{kind} in {label}", _around(chance, columns, rows), {label: _also(kind)}, form=_form(chance))


def _form(chance: Chance) -> str:
    """Return the format in which a table is written: most are CSV, some lie beside one."""
    return chance.one("csv", "csv", "csv", "json", "geojson", "kml", "zip")


def _also(kind: str) -> set[str]:
    """Return the kinds by which a column may be called: the NPWP of a resident is a NIK, and a KK looks like one."""
    return {kind, *ways.UNITS[kind].ALSO}


def _harmless(chance: Chance, headers: tuple[str, ...]) -> Case:
    rows = chance.randint(12, 80)
    label = chance.header(*headers)
    cells = _filled(chance, rows, lambda: harmless.COLUMNS[headers](chance))
    return Case(f"harmless {label}", _around(chance, {label: cells}, rows), form=_form(chance))


def _list_of_persons(chance: Chance) -> Case:
    rows = chance.randint(5, 60)
    name = chance.header(
        "nama", "nama penerima", "nama lengkap", "nama pasien", "Full Name", "keterangan", "nama siswa"
    )
    second = chance.one("address", "birth", "place")
    if second == "address":
        label = chance.header("alamat", "alamat rumah", "address", "kolom 2", "domisili")
        cells = _filled(chance, rows, chance.street)
    elif second == "birth":
        label = chance.header("tanggal lahir", "tgl lahir", "date of birth", "DOB", "tanggal")
        form = chance.one("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y")
        cells = _filled(chance, rows, lambda: f"{chance.day():{form}}")
    else:
        label = chance.header("ttl", "tempat tanggal lahir", "kolom 4")
        cells = _filled(chance, rows, lambda: f"{chance.choice(words()['towns'])}, {chance.day():%d-%m-%Y}")
    columns = {name: _filled(chance, rows, chance.person, 0.9), label: cells}
    kinds = {"person_details", "person_names"}
    return Case("list of persons", _around(chance, columns, rows), {name: kinds, label: {"person_details"}})


def _persons_alone(chance: Chance) -> Case:
    rows = chance.randint(5, 60)
    label = chance.header(
        "nama penerima", "nama pasien", "nama siswa", "nama ibu", "nama", "catatan", "penerima manfaat"
    )
    columns = {label: _filled(chance, rows, chance.person)}
    return Case("names of persons", _around(chance, columns, rows), {label: {"person_names"}})


def _officials(chance: Chance) -> Case:
    rows = chance.randint(5, 40)
    columns = {
        chance.header("nama", "nama pejabat"): _filled(chance, rows, chance.person, 1.0),
        chance.header("jabatan", "nama jabatan"): _filled(chance, rows, lambda: chance.thing("jabatan"), 1.0),
        chance.header("alamat kantor", "instansi"): _filled(chance, rows, lambda: chance.thing("opd"), 1.0),
    }
    return Case("officials", _around(chance, columns, rows))


def _directory(chance: Chance) -> Case:
    rows = chance.randint(5, 40)
    kind = chance.one("sekolah", "fasilitas", "opd")
    columns = {
        {"sekolah": "nama_sekolah", "fasilitas": "nama_fasilitas", "opd": "instansi"}[kind]: _filled(
            chance, rows, lambda: chance.thing(kind), 1.0
        ),
        chance.header("alamat", "alamat kantor"): _filled(chance, rows, chance.street),
        chance.header("telepon", "telp", "kontak"): _filled(chance, rows, lambda: f"(0362) {chance.figures(5)}"),
        chance.header("email", "surel"): _filled(chance, rows, lambda: f"{kind}{chance.figures(1)}@bulelengkab.go.id"),
    }
    return Case("directory", _around(chance, columns, rows))


def _value(chance: Chance, kind: str) -> tuple[str, str]:
    """Return a number of a kind and the word that people write before it."""
    way = ways.UNITS[kind]
    return chance.choice(way.WAYS)(chance).removeprefix("NIK ").lstrip("'"), way.WORD


def _sentence(chance: Chance, kind: str) -> Case:
    """Return one cell that has a number or a person in it."""
    if not ways.UNITS[kind].WORD or chance.random() < 0.2:
        template = chance.choice(words()["sentences"]["person"])
        # in a sentence names have capitals at the beginning of words
        text = chance.fill(template, name=chance.person().title(), street=chance.street())
        return Case("sentence", {"uraian": [text]}, {"uraian": {"person_in_text"}}, "cell")
    value, word = _value(chance, kind)
    templates = words()["sentences"]["value"]
    template = chance.choice(templates if ways.UNITS[kind].ANYWHERE else templates[1:])
    text = chance.fill(template, value=value, word=word)
    return Case("sentence", {"uraian": [text]}, {"uraian": _also(kind)}, "cell")


def _free_text(chance: Chance) -> Case:
    """Return a column of sentences, two percent of which have a number in them."""
    rows = chance.randint(150, 300)
    kind = chance.one("nik", "phone", "nip", "email", "bpjs", "handle")
    label = chance.header("keterangan", "uraian", "isi laporan", "catatan")
    sentences = words()["sentences"]
    cells = [chance.fill(chance.choice(sentences["clean"])) for _ in range(rows)]
    for at in chance.sample(range(rows), max(1, rows // 50)):
        value, word = _value(chance, kind)
        cells[at] = chance.fill(chance.choice(sentences["value"][1:]), value=value, word=word)
    return Case(f"{kind} in sentences", _around(chance, {label: cells}, rows), {label: _also(kind)})


def _accounts_of_offices(chance: Chance) -> Case:
    """Return the accounts that offices and businesses publish: beside their names, or below a header that says so."""
    rows = chance.randint(5, 40)
    kind = chance.one("opd", "fasilitas", "usaha")
    names = {"opd": "nama_opd", "fasilitas": "nama_puskesmas", "usaha": "nama_usaha"}
    label = chance.header("instagram", "akun resmi", "akun media sosial", "facebook")
    columns = {
        names[kind]: _filled(chance, rows, lambda: f"{chance.thing(kind)} {chance.figures(3)}", 1.0),
        label: _filled(chance, rows, lambda: f"@{chance.one(*words()['tags'])}{chance.figures(3)}", 1.0),
    }
    return Case("accounts of offices", _around(chance, columns, rows), form=_form(chance))


def _mixed(chance: Chance) -> Case:
    """Return a list as officers keep it: name, NIK, telephone, help."""
    rows = chance.randint(8, 60)
    name, nik, phone = (
        chance.header("nama penerima", "nama"),
        chance.header("nik", "no ktp"),
        chance.header("no hp", "telp"),
    )
    columns = {
        name: _filled(chance, rows, chance.person, 1.0),
        nik: _filled(chance, rows, chance.nik, 0.95),
        phone: _filled(chance, rows, lambda: chance.one("0", "+62", "62") + chance.mobile(), 0.5),
        "bantuan": [chance.one("BPNT", "PKH", "BLT") for _ in range(rows)],
    }
    labels = {name: {"person_names", "person_details"}, nik: {"nik"}, phone: {"phone", "landline"}}
    return Case("recipients", columns, labels, form=_form(chance))
