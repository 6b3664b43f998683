"""The tables of the quality scores: each file as it was last found, and each dataset's score over time."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "b2c80d6e0001"
down_revision = None


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "satudata_quality_file",
        sa.Column("resource_id", sa.UnicodeText, primary_key=True),
        sa.Column("package_id", sa.UnicodeText, nullable=False, index=True),
        sa.Column("address", sa.UnicodeText, nullable=False),
        sa.Column("checked", sa.DateTime, nullable=False),
        sa.Column("fault", sa.UnicodeText, nullable=False),
        sa.Column("detail", sa.UnicodeText, nullable=False),
        sa.Column("since", sa.DateTime),
        sa.Column("found", sa.UnicodeText, nullable=False),
        sa.Column("size", sa.BigInteger),
    )
    op.create_table(
        "satudata_quality_score",
        sa.Column("package_id", sa.UnicodeText, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("organization_id", sa.UnicodeText),
        sa.Column("score", sa.Float),
        sa.Column("shares", JSONB, nullable=False),
    )
    op.create_index("idx_satudata_quality_score_day", "satudata_quality_score", ["day"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("satudata_quality_score")
    op.drop_table("satudata_quality_file")
