"""Everything by which the public learns of a dataset and its figures, as texts to look for what it may not see."""

import io
import json
import re
import zipfile

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.assistants import calls, tools
from ckanext.satudata.observations import load
from ckanext.satudata.observations.sdmx import naming
from ckanext.satudata.publishing import datastore

STANDARD, MEASURE = "penduduk_jenis_kelamin", "jumlah"
QUESTION = {"standard": STANDARD, "measure": MEASURE, "group_by": "kode_wilayah,tahun"}
HEADER = "kode_wilayah,nama_kecamatan,tahun,laki_laki,perempuan,jumlah"
# in the words of people: the figure of one kecamatan, by which the table is known
QUESTION_TEXT = "berapa jumlah penduduk Gerokgak 2025"
WORDS = "jumlah penduduk menurut kecamatan dan jenis kelamin"
NAME = "penduduk-kecamatan"
TOOLS = {
    "figures_of_measure": {"standard": STANDARD, "measure": MEASURE, "group_by": ["kode_wilayah", "periode"]},
    "answer_question": {"question": QUESTION_TEXT},
    "search_datasets": {"words": WORDS},
    "search_measures": {"words": "penduduk"},
    "show_dataset": {"name": NAME},
    "release_dates": {"dataset": NAME},
    "compare_measures": {"x": f"{STANDARD}.{MEASURE}", "y": f"{STANDARD}.laki_laki"},
    "open_discrepancies": {},
}
# tools that tell nothing of datasets and their figures
SILENT = {"find_place", "show_standard", "request_data"}
CHART = f"/satudata/grafik/{STANDARD}/{MEASURE}"
# pages for people that draw figures, which the sequences look at after each step: the pictures of a chart as PNG and
# SVG are drawn by the browser from what its page and its frame hold
DRAWN = ("/", "/profil/51.08", CHART, f"{CHART}/sematkan", f"{CHART}/tabel.csv")
# addresses without a dataset in them
PAGES = (
    *DRAWN,
    "/dataset/",
    f"/dataset/?q={QUESTION_TEXT.replace(' ', '+')}",
    "/api/3/action/package_search?q=penduduk",
    "/api/3/action/current_package_list_with_resources",
    "/satudata/observasi/csv?" + "&".join(f"{name}={value}" for name, value in QUESTION.items()),
    f"/satudata/jawaban/json?q={QUESTION_TEXT.replace(' ', '+')}",
    "/satudata/jawaban/saran?q=penduduk",
    "/command-center/demografi/data",
    "/command-center/ringkasan/data",
    f"{CHART}/kutipan.txt",
    f"/satudata/analisis/csv?x={STANDARD}.{MEASURE}&y={STANDARD}.laki_laki",
    "/satudata/selisih/",
    "/catalog.ttl",
    "/data.json",
    "/sitemap.xml",
    "/satudata/pertukaran/daftar-data.csv",
    "/satudata/kelengkapan",
)
OF_DATASET = ("/dataset/{0}", "/dataset/{0}.ttl", "/dataset/{0}/croissant.jsonld", "/dataset/{0}/edisi")
OF_DATASET += (
    "/api/3/action/package_show?id={0}",
    "/satudata/pertukaran/ms-var/{0}.json",
    "/satudata/kelengkapan/{0}",
    "/satudata/grafik/dataset/{0}/bagian",
)
TABLE_PAGE = "/dataset/{0}/resource/{1}/tabel"
OF_FILE = (
    "/dataset/{0}/resource/{1}",
    TABLE_PAGE,
    "/dataset/{0}/resource/{1}/download/penduduk.csv",
    "/datastore/dump/{1}",
)
OF_FILE += tuple(f"/dataset/{{0}}/resource/{{1}}/unduh.{ending}" for ending in ("csv", "json", "xlsx"))
OF_FILE += ("/api/3/action/datastore_search?resource_id={1}", "/api/3/action/resource_show?id={1}")


def table(number):
    """Return a table whose figures tell which one it is."""
    return f"{HEADER}\n51.08.01,Gerokgak,2025,{number},0,{number}\n51.08.02,Seririt,2025,30,35,65\n".encode()


def shows(text, figure):
    """Tell whether a text has a figure of five digits; ids, digests and moments have such digits, too."""
    digits = str(figure)
    return re.search(rf"(?<![\w.-]){digits[:2]}[.,]?{digits[2:]}(?!\w)", text) is not None


def take_in():
    """Load every public table as the workers would."""
    model.Session.remove()
    for resource in model.Session.query(model.Resource.id).filter_by(state="active").all():
        row = model.Resource.get(resource.id)
        if row.package.state == "active" and (row.extras or {}).get("validation_status") == "success":
            datastore.load(resource.id)
            load.load(resource.id)
    model.Session.remove()


def spoken():
    """Return what programs and assistants are told, {outlet: text}; what is declined says so."""
    actions = {
        "observations": ("satudata_observation_search", QUESTION),
        "past": ("satudata_observation_search", {**QUESTION, "as_of": "2099-01-01"}),
        "measures": ("satudata_measure_list", {}),
        "answer": ("satudata_answer_show", {"q": QUESTION_TEXT}),
        "suggestions": ("satudata_suggestion_list", {"q": "penduduk"}),
        "discrepancies": ("satudata_discrepancy_list", {}),
    }
    texts = {
        name: _called(tk.get_action(action), {"user": ""}, dict(data)) for name, (action, data) in actions.items()
    }
    return texts | {f"mcp {name}": _called(tools.UNITS[name].answer, **data) for name, data in TOOLS.items()}


def shown(app, name, resource_id):
    """Return what the public gets at each address, {address: text}."""
    sdmx = f"/satudata/sdmx/v2/data/dataflow/{naming.agency()}/{STANDARD.upper()}/1.0.0"
    addresses = [*PAGES, sdmx, *(path.format(name) for path in OF_DATASET)]
    addresses += [path.format(name, resource_id) for path in OF_FILE]
    return texts_of(app, addresses)


def texts_of(app, addresses, headers=None):
    """Return what each address answers, {address: text}."""
    texts = {}
    for address in addresses:
        answer = app.get(address, status=None, expect_errors=True, headers=headers or {})
        assert answer.status_code < 500, address
        texts[address] = _text(answer.data)
    return texts


def _called(function, *arguments, **named):
    try:
        return json.dumps(function(*arguments, **named), default=str)
    except (tk.ValidationError, tk.ObjectNotFound, tk.NotAuthorized, calls.Declined) as declined:
        return str(declined)


def _text(content):
    """Return the text of an answer; of a workbook that of its parts."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
