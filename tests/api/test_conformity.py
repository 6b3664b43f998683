"""What the API answers is what its description says, whatever it is asked, right or wrong (schemathesis)."""

import contextlib

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from publishing.loading import table
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")]
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# so many questions to each operation, of either kind; all of them take half a minute
QUESTIONS = 5
QUICK = settings(
    max_examples=QUESTIONS,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def faults(operation, mode):
    """Return what is wrong with the answers of an operation: the question, and which check it breaks."""
    broken = []

    @QUICK
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case):
        # the client of werkzeug unpacks nothing
        response = case.call(headers={"Accept-Encoding": "identity"})
        try:
            case.validate_response(response, checks=CHECKS)
        except BaseExceptionGroup as group:
            broken.extend(f"{case.as_curl_command()}: {error}" for error in group.exceptions)

    # what takes nothing cannot be asked wrongly
    with contextlib.suppress(Unsatisfiable):
        ask()
    return broken


def test_no_answer_breaks_the_description(app):
    """No answer tells of a failure of the server; status, type and content of each are as described."""
    table()
    api = schemathesis.openapi.from_wsgi("/satudata/api/openapi.json", app.flask_app)
    operations = [result.ok() for result in api.get_all_operations()]
    assert len(operations) > 40
    broken = [
        fault
        for operation in operations
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
        for fault in faults(operation, mode)
    ]
    assert not broken, f"{len(broken)}\n" + "\n\n".join(broken[:40])
