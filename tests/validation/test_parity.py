"""The fast way and frictionless alone find the same errors: type, row and field, in the same order."""

import csv
import io
from pathlib import Path

import pytest
from ckanext.satudata.tables.csvfile import CsvFile
from ckanext.satudata.validation import vectorised
from ckanext.satudata.validation.structure import identity
from examples import examples
from frictionless import Detector, system
from frictionless.resources import TableResource
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from validation.parity import reference, same, whole, write

TABLES = Path(__file__).parents[1] / "fixtures" / "tables"
CELLS = {
    "string": ["", "a", " a ", "kata", "ÄÖ", "-", "12", "a,b", 'a "b"', "=1+1", "<b>", "\u2003", "a\nb"],
    "integer": [
        "",
        "0",
        "12",
        "-3",
        "+4",
        "007",
        " 5",
        "5 ",
        "1.0",
        "1,000",
        "1_000",
        "x",
        "-",
        "٣",
        "9" * 18,
        "9" * 25,
    ],
    "number": [
        "",
        "0",
        "1.5",
        "-2.25",
        ".5",
        "5.",
        "1e3",
        "1,5",
        "1.234.567,89",
        "NaN",
        "inf",
        " 1",
        "x",
        "0" * 20,
        "1.0",
    ],
    "boolean": ["", "true", "True", "TRUE", "1", "0", "ya", "false", " true"],
    "date": ["", "2025-01-31", "2025-02-30", "31/12/2025", "2025-1-1", "0000-01-01", "9999-12-31", " 2025-01-31", "x"],
    "year": ["", "2025", "25", "1899", "0000", "20x5", "+202", " 202", "12345"],
    "yearmonth": ["", "2025-01", "2025-13", "2025-1", "25-01", "x"],
}
LIMITS = {
    "string": [
        {},
        {"required": True},
        {"minLength": 2},
        {"maxLength": 2},
        {"enum": ["a", "kata"]},
        {"pattern": "[a-z]+"},
        {"pattern": r"a|k\w+"},
        {"unique": True},
    ],
    "integer": [{}, {"required": True}, {"minimum": 1}, {"maximum": 5}, {"enum": [0, 12]}, {"unique": True}],
    "number": [{}, {"required": True}, {"minimum": 0}, {"maximum": 1.5}, {"enum": [1.5]}, {"unique": True}],
    "boolean": [{}, {"required": True}],
    "date": [{}, {"required": True}, {"minimum": "2025-02-01"}, {"maximum": "2025-01-31"}, {"unique": True}],
    "year": [{}, {"required": True}, {"minimum": "1945"}, {"maximum": "2024"}, {"unique": True}],
    "yearmonth": [{}, {"required": True}, {"unique": True}],
}
CASES = [(kind, limits) for kind, options in LIMITS.items() for limits in options]


@pytest.mark.parametrize(("kind", "limits"), CASES, ids=[f"{kind}-{'-'.join(limits)}" for kind, limits in CASES])
@pytest.mark.parametrize("missing", [[""], ["", "-", "x"]], ids=["empty", "marks"])
def test_each_type_and_rule(tmp_path, kind, limits, missing):
    """Each way in which a cell of a type can be right or wrong, with each rule of that type."""
    schema = {
        "fields": [{"name": "n", "type": "integer"}, {"name": "value", "type": kind, "constraints": limits}],
        "missingValues": missing,
    }
    cells = CELLS[kind]
    rows = [[number, cell] for number, cell in enumerate([*cells, *cells])]
    assert same(write(tmp_path / "t.csv", ["n", "value"], rows), schema)


@pytest.mark.parametrize(
    ("text", "fast"),
    [
        ("a,b\n1,x\n1,y\n01,z\n,u\n,v\n", True),
        ("a,b\n1,x\n2\n3,y\n", True),
        ("a,b\n1,x\n2,y,z\n", False),
        ("a,b\n1,x\n\n2,y\n", False),
        ("a,b\n,\n1,x\n", True),
        ("a,b\r\n1,x\r\nz,y\r\n", True),
        ("a,b\r1,x\r", False),
        ("a,b\n1,x\n2,y", True),
        ("\ufeffa,b\n1,x\nz,y\n", True),
        ('a,b\n1,"x\ny"\nz,"u,v"\n', True),
        ('a,b\n1,"x ""q"""\nz,y\n', True),
        ('a,b\n1,"x\n2,y\n', False),
        ('a,b\n1,x"y\n2,y\n', False),
        ('a,b\n1,"x"y\n2,"y"\n', False),
        ('a,b\n1, "x"\nz,y\n', None),
        ("a,b\n1,x\x00\n", False),
        ("a,b\n1,\x1e\n2,\x1e\n", False),
        ("b,a\n1,x\n", False),
        ("a\n1\n", False),
        ("a,a\n1,x\n", False),
        ("a,\n1,x\n", False),
        ("a,b\n", False),
        ("", False),
    ],
)
def test_each_shape_of_a_file(tmp_path, text, fast):
    """Ragged rows, line ends, quotes, headers: same errors, and it is known which files DuckDB takes."""
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode())
    fields = [{"name": "a", "type": "integer", "constraints": {"required": True}}, {"name": "b", "type": "string"}]
    taken = same(path, {"fields": fields, "primaryKey": ["a"]})
    assert fast is None or taken == fast


