"""Runs the harvest's migrations; CKAN calls it by `ckan db upgrade`."""

from pathlib import Path

from alembic import context
from ckan.model.meta import metadata
from sqlalchemy import engine_from_config, pool

NAME = Path(__file__).parent.name

engine = engine_from_config(
    context.config.get_section(context.config.config_ini_section) or {}, prefix="sqlalchemy.", poolclass=pool.NullPool
)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, version_table=f"{NAME}_alembic_version")
    with context.begin_transaction():
        context.run_migrations()
