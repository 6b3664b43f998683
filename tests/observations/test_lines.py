"""Lines that are broken where their source changes, worked by hand."""

import dataclasses

import pytest
from ckanext.satudata.observations import lines
from ckanext.satudata.observations.source import Source


def table(name, owner="capil", office="Disdukcapil", **changes):
    """Return a published source as the observations know it."""
    source = Source(
        id=0,
        standard="penduduk_jenis_kelamin",
        measure="jumlah",
        revision="",
        levels=(),
        first_period="2023",
        last_period="2025",
        count=0,
        resource_id=name,
        package_id=name,
        package_name=name,
        package_title=f"Penduduk {name}",
        organization_id=owner,
        organization_name=owner,
        organization_title=office,
        series="",
        frequency="",
        is_example=False,
        has_choices=False,
    )
    return dataclasses.replace(source, **changes)


def row(value, *resources):
    """Return a row of an answer."""
    return {"value": value, "resources": list(resources)}


CAPIL, BPS, SOSIAL = (
    table("register"),
    table("survei", "bps", "BPS"),
    table("pendataan", "sosial", "Dinas Sosial"),
)


def test_a_line_is_in_pieces_where_another_source_goes_on():
    """10, 20 of Disdukcapil, nothing, 40 of BPS: two pieces, and a break at the first figure of BPS, told in words."""
    figures = {"2022": row(10, "register"), "2023": row(20, "register"), "2025": row(40, "survei")}
    drawn = lines.drawn({"a": figures}, [CAPIL, BPS])
    assert drawn.periods == ["2022", "2023", "2024", "2025"]
    assert drawn.lines["a"].data == [10, 20, None, 40]
    assert drawn.lines["a"].pieces == [[10, 20, None, None], [None, None, None, 40]]
    [change] = drawn.breaks
    before, after = (
        [table_of_line["dataset"] for table_of_line in drawn.origins[change[side]]] for side in ("before", "after")
    )
    assert (change["period"], before, after) == ("2025", ["register"], ["survei"])
    assert change["said"] == "2025: before Penduduk register (Disdukcapil), from then on Penduduk survei (BPS)."
    assert change["short"] == "2025: before Disdukcapil, from then on BPS."


def test_a_gap_is_no_change():
    """A missing figure of the same source leaves a gap and no break; nothing told is nothing."""
    drawn = lines.drawn({"a": {"2022": row(1, "register"), "2024": row(2, "register")}}, [CAPIL])
    assert drawn.lines["a"].pieces == [[1, None, 2]]
    assert drawn.breaks == []
    assert lines.drawn({}, []).periods == []


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (("register", "survei"), "2025: from then on also BPS."),
        (("pendataan", "survei"), "2025: before Disdukcapil, from then on BPS, Dinas Sosial."),
    ],
)
def test_only_what_changes_is_named(second, expected):
    """What comes beside or instead; one that goes on telling its part is not named."""
    figures = {"2024": row(1, "register"), "2025": row(2, *second)}
    assert [change["short"] for change in lines.drawn({"a": figures}, [CAPIL, BPS, SOSIAL]).breaks] == [expected]
    back = {"2024": row(2, "register", "survei"), "2025": row(1, "register")}
    assert [change["short"] for change in lines.drawn({"a": back}, [CAPIL, BPS]).breaks] == [
        "2025: from then on without BPS."
    ]


@pytest.mark.parametrize(
    ("titles", "series"),
    [
        (("Jumlah Penduduk Tahun 2023", "Jumlah Penduduk Tahun 2024"), ("", "")),
        (("Jumlah Penduduk 2020-2023", "Jumlah Penduduk (2024)"), ("", "")),
        (("Register 2023", "Penduduk 2024"), ("Penduduk", "Penduduk")),
    ],
)
def test_editions_are_one_source(titles, series):
    """Of one organization: what is named so, or has the same title but for its years."""
    sets = [
        table(name, package_title=title, series=series_name)
        for name, title, series_name in zip(("satu", "dua"), titles, series, strict=True)
    ]
    figures = {"2023": row(1, "satu"), "2024": row(2, "dua")}
    drawn = lines.drawn({"a": figures}, sets)
    assert drawn.breaks == []
    assert drawn.lines["a"].pieces == [[1, 2]]
    assert [origin["title"] for origin in drawn.origins[0]] == [series[0] or "Jumlah Penduduk"]
    assert lines.is_same_source(["satu"], ["dua"], sets)
    # of two organizations the same title is two sources
    other = [sets[0], dataclasses.replace(sets[1], organization_id="bps")]
    assert len(lines.drawn({"a": figures}, other).breaks) == 1
    assert not lines.is_same_source(["satu"], ["dua"], other)


def test_two_tables_of_one_dataset_are_one_source():
    """A file for each year in one dataset."""
    sets = [table("satu", package_id="x"), table("dua", package_id="x", package_title="Penduduk satu")]
    assert lines.drawn({"a": {"2023": row(1, "satu"), "2024": row(2, "dua")}}, sets).breaks == []


def test_datasets_of_one_office_are_told_apart_by_their_titles():
    """Where the organizations do not tell, the titles do."""
    sets = [CAPIL, table("semester")]
    [change] = lines.drawn({"a": {"2023": row(1, "register"), "2024": row(2, "semester")}}, sets).breaks
    assert change["short"] == "2024: before Penduduk register, from then on Penduduk semester."
