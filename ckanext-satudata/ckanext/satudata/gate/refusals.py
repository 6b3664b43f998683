"""Files that a check has refused: the room that keeps what offices hand over keeps them, too, until they are good."""

from __future__ import annotations

from dataclasses import dataclass

from ckan import plugins as p
from sqlalchemy import Connection


@dataclass(frozen=True)
class Refusal:
    """A file that a check has refused; ids are "" where there is no such dataset or resource yet.

    `title` is what its office calls the table, `errors` and `warnings` how many were found.
    """

    check_id: str
    package_id: str
    resource_id: str
    user_id: str
    filename: str
    title: str
    errors: int
    warnings: int


@dataclass(frozen=True)
class Accepted:
    """A file that was stored or handed over, and so may take the place of refused ones.

    `is_new` where its resource was not there before; `check_id` names the refused file that it is itself, "" none.
    """

    package_id: str
    resource_id: str
    filename: str
    title: str
    is_new: bool
    check_id: str = ""


class IRefusals(p.Interface):
    """Implemented by a plugin that keeps refused files among what offices hand over."""

    def note_refusal(self, connection: Connection, refusal: Refusal) -> None:
        """Keep a refused file, within the transaction that keeps the record of its check."""

    def settle_refusals(self, accepted: Accepted) -> list[str]:  # noqa: ARG002 - who implements it reads it
        """Settle the refused files that a good one takes the place of; return the ids of their checks."""
        return []

    def get_refusals(self) -> set[str]:
        """Return the ids of the checks whose files wait to be mended."""
        return set()


def note(connection: Connection, refusal: Refusal) -> None:
    """Have a refused file kept."""
    for plugin in p.PluginImplementations(IRefusals):
        plugin.note_refusal(connection, refusal)


def settle(accepted: Accepted) -> list[str]:
    """Have the refused files settled that a good one takes the place of; return the ids of their checks."""
    return [name for plugin in p.PluginImplementations(IRefusals) for name in plugin.settle_refusals(accepted)]


def waiting() -> set[str] | None:
    """Return the ids of the checks whose files wait to be mended; None where no room knows."""
    plugins = list(p.PluginImplementations(IRefusals))
    return {name for plugin in plugins for name in plugin.get_refusals()} if plugins else None
