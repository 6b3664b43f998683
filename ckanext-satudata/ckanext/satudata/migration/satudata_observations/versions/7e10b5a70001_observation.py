"""Observations: the figures of all published tables that follow a standard, side by side."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "7e10b5a70001"
down_revision = None


def upgrade() -> None:
    """Create the sets and their observations."""
    op.create_table(
        "satudata_observation_set",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("package_id", sa.UnicodeText, nullable=False, index=True),
        sa.Column("resource_id", sa.UnicodeText, nullable=False),
        sa.Column("revision", sa.UnicodeText, nullable=False),
        sa.Column("loaded", sa.DateTime, nullable=False),
        sa.Column("standard", sa.UnicodeText, nullable=False),
        sa.Column("measure", sa.UnicodeText, nullable=False),
        sa.Column("unit", sa.UnicodeText, nullable=False),
        sa.Column("levels", ARRAY(sa.Integer), nullable=False),
        sa.Column("first_period", sa.UnicodeText, nullable=False),
        sa.Column("last_period", sa.UnicodeText, nullable=False),
        sa.Column("count", sa.BigInteger, nullable=False),
        sa.Column("labels", JSONB, nullable=False),
        sa.UniqueConstraint("resource_id", "measure"),
    )
    op.create_index("satudata_observation_set_measure", "satudata_observation_set", ["standard", "measure"])
    # no key of its own and one index: a million rows come and go with each revision
    op.create_table(
        "satudata_observation",
        sa.Column("set_id", sa.Integer, nullable=False),
        # compared byte by byte, whatever language the database speaks: 2025-06 lies between 2025 and 2026
        sa.Column("period", sa.UnicodeText(collation="C"), nullable=False),
        sa.Column("region", sa.UnicodeText(collation="C")),
        sa.Column("dimensions", JSONB, nullable=False),
        sa.Column("value", sa.Numeric, nullable=False),
    )
    op.create_index("satudata_observation_place", "satudata_observation", ["set_id", "period", "region"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("satudata_observation")
    op.drop_table("satudata_observation_set")
