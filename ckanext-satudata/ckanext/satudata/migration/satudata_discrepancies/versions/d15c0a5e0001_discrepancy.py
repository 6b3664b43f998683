"""Discrepancies between figures, and what people did about them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "d15c0a5e0001"
down_revision = None


def upgrade() -> None:
    """Create the discrepancies and their history."""
    op.create_table(
        "satudata_discrepancy",
        sa.Column("id", sa.UnicodeText, primary_key=True),
        sa.Column("kind", sa.UnicodeText, nullable=False),
        sa.Column("standard", sa.UnicodeText, nullable=False),
        sa.Column("measure", sa.UnicodeText, nullable=False),
        sa.Column("region", sa.UnicodeText, nullable=False),
        sa.Column("period", sa.UnicodeText, nullable=False),
        sa.Column("dimensions", JSONB, nullable=False),
        sa.Column("package_a", sa.UnicodeText, nullable=False, index=True),
        sa.Column("resource_a", sa.UnicodeText, nullable=False),
        sa.Column("value_a", sa.Numeric),
        sa.Column("package_b", sa.UnicodeText, nullable=False, index=True),
        sa.Column("resource_b", sa.UnicodeText, nullable=False),
        sa.Column("value_b", sa.Numeric),
        sa.Column("detail", JSONB, nullable=False),
        sa.Column("state", sa.UnicodeText, nullable=False),
        sa.Column("present", sa.Boolean, nullable=False),
        sa.Column("found", sa.DateTime, nullable=False),
        sa.Column("changed", sa.DateTime, nullable=False),
    )
    op.create_index("satudata_discrepancy_standard", "satudata_discrepancy", ["standard", "present"])
    op.create_table(
        "satudata_discrepancy_event",
        sa.Column("id", sa.BigInteger, primary_key=True),
        sa.Column("discrepancy_id", sa.UnicodeText, nullable=False, index=True),
        sa.Column("moment", sa.DateTime, nullable=False),
        sa.Column("user_id", sa.UnicodeText, nullable=False),
        sa.Column("what", sa.UnicodeText, nullable=False),
        sa.Column("reason", sa.UnicodeText, nullable=False),
        sa.Column("value_a", sa.Numeric),
        sa.Column("value_b", sa.Numeric),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("satudata_discrepancy_event")
    op.drop_table("satudata_discrepancy")
