"""What loads have changed and no search has looked at yet."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "20261129_discrepancies_change"
down_revision = "d15c0a5e0003"


def upgrade() -> None:
    """Create the notes of changes."""
    op.create_table(
        "satudata_discrepancy_change",
        sa.Column("id", sa.BigInteger, primary_key=True),
        sa.Column("moment", sa.DateTime, nullable=False),
        sa.Column("standard", sa.UnicodeText, nullable=False, index=True),
        sa.Column("package_id", sa.UnicodeText, nullable=False),
        sa.Column("region", sa.UnicodeText(collation="C")),
        sa.Column("dimensions", JSONB),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("satudata_discrepancy_change")
