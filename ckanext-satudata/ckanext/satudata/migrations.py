"""What the Alembic environments of all rooms share; `ckan db upgrade` calls them, one for each plugin."""

from __future__ import annotations

from alembic import context
from ckan.model.meta import metadata
from sqlalchemy import engine_from_config, pool


def run(plugin: str) -> None:
    """Bring the tables of a plugin to the wanted version."""
    section = context.config.get_section(context.config.config_ini_section) or {}
    engine = engine_from_config(section, prefix="sqlalchemy.", poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=metadata, version_table=f"{plugin}_alembic_version")
        with context.begin_transaction():
            context.run_migrations()
