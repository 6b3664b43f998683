"""Each kind of step on a small made-up file: what is proposed, what it makes of the file, what it says."""

from pathlib import Path

import pytest
from ckanext.satudata.exceptions import WrongStep
from ckanext.satudata.tables import reading
from ckanext.satudata.tables.step import Step
from ckanext.satudata.tables.steps import CELLS, check, kinds


def test_a_tidy_file_has_no_steps_and_stays_what_it_is(tmp_path):
    """Nothing is proposed for a tidy table, and its bytes are not touched."""
    content = (
        b"kode;nama;jumlah;nilai;tanggal\n51.08;Buleleng;10;1.25;2025-01-31\n51.07;Karangasem;1200;0.994;2025-02-28\n"
    )
    result = reading.propose(content, "a.csv", tmp_path)
    assert result.steps == result.warnings == []
    assert result.file.path.read_bytes() == content
    assert result.origin.cell(3, 1) == (None, "B", 3)


PERSONS = b"nik,nama,lahir,desa\n5108012001900001,Ayu,20-01-1990,Bebetin\n5108012202910002,Budi,22-02-1991,Bebetin\n"


def test_cures_for_personal_data_are_steps_that_only_people_choose(tmp_path, rows):
    """A column is dropped or masked, rows are counted; reading itself proposes none of them."""
    assert {name for name, module in kinds().items() if module.CURE} >= {
        "drop_column",
        "mask_column",
        "count_rows",
        "thousands_restored",
        "named_codes",
    }
    proposed = reading.propose(PERSONS, "a.csv", tmp_path)
    assert not any(kinds()[step.kind].CURE for step in proposed.steps)
    cures = [
        Step("drop_column", {"columns": ["nama"]}),
        Step("mask_column", {"columns": ["nik"], "keep": "area"}),
        Step("mask_column", {"columns": ["lahir"], "keep": "year"}),
    ]
    result = reading.apply(PERSONS, "a.csv", tmp_path, cures)
    assert rows(result.file) == [["nik", "lahir", "desa"], ["5108", "1990", "Bebetin"], ["5108", "1991", "Bebetin"]]
    assert result.origin.cell(2, "desa").a1 == "D2"
    counted = reading.apply(PERSONS, "a.csv", tmp_path, [Step("count_rows", {"by": ["desa"], "into": "jumlah"})])
    assert rows(counted.file) == [["desa", "jumlah"], ["Bebetin", "2"]]
    assert counted.origin.cell(2, "jumlah") is None
    masked = reading.apply(PERSONS, "a.csv", tmp_path, [Step("mask_column", {"columns": ["nama"], "keep": "nothing"})])
    assert [row[1] for row in rows(masked.file)] == ["nama", "***", "***"]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ({"kind": "lain"}, 'no step "lain"'),
        ({"options": {}}, "A step is written as"),
        ("title_rows", "A step is written as"),
        ({"kind": "title_rows", "options": {}}, 'The key "rows" is missing'),
        ({"kind": "title_rows", "options": {"rows": "dua"}}, "rows: 'dua' should be a whole number"),
        ({"kind": "title_rows", "options": {"rows": 0}}, "is less than"),
        ({"kind": "numbers", "options": {"columns": ["a"], "decimal": "x"}}, "is not one of"),
        ({"kind": "blank_rows", "options": {"x": 1}}, 'There must be no key "x"'),
    ],
)
def test_a_step_that_is_written_wrongly_is_refused_clearly(written, text):
    """The error names the step, the place and what is expected there."""
    with pytest.raises(WrongStep, match=text):
        check([Step.from_dict(written)])


def test_steps_in_the_wrong_order_are_refused():
    """Numbers cannot be read before the title rows are gone."""
    numbers = Step("numbers", {"columns": ["a"], "decimal": ","})
    with pytest.raises(WrongStep, match='"title_rows" must come before "numbers"'):
        check([numbers, Step("title_rows", {"rows": 1})])


@pytest.mark.parametrize(
    "step",
    [
        Step("title_rows", {"rows": 9}),
        Step("notes_below", {"rows": 1}),
        Step("total_rows", {"rows": 1}),
        Step("spaced_numbers", {"columns": ["b"]}),
        Step("subtotal_rows", {"bottom": True}),
        Step("header_rows", {"rows": 7}),
        Step("second_table", {"starts": "No."}),
        Step("column_numbers"),
        Step("hidden", {"rows": True}),
        Step("encoding", {"encoding": "cp1252"}),
        Step("blank_columns", {"columns": ["B"]}),
        Step("filled_down", {"columns": ["kecamatan"]}),
        Step("periods_to_rows", {"by": ["tahun"]}),
        Step("contents", {"format": "html"}),
        *(
            Step(kind, {"columns": ["hilang"], **more})
            for kind, more in {
                "stray_spaces": {},
                "missing_marks": {"marks": ["-"]},
                "spaced_codes": {},
                "durations": {},
                "decimal_codes": {},
                "title_breaks": {},
                "dates": {"form": "month year"},
                "numbers": {"decimal": ","},
                "thousands_restored": {},
                "drop_column": {},
                "mask_column": {"keep": "nothing"},
            }.items()
        ),
        Step("indents", {"column": "hilang", "into": "tingkat"}),
        Step("long_titles", {"titles": {"hilang": "h"}}),
        Step("reserved_titles", {"titles": {"hilang": "h"}}),
        Step("total_columns", {"columns": ["hilang"]}),
        Step("subtotal_rows", {"top": True}),
        Step("count_rows", {"by": ["hilang"], "into": "jumlah"}),
    ],
    ids=lambda step: step.kind,
)
def test_a_step_that_no_longer_fits_is_refused_clearly(step, tmp_path):
    """A harvested file that has changed is not read by steps that were confirmed for another one."""
    with pytest.raises(WrongStep) as error:
        reading.apply(b"nama,jumlah\nSawan,1\nSeririt,2\n", "a.csv", tmp_path, [step])
    assert "{" not in str(error.value)


def test_every_kind_is_tried_here():
    """No kind of step is without a case in these files."""
    files = Path(__file__).parent.glob("test_steps*.py")
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    assert [name for name in kinds() if f'"{name}"' not in text] == []
    assert all(module.STAGE != CELLS or module.ORDER >= 100 for module in kinds().values())
