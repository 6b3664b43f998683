"""Distinguishes lists of persons from directories of offices and of public officials; the rules are written here.

- A column is one of persons when its header says so (nama penerima, pasien, nama ibu …) and its cells do not name
  offices, or when its cells are names of persons (half of them; a third below a header `nama`).
- A header that names a thing (nama sekolah, ruas jalan, desa, tokoh) is no column of persons, whatever its cells:
  streets and schools are called after people.
- Who holds a public office is named with it: a header that is an office (kepala dinas, camat, bupati, ketua), or a
  column of positions whose cells are mostly such offices. That is no list of persons.
- A contact of an office is one in a table that lists offices and no persons: a column names them in words, each about
  as often as it has contacts. Neither a word in another header (kode pos, dinas tujuan, asal sekolah) nor an office
  that many persons wrote to makes a contact an office's; nor may the contact's own header name a person or a handset.
  A header may also say hotline or service.
"""

from __future__ import annotations

import re

from ckanext.satudata.personal import headers, names
from ckanext.satudata.personal.view import Column, View

PERSON = (
    "nama lengkap|nama penerima|penerima manfaat|nama penerima manfaat|nama pasien|pasien|nama warga"
    "|nama pemohon|pemohon|nama siswa|nama murid|nama peserta"
    "|nama peserta didik|peserta didik|nama mahasiswa|nama santri|nama pegawai|nama asn|nama pns"
    "|nama karyawan|nama pelapor|pelapor|nama korban|korban"
    "|nama pelaku|nama tersangka|nama orang|nama ibu|nama ayah|nama anak|nama bayi|nama balita|nama suami"
    "|nama istri|nama wali|nama orang tua|kepala keluarga"
    "|nama kepala keluarga|nama kk|nama krt|nama pemilik|pemilik|nama wajib pajak|nama wp|nama penduduk"
    "|nama lansia|nama penyandang|nama nasabah|nama pelanggan"
    "|nama pencari kerja|nama tki|nama pmi|nama guru|nama petani|nama nelayan|nama pedagang|nama anggota"
    "|full name|fullname|first name|last name|patient name"
    "|person name|customer name|recipient|beneficiary|nama terang|nama jelas|nama panggilan|atas nama"
    "|nama tenaga|nama pengurus|penanggung jawab|nama debitur"
)
# what such a word may stand beside without a name following: the number of patients, the class of recipients
NO_PERSON = (
    "jumlah|jml|total|jenis|kode|kategori|persentase|persen|kelompok|status|umur|usia|tahun|rata|sekolah"
    "|desa|alamat|nik|no|nomor|id|tanggal|tgl|tempat|akun|username|telepon|telp|hp|wa|email|surel|rekening|pekerjaan"
)
PLAIN = "nama|name|nm"
OFFICE_HOLDER = (
    "kepala dinas|kepala opd|kepala badan|kepala sekolah|kepala desa|kades|perbekel|lurah|camat|bupati"
    "|wakil bupati|wali kota|walikota|gubernur|pejabat"
    "|kepala puskesmas|kepala uptd|kepala bidang|kepala bagian|direktur|pimpinan|ketua|sekretaris"
    "|bendahara|kepala|anggota dewan|anggota dprd|dprd|ppid|klian|bendesa"
    "|kasek|kapolsek|kapolres|danramil|komandan|rektor|dekan|menteri|nama pejabat|tokoh|pahlawan"
    "|pengarang|penulis|pencipta|penyusun|author|juru kunci"
)
THING = (
    "sekolah|desa|kelurahan|kecamatan|kabupaten|kota|provinsi|wilayah|dusun|banjar|lingkungan|jalan|ruas"
    "|lokasi|tempat|gedung|fasilitas|puskesmas|rumah sakit|rs|klinik"
    "|apotek|pasar|toko|usaha|umkm|perusahaan|badan usaha|instansi|opd|skpd|dinas|unit|lembaga|organisasi"
    "|yayasan|koperasi|kelompok|poktan|masjid|pura|gereja|objek|obyek"
    "|destinasi|wisata|hotel|restoran|kegiatan|program|aplikasi|barang|produk|komoditas|penyakit|obat"
    "|tanaman|jenis|kategori|sungai|danau|gunung|pulau|pantai|terminal|halte"
    "|pos|bank|partai|media|situs|cagar|event|acara|kesenian|sanggar|tari|bangunan|kamera|titik|simpang"
    "|akun|rekening|indikator|data|dataset|judul|variabel|satuan|sumber|produsen"
    "|agama|pendidikan|pekerjaan|jabatan|pangkat|golongan|status|kelamin|gender|layanan|izin|topik"
    "|kampung|nagari|gampong|distrik|daerah|area|region|city|village|district|province|school"
    "|company|street|merk|merek|tipe|model|ikan|kapal|file|berkas|dokumen|peraturan|buku|pustaka|taman"
    "|makam|embung|waduk|irigasi|bendungan|jembatan|alat|mesin|jasa|proyek|paket|penyedia|rekanan"
)
LEADING = re.compile(
    r"\b(?:kepala|kadis|kaban|kabag|kabid|kasi|kasubag|kasubbag|camat|lurah|bupati|wakil bupati|wali ?kota"
    r"|sekretaris|sekda|asisten|staf ahli|direktur|ketua"
    r"|wakil ketua|anggota dprd|anggota komisi|perbekel|kades|klian|bendesa|plt|plh|pj|inspektur|komandan"
    r"|kapol\w+|danramil|rektor|dekan|pimpinan)\b",
    re.IGNORECASE,
)
# at the head of a family or of neighbours, not of an office
FAMILY = re.compile(r"\b(?:kepala|ketua) (?:keluarga|rumah ?tangga|kk|somah|krt)\b", re.IGNORECASE)
VOTER = "tps|pemilih|nik|no kk|nomor kk|nkk"
POSITION = "jabatan|posisi|position|nama jabatan|eselon|fraksi|partai|dapil|komisi"
OFFICES = (
    "opd|skpd|instansi|perangkat daerah|dinas|kantor|unit kerja|puskesmas|sekolah|rumah sakit|rs|uptd"
    "|fasilitas|faskes|polsek|badan publik|satuan pendidikan|lembaga|hotel|posko|pos damkar|pos polisi|pos kesehatan"
)
# what makes of such a word something else than the name of the row's office
NO_OFFICE = (
    "kode|id|no|nomor|jumlah|jml|total|jenis|kategori|kelas|status|jarak|asal|tujuan|terdekat|dituju|terlapor|kepada"
    "|tempat|nilai|npsn|akreditasi|jadwal|tanggal|tgl|bekas|dari"
)
# whose contact it is, in the header of the contact itself
PEOPLE = (
    "pelapor|pemohon|pasien|warga|penerima|siswa|murid|peserta|orang tua|ortu|wali|pemilik|korban|pelanggan|anggota"
    "|karyawan|pegawai|pribadi|penduduk|keluarga|ibu|ayah|nasabah|pengadu|responden|guru|dokter"
)
# contacts of one office in a directory
CONTACTS = 2
EVERYBODY = "hotline|call center|callcenter|layanan|pengaduan|darurat|layanan pengaduan|customer service|kantor"
HANDSET = "hp|nohp|handphone|hand phone|wa|whatsapp|ponsel|seluler|mobile|cellphone"
CONTACT = "telp|notelp|tlp|tlpn|telpon|telepon|telefon|phone|kontak|contact|cp|narahubung|hubungi"
HALF, THIRD = 0.5, 0.3


