"""The language of texts that a run keeps for later readers, so it is the portal's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ckan.config import middleware
from flask import has_request_context


@contextmanager
def of_the_portal() -> Iterator[None]:
    """Let texts come in the portal's language where no request says which, as in jobs and commands.

    Without a request CKAN translates nothing. It keeps one for such cases, which its `url_for` uses in the same way.
    """
    kept = middleware._internal_test_request_context
    if has_request_context() or kept is None:
        yield
        return
    with kept:
        yield
