"""Forgets who asked, once nobody needs to know any more (UU 27/2022, article 43)."""

from __future__ import annotations

import datetime
import logging

from ckanext.satudata import config
from ckanext.satudata.clock import now
from ckanext.satudata.requests import model

log = logging.getLogger(__name__)


def run() -> None:
    """Delete name, address, purpose and the unshown words of what was decided longer ago than is kept."""
    count = model.forget(now() - datetime.timedelta(days=config.data_requests_keep_days()))
    if count:
        log.info("requests for data: %d askers forgotten", count)
