"""Of which parts a sum was told though some of them are hidden: with other hidden parts it is not told again."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "satudata_publishing_20261130b"
down_revision = "satudata_publishing_20261130"
KEY = ("standard", "measure", "period", "region", "dimensions")


def upgrade() -> None:
    """Create the table; each table is protected anew, so that it tells its sums over periods."""
    op.create_table(
        "satudata_total_record",
        *(sa.Column(name, sa.UnicodeText, primary_key=True) for name in KEY),
        sa.Column("parts", ARRAY(sa.UnicodeText), nullable=False),
    )
    op.execute("UPDATE satudata_protected_table SET threshold = 0 WHERE hidden > 0")


def downgrade() -> None:
    """Remove it."""
    op.drop_table("satudata_total_record")
