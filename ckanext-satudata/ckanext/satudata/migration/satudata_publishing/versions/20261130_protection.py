"""Which cells of tables are hidden, which sums are told all the same, and what the walidata has released why."""

import sqlalchemy as sa
from alembic import op

revision = "satudata_publishing_20261130"
down_revision = "satudata_publishing_20261129"
KEY = ("measure", "period", "region", "dimensions")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "satudata_protected_table",
        sa.Column("resource_id", sa.UnicodeText, primary_key=True),
        sa.Column("file_key", sa.UnicodeText, primary_key=True),
        sa.Column("standard", sa.UnicodeText, nullable=False),
        sa.Column("threshold", sa.Integer, nullable=False),
        sa.Column("hidden", sa.Integer, nullable=False),
        sa.Column("moment", sa.DateTime, nullable=False),
    )
    op.create_table(
        "satudata_hidden_cell",
        sa.Column("standard", sa.UnicodeText, primary_key=True),
        *(sa.Column(name, sa.UnicodeText, primary_key=True) for name in KEY),
    )
    op.create_table(
        "satudata_public_total",
        sa.Column("resource_id", sa.UnicodeText, primary_key=True),
        *(sa.Column(name, sa.UnicodeText, primary_key=True) for name in KEY),
        sa.Column("value", sa.Numeric, nullable=False),
        sa.Column("regions", sa.Integer, nullable=False),
    )
    op.create_table(
        "satudata_disclosure_release",
        sa.Column("id", sa.BigInteger, primary_key=True),
        sa.Column("resource_id", sa.UnicodeText, nullable=False, index=True),
        sa.Column("measure", sa.UnicodeText, nullable=False),
        sa.Column("user_id", sa.UnicodeText, nullable=False),
        sa.Column("moment", sa.DateTime, nullable=False),
        sa.Column("reason", sa.UnicodeText, nullable=False),
        sa.Column("ended", sa.DateTime),
    )


def downgrade() -> None:
    """Remove them."""
    for name in ("disclosure_release", "public_total", "hidden_cell", "protected_table"):
        op.drop_table(f"satudata_{name}")
