"""Which years a loaded table holds."""

import sqlalchemy as sa
from alembic import op

revision = "satudata_publishing_20261129"
down_revision = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "satudata_table_years",
        sa.Column("resource_id", sa.UnicodeText, primary_key=True),
        sa.Column("first", sa.Integer, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    """Remove it."""
    op.drop_table("satudata_table_years")
