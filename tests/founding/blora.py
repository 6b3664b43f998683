"""Makes the workbook of Kabupaten Blora: names of offices are real, people and their addresses are invented.

`python tests/founding/blora.py FILE.xlsx` (with the portal's ini in CKAN_INI) writes it for a try by hand.
"""

# short name, name, urusan
OFFICES = """
pemkab-blora|Pemerintah Kabupaten Blora|
setda|Sekretariat Daerah Kabupaten Blora|4.01
setwan|Sekretariat DPRD Kabupaten Blora|4.02
inspektorat|Inspektorat Daerah|6.01
dinkominfo|Dinas Komunikasi dan Informatika|2.16
bappeda|Badan Perencanaan Pembangunan Daerah|5.01
bppkad|Badan Pengelolaan Pendapatan, Keuangan dan Aset Daerah|5.02
bkpsdm|Badan Kepegawaian dan Pengembangan Sumber Daya Manusia|5.03
kesbangpol|Badan Kesatuan Bangsa dan Politik|8.01
bpbd|Badan Penanggulangan Bencana Daerah|1.05
disdik|Dinas Pendidikan|1.01
dinkesda|Dinas Kesehatan Daerah|1.02
dpupr|Dinas Pekerjaan Umum dan Penataan Ruang|1.03
dinrumkimhub|Dinas Perumahan, Permukiman dan Perhubungan|1.04
satpolpp|Satuan Polisi Pamong Praja|1.05
dinsosp3a|Dinas Sosial, Pemberdayaan Perempuan dan Perlindungan Anak|1.06
dinperinaker|Dinas Perindustrian dan Tenaga Kerja|2.07
dlh|Dinas Lingkungan Hidup|2.11
dindukcapil|Dinas Kependudukan dan Pencatatan Sipil|2.12
dinpmd|Dinas Pemberdayaan Masyarakat dan Desa|2.13
dindagkop|Dinas Perdagangan, Koperasi, Usaha Kecil dan Menengah|3.30
dpmptsp|Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu|2.18
dp4|Dinas Pangan, Pertanian, Peternakan dan Perikanan|3.27
rsud-blora|RSUD dr. R. Soetijono Blora|1.02
"""
KECAMATAN = (
    "Jati Randublatung Kradenan Kedungtuban Cepu Sambong Jiken Jepon "
    "Blora Tunjungan Banjarejo Ngawen Kunduran Todanan Bogorejo Japah"
)
# those that are no ordinary agencies
KINDS = {"pemkab-blora": "Pemerintah Kabupaten/Kota", "rsud-blora": "Unit Pelaksana Teknis Daerah"}
PARENTS = {"pemkab-blora": "", "rsud-blora": "dinkesda"}
ROLES = {"dinkominfo": "Walidata", "bppkad": "Pembina Data"}
FIRST = ["Sri", "Budi", "Wahyu", "Endah", "Joko", "Retno", "Agus", "Siti", "Bambang", "Rini"]
LAST = ["Purnomo", "Lestari", "Santoso", "Wulandari", "Prasetyo", "Handayani", "Kuncoro", "Astuti"]
DISTRICT = {
    "wilayah": "33.16",
    "ckan.site_title": "Satu Data Blora",
    "ckan.site_description": "Sesarengan mbangun Blora",
    "ckan.site_intro_text": "Selamat datang di data Kabupaten Blora.",
    "ckanext.satudata.colour": "#7a1f1f",
    "ckanext.satudata.address": "Dinas Komunikasi dan Informatika, Blora",
}


def offices():
    """Return the 40 offices, as rows of the workbook."""
    rows = [line.split("|") for line in OFFICES.strip().splitlines()]
    rows += [[f"kec-{name.lower()}", f"Kecamatan {name}", "7.01"] for name in KECAMATAN.split()]
    return [
        {
            "name": name,
            "title": title,
            "jenis_organisasi": KINDS.get(name, "Kecamatan" if affair == "7.01" else "Organisasi Perangkat Daerah"),
            "induk": PARENTS.get(name, "pemkab-blora"),
            "peran": ROLES.get(name, "Produsen Data"),
            "urusan": affair,
            "membina": "Keuangan" if ROLES.get(name) == "Pembina Data" else "",
            "kode_opd": f"{affair}.0.00.0.00.{number:02d}.0000" if affair else "",
            "surel": f"{name}@satudata.example",
        }
        for number, (name, title, affair) in enumerate(rows)
    ]


def people():
    """Return 80 invented people, two of each office, the first one its head."""
    names = [f"{first} {last}" for last in LAST for first in FIRST]
    return [
        {
            "fullname": name,
            "email": f"{name.lower().replace(' ', '.')}@satudata.example",
            "office": office["name"],
            "capacity": "Kepala" if number % 2 == 0 else "Petugas",
        }
        for number, (name, office) in enumerate(
            zip(names, [office for office in offices() for _person in range(2)], strict=True)
        )
    ]


def write(path, district=None, rows=None, persons=None):
    """Write the workbook, or one with other rows."""
    from ckanext.satudata.founding import template

    with path.open("wb") as stream:
        template.write(
            stream,
            DISTRICT if district is None else district,
            offices() if rows is None else rows,
            people() if persons is None else persons,
        )


if __name__ == "__main__":
    import os
    import sys
    from pathlib import Path

    from ckan.cli import load_config
    from ckan.config.middleware import make_app
    from ckanext.satudata import language

    make_app(load_config(os.environ["CKAN_INI"]))
    with language.of_the_portal():
        write(Path(sys.argv[1]))
