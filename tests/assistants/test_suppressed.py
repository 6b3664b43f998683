"""A trap: what an assistant is told, put together and subtracted, gives no suppressed figure."""

import pytest
from observations.conftest import publish  # noqa: F401 - the fixture
from observations.test_suppressed import accidents, check_nothing_is_recovered, facts  # noqa: F401 - a fixture among them

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]


def test_differences_of_what_the_tool_tells_recover_nothing(call, accidents):  # noqa: F811
    """By every group, filter and span that the tool takes; a suppressed row says so and has no figure."""
    suppressed = []

    def rows_of(question):
        reply = call("figures_of_measure", **question)
        rows = reply.get("baris", [])
        suppressed.extend(row for row in rows if row["symbol"] == "c")
        return [{**row, "value": row["angka"]} for row in rows]

    check_nothing_is_recovered(facts(rows_of))
    assert suppressed
    assert all(row["angka"] is None for row in suppressed)
