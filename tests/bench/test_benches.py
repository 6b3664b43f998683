"""Each comparison of this folder runs once, with the arguments of its TINY: it stays fit to be run."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from serving import ROOT


def tiny(script):
    """Return a script's TINY without running it; None where it is no comparison."""
    for statement in ast.parse(script.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "TINY":
            return ast.literal_eval(statement.value)
    return None


FILES = {path: path.read_text(encoding="utf-8") for path in sorted(Path(__file__).parent.glob("*.py"))}
# the others are read by these
SCRIPTS = [path for path, text in FILES.items() if "\nif __name__ ==" in text]


def test_each_comparison_says_how_it_runs_quickly():
    """A script that is run has a TINY."""
    assert [path.name for path in SCRIPTS if tiny(path) is None] == []


@pytest.mark.slow
@pytest.mark.services
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_comparison_runs_to_its_end(script):
    """It prints figures; that a goal is missed at such a size (exit code 1) says nothing."""
    paths = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    command = [sys.executable, script, *tiny(script)]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr[-3000:]
    assert done.returncode in (0, 1)
    assert any(character.isdigit() for character in done.stdout)