def persons(view: View) -> list[Column]:
    """Return the columns that hold names of persons, officials left out."""
    return view.once("persons", lambda: [column for column in view.texts if _is_person_column(view, column)])


def lists_persons(view: View) -> bool:
    """Return whether the rows are persons who hold no public office."""
    names = persons(view)
    return bool(names) and not are_officials(view)


def are_officials(view: View) -> bool:
    """Return whether a column of positions says that the persons hold public offices.

    Members of a council have a fraction or a constituency; voters have the latter, too.
    """
    positions = [column for column in view.texts if headers.matches(column.label, POSITION)]
    seats = "fraksi" if any(headers.matches(column.label, VOTER) for column in view.columns) else "fraksi|dapil"
    return any(view.share(column, _leads) >= HALF or headers.matches(column.label, seats) for column in positions)


def is_private(view: View, column: Column) -> bool:
    """Return whether a contact is that of a person, not of an office."""
    if headers.matches(column.label, PEOPLE):
        return True
    if headers.matches(column.label, EVERYBODY):
        return False
    if headers.matches(column.label, HANDSET) or persons(view):
        return True
    return not (headers.matches(column.label, CONTACT) and lists_offices(view, column))


def lists_offices(view: View, contact: Column, words: str = OFFICES) -> bool:
    """Return whether the rows are offices, of which `contact` holds the numbers or addresses."""
    contacts = len(set(view.sample(contact)))
    return any(
        headers.matches(column.label, words)
        and not headers.matches(column.label, NO_OFFICE)
        and view.share(column, _has_words) >= HALF
        and contacts <= CONTACTS * len(set(view.sample(column)))
        for column in view.texts
        if column != contact
    )


def is_named_for_persons(label: str) -> bool:
    """Return whether a header says that its cells name persons."""
    return headers.matches(label, PERSON) and not _is_beside_persons(label)


def _is_beside_persons(label: str) -> bool:
    """Return whether a word beside that for persons may say that the cells are none: status pasien, desa penerima."""
    without = re.sub(headers.any_of(PERSON), " ", headers.mended(label, PERSON))
    return headers.matches(without, NO_PERSON)


def _is_person_column(view: View, column: Column) -> bool:
    label = column.label
    if is_named_for_persons(label):
        # nama koran: what may be a slip of the pen needs some names below it
        named = headers.matches_exactly(label, PERSON) or view.share(column, names.is_person) >= THIRD
        return named and view.share(column, _is_no_name) < HALF
    if headers.matches(label, OFFICE_HOLDER):
        return False
    # nama anggota kelompok: the cells must be names themselves
    if headers.matches(label, THING):
        return headers.matches(label, PERSON) and view.share(column, names.is_person) >= HALF
    plain = bool(re.fullmatch(headers.any_of(rf"(?:{PLAIN})(?: \\w+)?|\\w+ (?:{PLAIN})"), headers.words(label)))
    return view.share(column, names.is_person) >= (THIRD if plain else HALF)


def _is_no_name(text: str) -> bool:
    return names.is_thing(text) or any(letter.isdigit() for letter in text)


def _has_words(text: str) -> bool:
    """Return whether a text is more than a code: it has a word of three letters."""
    return bool(re.search(r"[^\W\d_]{3}", text))


def _leads(text: str) -> bool:
    return bool(LEADING.search(text)) and not FAMILY.search(text)
