"""Makes labelled tables from a seed: every kind in many forms, as many columns that only look like it, and noise.

Values are built from the written rules of their sources, not from the guard's patterns: kode wilayah from the code
list, dates and sequences by chance, operators' prefixes, and so on; words are in `words.yaml`.
"""

from __future__ import annotations

import datetime
import functools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

import yaml
from ckanext.satudata.metadata import codelists

Make = Callable[["Chance"], str]


@dataclass(frozen=True)
class Case:
    """A table and what is personal in it: `labels` maps a column to the kinds of which one must be found there.

    A column that is missing there is clean. `unit` is "column" or "cell"; the latter has one column with one sentence.
    """

    name: str
    columns: dict[str, list[str]]
    labels: dict[str, set[str]] = field(default_factory=dict)
    unit: str = "column"


@functools.cache
def words() -> dict[str, Any]:
    """Return the words of which tables are made."""
    return yaml.safe_load((resources.files(__package__) / "words.yaml").read_text(encoding="utf-8"))


@functools.cache
def _districts() -> list[str]:
    return [code.code for code in codelists.load("wilayah") if len(code.code) == 8]


@functools.cache
def _villages() -> list[str]:
    return [code.name for code in codelists.load("wilayah") if len(code.code) == 13]


class Chance(random.Random):
    """A random source that also makes values and headers."""

    def figures(self, count: int) -> str:
        """Return figures, the first of which is not 0."""
        return str(self.randint(1, 9)) + "".join(str(self.randint(0, 9)) for _ in range(count - 1))

    def one(self, *values: Any) -> Any:
        """Return one of the values."""
        return self.choice(values)

    def day(self, first: int = 1945, last: int = 2020) -> datetime.date:
        """Return a day of these years."""
        return datetime.date(first, 1, 1) + datetime.timedelta(days=self.randrange((last - first + 1) * 365))

    def fill(self, text: str, **values: str) -> str:
        """Return a text with each % a figure, and named ones filled in."""
        for name, value in values.items():
            text = text.replace("{" + name + "}", value)
        while "%" in text:
            text = text.replace("%", str(self.randint(1, 9)), 1)
        return text

    def nik(self) -> str:
        """Return kode kecamatan, date of birth (women: day + 40) and sequence."""
        born = self.day()
        day = born.day + (40 if self.random() < 0.5 else 0)
        number = self.choice(_districts()).replace(".", "") + f"{day:02}{born:%m%y}"
        return number + f"{self.one(self.randint(1, 9), self.randint(1, 60), self.randint(1, 9999)):04}"

    def kk(self) -> str:
        """Return kode kecamatan, date of issue and sequence."""
        return self.choice(_districts()).replace(".", "") + f"{self.day(2004, 2024):%d%m%y}{self.randint(1, 999):04}"

    def nip(self) -> str:
        """Return date of birth, month of appointment, sex and sequence."""
        born = self.day(1964, 1998)
        appointed = born.year + self.randint(19, 26)
        return f"{born:%Y%m%d}{appointed}{self.randint(1, 12):02}{self.one(1, 2)}{self.randint(1, 60):03}"

    def mobile(self) -> str:
        """Return a mobile number without what stands before the 8."""
        prefix = self.one("811", "812", "813", "821", "822", "852", "853", "857", "858", "856", "877", "878", "817")
        prefix = self.one(prefix, "819", "838", "831", "895", "896", "897", "881", "882", "859")
        return prefix + "".join(str(self.randint(0, 9)) for _ in range(self.one(6, 7, 8, 8, 8)))

    def person(self) -> str:
        """Return a name as it is borne in one of the regions, some with titles and in capitals."""
        region = self.choice(list(words()["persons"].values()))
        parts = region["first"].split("|") if "|" in region["first"] else region["first"].split()
        name = f"{self.choice(parts)} {self.choice(region['last'].split() or [''])}".strip()
        if self.random() < 0.1:
            name = self.choice(words()["titles"]) + name
        if self.random() < 0.1:
            name += self.choice(words()["degrees"])
        return self.one(name, name, name, name.upper(), name.title())

    def thing(self, kind: str) -> str:
        """Return a name of something that is no person."""
        return self.fill(self.choice(words()["things"][kind]))

    def street(self) -> str:
        """Return an address."""
        return self.fill(self.choice(words()["streets"]))

    def header(self, *headers: str) -> str:
        """Return one of the headers with another case, other separators or a slip of the pen."""
        text = self.choice(headers)
        if len(text) > 12 and self.random() < 0.1:
            at = self.randrange(len(text) - 4, len(text) - 1)
            text = text[:at] + text[at + 1 :]
        text = self.one(text, text, text.upper(), text.title(), text.lower())
        return text.replace(" ", self.one(" ", "_", "_", "  ", "."))


