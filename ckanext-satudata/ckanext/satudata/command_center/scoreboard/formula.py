"""The formula: `formula.yaml`, read once, checked by `formula.schema.json`."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import jsonschema
import yaml

FOLDER = Path(__file__).parent


@functools.cache
def load() -> dict[str, Any]:
    """Return the formula. Raises jsonschema.ValidationError where the file is wrong."""
    rules = yaml.safe_load((FOLDER / "formula.yaml").read_text(encoding="utf-8"))
    jsonschema.validate(rules, json.loads((FOLDER / "formula.schema.json").read_text(encoding="utf-8")))
    return rules
