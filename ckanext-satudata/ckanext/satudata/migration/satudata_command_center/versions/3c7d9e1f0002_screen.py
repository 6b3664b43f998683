"""Screens that were made in the browser, with their history."""

import sqlalchemy as sa
from alembic import op

revision = "3c7d9e1f0002"
down_revision = "3c7d9e1f0001"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "satudata_screen",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.UnicodeText, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("user", sa.UnicodeText, nullable=False),
        sa.Column("text", sa.UnicodeText, nullable=False),
        sa.Column("deleted", sa.Boolean, nullable=False),
        sa.UniqueConstraint("name", "version"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("satudata_screen")