def grouped(text: str, sizes: tuple[int, ...], separator: str) -> str:
    """Return figures in groups."""
    parts, at = [], 0
    for size in sizes:
        parts.append(text[at : at + size])
        at += size
    return separator.join([*parts, text[at:]]) if text[at:] else separator.join(parts)


def _card(chance: Chance) -> str:
    number = chance.one("4", "5") + chance.figures(14)
    total = 0
    for index, figure in enumerate(reversed(number)):
        doubled = int(figure) * (2 - index % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return number + str(-total % 10)


ANY = ("kode", "isi", "keterangan", "Column1", "data", "kolom 3", "nomor", "unnamed")
NUMBERS: dict[str, tuple[tuple[str, ...], bool, tuple[Make, ...]]] = {
    # kind: headers, whether another header will do, ways to write a value
    "nik": (
        ("NIK", "no NIK", "N I K", "NIK KTP", "no. ktp", "nomor induk kependudukan", "NIK Penerima", "no identitas"),
        True,
        (
            lambda c: c.nik(),
            lambda c: "'" + c.nik(),
            lambda c: grouped(c.nik(), (4, 4, 4), " "),
            lambda c: grouped(c.nik(), (6, 6), "."),
            lambda c: grouped(c.nik(), (2, 2, 2, 6), "."),
            lambda c: grouped(c.nik(), (4, 4, 4), "-"),
            lambda c: f"NIK {c.nik()}",
        ),
    ),
    "kk": (
        ("no KK", "nomor KK", "no kartu keluarga", "nomor kartu keluarga", "KK"),
        False,
        (lambda c: c.kk(), lambda c: "'" + c.kk(), lambda c: grouped(c.kk(), (4, 4, 4), " ")),
    ),
    "nip": (
        ("NIP", "nip baru", "NIP pegawai", "nomor induk pegawai"),
        True,
        (lambda c: c.nip(), lambda c: grouped(c.nip(), (8, 6, 1), " "), lambda c: f"'{c.nip()}"),
    ),
    "npwp": (
        ("NPWP", "no npwp", "NPWP wajib pajak", "nomor pokok wajib pajak"),
        False,
        (
            lambda c: c.figures(15),
            lambda c: "0" + c.figures(15),
            lambda c: c.nik(),
            lambda c: f"0{c.figures(1)}.{c.figures(3)}.{c.figures(3)}.{c.figures(1)}-{c.figures(3)}.000",
        ),
    ),
    "phone": (
        ("no hp", "HP", "no. handphone", "nomor whatsapp", "no wa", "telepon", "no telp", "kontak", "mobile phone"),
        True,
        (
            lambda c: "0" + c.mobile(),
            lambda c: "+62" + c.mobile(),
            lambda c: "+62 " + grouped(c.mobile(), (3, 4), "-"),
            lambda c: "0" + grouped(c.mobile(), (3, 4), "-"),
            lambda c: "0" + grouped(c.mobile(), (3, 4), " "),
            lambda c: "0" + grouped(c.mobile(), (3, 4), "."),
            lambda c: "(+62) " + c.mobile(),
        ),
    ),
    "email": (
        ("email", "e-mail", "alamat email", "surel", "kontak"),
        True,
        (
            lambda c: f"{c.one('sari', 'andre', 'yuni', 'wibi', 'ekop')}{c.figures(2)}@gmail.com",
            lambda c: f"{c.one('rini', 'made', 'togar')}_{c.one('k', 'lestari', 'ss')}@yahoo.co.id",
            lambda c: f"{c.one('Budi', 'Siti', 'Agus')}.{c.one('Santoso', 'Rahayu')}@bulelengkab.go.id",
        ),
    ),
    "passport": (
        ("no paspor", "nomor paspor", "passport", "passport number"),
        False,
        (lambda c: f"{c.one(*'ABCEX')}{c.figures(7)}",),
    ),
    "plate": (
        ("nopol", "no polisi", "plat nomor", "nomor kendaraan"),
        False,
        (
            lambda c: (
                f"{c.one('DK', 'P', 'L', 'AB', 'B', 'S')} {c.figures(c.one(2, 3, 4))} {c.one('AB', 'XY', 'UA', 'Z')}"
            ),
            lambda c: f"{c.one('DK', 'W', 'N')}{c.figures(4)}{c.one('AC', 'TR')}",
        ),
    ),
    "bpjs": (
        ("no BPJS", "nomor bpjs kesehatan", "no. kartu JKN", "no peserta bpjs"),
        False,
        (lambda c: "000" + c.figures(10), lambda c: c.figures(11)),
    ),
    "student": (
        ("NISN", "nisn siswa", "no induk siswa"),
        False,
        (lambda c: f"00{c.figures(8)}", lambda c: c.figures(10)),
    ),
    "licence": (
        ("no SIM", "nomor sim"),
        False,
        (lambda c: grouped(c.figures(14), (4, 4), "-"), lambda c: c.figures(12)),
    ),
    "account": (
        ("no rekening", "nomor rekening", "norek", "no rek bank", "rekening bank"),
        False,
        (lambda c: c.figures(10), lambda c: c.figures(15), lambda c: grouped(c.figures(15), (4, 2, 6, 2), "-")),
    ),
    "card": (
        ("no kartu kredit", "credit card", "nomor kartu atm"),
        False,
        (_card, lambda c: grouped(_card(c), (4, 4, 4), " ")),
    ),
    "akta": (
        ("no akta", "nomor akta kelahiran", "akta kelahiran"),
        True,
        (
            lambda c: "-".join(
                (c.figures(4), c.one("LT", "LU", "KM", "CR"), f"{c.day(1990, 2024):%d%m%Y}", f"{c.randint(1, 999):04}")
            ),
        ),
    ),
    "rounded": (
        ("NIK", "no KK", "no ktp"),
        True,
        (
            lambda c: f"{float(c.nik()):.5E}",
            lambda c: f"{float(c.nik()):.5E}".replace(".", ","),
            lambda c: f"{float(c.nik()):.4E}",
        ),
    ),
}


MAILBOXES = ("dinsos", "diskominfo", "info", "puskesmas.sawan", "sdn1seririt", "kec.sawan")
HARMLESS: dict[tuple[str, ...], Make] = {
    ("npsn", "NPSN sekolah"): lambda c: c.figures(8),
    ("kode rekening", "rekening", "akun"): lambda c: (
        f"5.{c.randint(1, 4)}.0{c.randint(1, 9)}.01.{c.randint(1, 99):03}.{c.randint(1, 9999):05}"
    ),
    ("kode sub kegiatan", "kode"): lambda c: (
        f"1.0{c.randint(1, 6)}.{c.randint(1, 9):02}.2.{c.randint(1, 12):02}.{c.randint(1, 20):04}"
    ),
    ("kode bps", "kode_desa_bps", "id wilayah"): lambda c: f"3523{c.randint(1, 20):02}0{c.randint(1, 17):03}",
    ("kode wilayah", "kode kemendagri", "kode desa"): lambda c: c.choice(_districts()) + f".20{c.randint(1, 17):02}",
    ("kode desa", "kdesa"): lambda c: c.choice(_districts()).replace(".", "") + f"20{c.randint(1, 17):02}",
    ("id responden", "id", "kode blok"): lambda c: (
        f"351207{c.one(10, 20)}{c.randint(1, 12):02}{c.randint(1, 999999):06}"
    ),
    ("anggaran", "realisasi", "nilai kontrak", "jumlah"): lambda c: c.figures(c.randint(7, 16)),
    ("pagu", "nilai", "harga perolehan"): lambda c: (
        f"Rp {c.randint(1, 999)}.{c.figures(3)}.{c.figures(3)}.{c.figures(3)},00"
    ),
    ("omzet", "pendapatan"): lambda c: (
        f"{c.one('62', '81', '85', '628')}.{c.figures(3)}.{c.figures(3)}.{c.figures(3)}"
    ),
    ("pdrb", "nilai ekspor"): lambda c: f"{c.random() * 9 + 1:.5E}".replace("E+00", "E+15"),
    ("nib", "nomor induk berusaha"): lambda c: c.one("0812", "9120", "8120", "0220", "1207") + c.figures(9),
    ("no faktur", "nomor invoice", "no bukti"): lambda c: (
        f"INV/{c.randint(2019, 2025)}/{c.randint(1, 12):02}/{c.figures(6)}"
    ),
    ("faktur pajak", "nomor seri faktur"): lambda c: f"010.{c.figures(3)}-{c.randint(19, 25)}.{c.figures(8)}",
    ("koordinat", "lokasi", "titik koordinat"): lambda c: f"-8.{c.figures(7)}, 115.{c.figures(7)}",
    ("lintang", "latitude"): lambda c: f"-8.{c.figures(13)}",
    ("waktu", "timestamp", "created_at", "tanggal input"): lambda c: (
        f"{c.day(2020, 2024)} {c.randint(10, 23)}:{c.randint(10, 59)}:{c.randint(10, 59)}"
    ),
    ("kode waktu", "stamp"): lambda c: (
        f"{c.day(2020, 2024):%Y%m%d}{c.randint(10, 23)}{c.randint(10, 59)}{c.randint(10, 59)}"
    ),
    ("epoch", "last_update"): lambda c: "17" + c.figures(11),
    ("isbn", "ISBN buku"): lambda c: f"978-602-{c.figures(4)}-{c.figures(2)}-{c.randint(0, 9)}",
    ("barcode", "kode barang"): lambda c: "899" + c.figures(10),
    ("no urut", "id baris", "nomor"): lambda c: f"10000000{c.randint(1, 99999999):08}",
    ("id transaksi", "kode unik"): lambda c: f"{c.randint(1, 99999):016}",
    ("hash", "checksum"): lambda c: f"{c.getrandbits(160):040x}",
    ("id", "guid", "dataset id"): lambda c: (
        f"{c.getrandbits(32):08x}-{c.getrandbits(16):04x}-4{c.getrandbits(12):03x}-8{c.getrandbits(12):03x}-{c.getrandbits(48):012x}"
    ),
    ("nomor spm", "no sp2d"): lambda c: (
        f"{c.randint(1, 9999):05}/SPM-LS/1.02.0.00.0.00.01.0000/{c.randint(2020, 2025)}"
    ),
    ("kode aset", "kode barang"): lambda c: f"1.3.2.0{c.randint(1, 9)}.01.0{c.randint(1, 9)}.{c.figures(3)}",
    ("kode opd", "kode skpd"): lambda c: f"1.0{c.randint(1, 6)}.0.00.0.00.01.{c.randint(0, 9999):04}",
    ("id pelanggan", "kode pelanggan"): lambda c: c.figures(12),
    ("jumlah KK", "jml kk"): lambda c: str(c.randint(50, 9000)),
    ("jumlah perekaman NIK", "jumlah nik aktif"): lambda c: str(c.randint(1000, 999999)),
    ("ip", "alamat ip"): lambda c: f"10.{c.randint(0, 255)}.{c.randint(0, 255)}.{c.randint(1, 254)}",
    ("url", "situs"): lambda c: f"https://data.bulelengkab.go.id/dataset/{c.figures(6)}",
    ("email", "surel", "kontak"): lambda c: f"{c.choice(MAILBOXES)}@{c.one('bulelengkab.go.id', 'gmail.com')}",
    ("telepon", "no telp kantor", "telp"): lambda c: f"(0362) {c.figures(5)}",
    ("fax", "telepon"): lambda c: f"0{c.one('21', '31', '361', '362')}-{c.figures(7)}",
    ("ruang", "blok"): lambda c: f"{c.one(*'ABC')} {c.randint(1, 30)} {c.one(*'ABC')}",
    ("nomor surat", "no surat"): lambda c: f"{c.figures(3)}/{c.figures(4)}/Bag.Um/{c.randint(2020, 2025)}",
    ("tanggal", "tgl kejadian"): lambda c: f"{c.day(2019, 2024):%d/%m/%Y}",
    ("periode",): lambda c: f"{c.day(2019, 2024):%m-%Y}",
    ("nama sekolah", "sekolah"): lambda c: c.thing("sekolah"),
    ("nama jalan", "nama ruas", "ruas jalan"): lambda c: c.thing("jalan"),
    ("nama usaha", "nama umkm", "nama perusahaan", "nama"): lambda c: c.thing("usaha"),
    ("nama fasilitas", "faskes", "nama"): lambda c: c.thing("fasilitas"),
    ("nama kelompok", "nama penerima", "penerima hibah"): lambda c: c.thing("kelompok"),
    ("penyakit", "nama penyakit"): lambda c: c.thing("penyakit"),
    ("komoditas", "nama barang"): lambda c: c.thing("komoditas"),
    ("nama latin", "spesies"): lambda c: c.thing("tanaman"),
    ("pekerjaan", "jenis pekerjaan"): lambda c: c.thing("pekerjaan"),
    ("nama kegiatan", "uraian"): lambda c: c.thing("kegiatan"),
    ("nama opd", "instansi"): lambda c: c.thing("opd"),
    ("daya tarik wisata", "nama objek"): lambda c: c.thing("wisata"),
    ("produk", "nama produk"): lambda c: c.thing("produk"),
    ("peraturan", "dasar hukum"): lambda c: c.thing("peraturan"),
    ("keterangan", "hasil"): lambda c: c.thing("hasil"),
    ("nama desa", "desa", "wilayah", "keterangan"): lambda c: c.choice(_villages()),
    ("kepala dinas", "nama kepala desa", "camat", "nama bupati", "ketua"): lambda c: c.person(),
    ("catatan", "isi laporan", "uraian pengaduan"): lambda c: c.fill(c.choice(words()["sentences"]["clean"])),
}


def cases(seed: int, tables: int) -> Iterator[Case]:
    """Yield about so many labelled tables, personal ones and clean ones in turn, and as many sentences."""
    chance = Chance(seed)
    kinds = list(NUMBERS)
    harmless = list(HARMLESS)
    lists = (_list_of_persons, _persons_alone, _officials, _directory, _free_text, _mixed)
    for index in range(tables):
        yield _numbers(chance, kinds[index % len(kinds)])
        yield _harmless(chance, harmless[index % len(harmless)])
        yield lists[index % len(lists)](chance)
        yield _sentence(chance, kinds[index % len(kinds)])
        yield Case("sentence", {"uraian": [chance.fill(chance.choice(words()["sentences"]["clean"]))]}, {}, "cell")


def _base(chance: Chance, rows: int) -> dict[str, list[str]]:
    """Return clean columns that stand beside the one in question."""
    years, villages = list(range(2018, 2026)), _villages()
    columns = {
        chance.header("tahun", "thn"): [str(chance.choice(years)) for _ in range(rows)],
        chance.header("nama desa", "desa kelurahan"): [chance.choice(villages) for _ in range(rows)],
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
    headers, anywhere, makes = NUMBERS[kind]
    rows = chance.randint(12, 80)
    label = chance.header(*(ANY if anywhere and chance.random() < 0.4 else headers))
    make = chance.choice(makes)
    columns = {label: _filled(chance, rows, lambda: make(chance))}
    return Case(f"{kind} in {label}", _around(chance, columns, rows), {label: _also(kind)})


def _also(kind: str) -> set[str]:
    """Return the kinds by which a column may be called: the NPWP of a resident is a NIK, and a KK looks like one."""
    return {kind, *{"npwp": ("nik",), "kk": ("nik",)}.get(kind, ())}


def _harmless(chance: Chance, headers: tuple[str, ...]) -> Case:
    rows = chance.randint(12, 80)
    label = chance.header(*headers)
    cells = _filled(chance, rows, lambda: HARMLESS[headers](chance))
    return Case(f"harmless {label}", _around(chance, {label: cells}, rows))


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
    word = {
        "nik": "NIK",
        "kk": "No KK",
        "nip": "NIP",
        "npwp": "NPWP",
        "phone": "HP",
        "email": "email",
        "passport": "paspor",
    }
    word |= {
        "plate": "nopol",
        "bpjs": "No BPJS",
        "student": "NISN",
        "licence": "SIM",
        "account": "rekening",
        "card": "kartu kredit",
    }
    word |= {"akta": "akta"}
    return chance.choice(NUMBERS[kind][2])(chance).removeprefix("NIK ").lstrip("'"), word[kind]


def _sentence(chance: Chance, kind: str) -> Case:
    """Return one cell that has a number or a person in it."""
    if kind == "rounded" or chance.random() < 0.2:
        template = chance.choice(words()["sentences"]["person"])
        # in a sentence names have capitals at the beginning of words
        text = chance.fill(template, name=chance.person().title(), street=chance.street())
        return Case("sentence", {"uraian": [text]}, {"uraian": {"person_in_text"}}, "cell")
    value, word = _value(chance, kind)
    templates = words()["sentences"]["value"]
    template = chance.choice(templates if NUMBERS[kind][1] else templates[1:])
    text = chance.fill(template, value=value, word=word)
    return Case("sentence", {"uraian": [text]}, {"uraian": _also(kind)}, "cell")


def _free_text(chance: Chance) -> Case:
    """Return a column of sentences, two percent of which have a number in them."""
    rows = chance.randint(150, 300)
    kind = chance.one("nik", "phone", "nip", "email", "bpjs")
    label = chance.header("keterangan", "uraian", "isi laporan", "catatan")
    sentences = words()["sentences"]
    cells = [chance.fill(chance.choice(sentences["clean"])) for _ in range(rows)]
    for at in chance.sample(range(rows), max(1, rows // 50)):
        value, word = _value(chance, kind)
        cells[at] = chance.fill(chance.choice(sentences["value"][1:]), value=value, word=word)
    return Case(f"{kind} in sentences", _around(chance, {label: cells}, rows), {label: _also(kind)})


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
    return Case("recipients", columns, labels)
