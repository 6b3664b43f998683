"""What assistants may ask, one tool a module; a module in this folder is a tool by its name.

A module offers `TITLE`, and `answer(…)`, whose annotated parameters and docstring tell an assistant how to ask. A tool
asks the portal's own actions as a visitor (`calls.act`), changes nothing and fetches nothing from elsewhere. What it
cannot answer it declines with `calls.Declined`: why, and what can be asked instead.
"""

from __future__ import annotations

from collections.abc import Callable

from ckanext.satudata.units import Units

UNITS = Units(__name__, {"TITLE": str, "answer": Callable})
