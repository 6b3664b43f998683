"""What a source said of the version of its list, when a run had taken all of it in."""

import sqlalchemy as sa
from alembic import op

revision = "a1b70c5d0002"
down_revision = "a1b70c5d0001"


def upgrade() -> None:
    """Add the column."""
    op.add_column("satudata_harvest_source", sa.Column("list_version", sa.UnicodeText))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("satudata_harvest_source", "list_version")
