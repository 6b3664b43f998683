"""Renders on several cores: after an upgrade or a change of the portal's address everything is made anew."""

from __future__ import annotations

import logging
import multiprocessing
from multiprocessing.connection import Connection

from ckan import model
from ckanext.satudata.dcat import renderings

log = logging.getLogger(__name__)


def refresh(processes: int) -> int:
    """Render every outdated dataset in so many processes, this one among them; return how many were rendered.

    Each process has a share of the datasets that its ids decide, so none waits for another; what one that dies leaves
    undone is done here in the end. Only a process of one thread may call this: it is copied.
    """
    copying = multiprocessing.get_context("fork")
    # a copied connection must not have anything under way
    model.Session.remove()
    others = []
    for number in range(1, processes):
        answer, sender = copying.Pipe(duplex=False)
        other = copying.Process(target=_share, args=(sender, number, processes), name=f"dcat-{number}")
        other.start()
        sender.close()
        others.append((other, answer))
    count = renderings.refresh((0, processes))
    for other, answer in others:
        try:
            count += answer.recv()
        except EOFError:
            log.error("%s ended with %s", other.name, other.exitcode)
        other.join()
    return count + renderings.refresh()


def _share(sender: Connection, number: int, processes: int) -> None:
    # the connections of the process that was copied stay its own
    model.meta.engine.dispose(close=False)
    sender.send(renderings.refresh((number, processes)))
    sender.close()