NOT_COMPILED = [
    {"type": "number", "decimalChar": ","},
    {"type": "string", "format": "uuid"},
    {"type": "string", "constraints": {"pattern": r"\D+"}},
    {"type": "string", "constraints": {"pattern": r"(?=a).*"}},
    {"type": "any"},
]


@pytest.mark.parametrize("field", NOT_COMPILED, ids=str)
def test_what_is_not_compiled_goes_to_frictionless(tmp_path, field):
    """A schema that no predicate says is checked all the same."""
    path = write(tmp_path / "t.csv", ["a", "b"], [["1,5", "x"], ["x", "y"]])
    schema = {"fields": [{"name": "a", **field}, {"name": "b", "type": "string"}]}
    assert not same(path, schema)
    result = vectorised.errors(CsvFile(path), schema)
    assert [identity(error) for error in result.errors] == [
        identity(error) for error in whole(CsvFile(path), schema).errors
    ]


@pytest.mark.parametrize("path", sorted(TABLES.glob("*.csv")), ids=lambda path: path.stem)
def test_real_tables(tmp_path, path):
    """Real files, with a schema that their first rows suggest and later ones break."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    copy = tmp_path / "t.csv"
    copy.write_bytes(text.encode("utf-8"))
    first = text.splitlines()[0]
    delimiter = max(",;\t|", key=first.count)
    with system.use_context(trusted=True):
        resource = TableResource(
            path=str(copy),
            encoding="utf-8",
            dialect=CsvFile(copy, delimiter).dialect(),
            detector=Detector(sample_size=5),
        )
        resource.infer(stats=False)
    schema = resource.schema.to_descriptor()
    schema["fields"][0]["constraints"] = {"required": True, "unique": True}
    same(copy, schema, delimiter)


@st.composite
def tables(draw):
    """Return a random schema and a random file for it."""
    kinds = draw(st.lists(st.sampled_from(sorted(CELLS)), min_size=2, max_size=4))
    fields = [
        {"name": f"f{index}", "type": kind, "constraints": draw(st.sampled_from(LIMITS[kind]))}
        for index, kind in enumerate(kinds)
    ]
    schema = {"fields": fields, "missingValues": draw(st.sampled_from([[""], ["", "-"], []]))}
    if draw(st.booleans()):
        keys = [field["name"] for field in fields if field["type"] != "boolean"]
        if keys:
            schema["primaryKey"] = draw(st.lists(st.sampled_from(keys), min_size=1, unique=True))
    pairs = [
        [one["name"], other["name"]] for one in fields for other in fields if one["type"] == other["type"] != "boolean"
    ]
    if pairs and draw(st.booleans()):
        chosen = draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=2))
        apart = draw(st.booleans())
        groups = [[pair] for pair in chosen] if apart else [chosen]
        schema["foreignKeys"] = [reference(*map(list, zip(*group, strict=True))) for group in groups]
    plain = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r", exclude_categories=["Cs"]), max_size=6)
    cell = st.sampled_from(kinds).flatmap(lambda kind: st.sampled_from(CELLS[kind])) | plain
    rows = draw(st.lists(st.lists(cell, min_size=len(kinds) - 1, max_size=len(kinds)), min_size=1, max_size=12))
    stream = io.StringIO()
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    writer = csv.writer(stream, lineterminator=end, quoting=quoting)
    writer.writerows([[field["name"] for field in fields], *rows])
    return schema, stream.getvalue()


@settings(
    max_examples=examples(300, 30),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(tables())
def test_random_tables(tmp_path, table):
    """Whatever the schema and the file."""
    schema, text = table
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode("utf-8"))
    same(path, schema)
