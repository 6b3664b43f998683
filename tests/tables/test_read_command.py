"""`ckan satudata read` shows, writes and repeats the steps."""

import json

from ckanext.satudata.tables.cli import read
from click.testing import CliRunner

UNTIDY = "Judul,\nnama,2023,2024\nSawan,-,2\nSeririt,3,4\n"


def run(*arguments):
    """Run the command."""
    return CliRunner().invoke(read, list(map(str, arguments)))


def test_steps_are_shown_written_and_repeated(tmp_path):
    """What --json prints is taken again by --steps and gives the same table."""
    path = tmp_path / "a.csv"
    path.write_text(UNTIDY)
    shown = run(path, "-o", tmp_path / "one.csv")
    assert shown.exit_code == 0
    assert "Title rows above the header removed: 1. Judul" in shown.output
    assert "'-' read as no figure in 1 cells of column nilai" in shown.output
    steps = tmp_path / "steps.json"
    steps.write_text(run(path, "--json").output)
    assert [step["kind"] for step in json.loads(steps.read_text())] == [
        "title_rows",
        "periods_to_rows",
        "missing_marks",
    ]
    assert run(path, "--steps", steps, "-o", tmp_path / "two.csv").exit_code == 0
    assert (tmp_path / "one.csv").read_text() == (tmp_path / "two.csv").read_text()


def test_errors_are_told_and_the_exit_code_is_1(tmp_path):
    """A wrong step, wrong JSON and a file that is no table."""
    path, steps = tmp_path / "a.csv", tmp_path / "steps.json"
    path.write_text(UNTIDY)
    for text, message in (("[{]", "no JSON"), ("{}", "no list"), ('[{"kind": "lain"}]', "no step")):
        steps.write_text(text)
        result = run(path, "--steps", steps)
        assert result.exit_code == 1
        assert message in result.output
    path.write_text(" ")
    assert "is empty" in run(path).output


def test_a_tidy_file_says_so(tmp_path):
    """No steps is an answer."""
    path = tmp_path / "a.csv"
    path.write_text("nama,jumlah\nSawan,1\n")
    assert "no steps needed" in run(path).output
