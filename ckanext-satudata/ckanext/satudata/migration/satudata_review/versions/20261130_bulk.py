"""The release of many submissions by a job."""

import sqlalchemy as sa
from alembic import op

revision = "20261130bulk"
down_revision = "20261130review"


def upgrade() -> None:
    """Create what was asked for, and its items."""
    op.create_table(
        "satudata_bulk",
        sa.Column("id", sa.UnicodeText, primary_key=True),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("user_id", sa.UnicodeText, nullable=False),
        sa.Column("moved", sa.DateTime, nullable=False),
    )
    op.create_table(
        "satudata_bulk_item",
        sa.Column("id", sa.BigInteger, primary_key=True),
        sa.Column("bulk_id", sa.UnicodeText, nullable=False),
        sa.Column("submission_id", sa.UnicodeText, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.UnicodeText, nullable=False),
        sa.Column("text", sa.UnicodeText, nullable=False, server_default=""),
    )
    op.create_index("idx_satudata_bulk_item", "satudata_bulk_item", ["bulk_id", "state"])


def downgrade() -> None:
    """Drop both."""
    op.drop_table("satudata_bulk_item")
    op.drop_table("satudata_bulk")
