"""Tables that many offices fill, the part of each office, and deputies."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "20261130_filling"
down_revision = None


def upgrade() -> None:
    """Create the three tables."""
    op.create_table(
        "satudata_filling",
        sa.Column("id", sa.BigInteger, primary_key=True),
        *(
            sa.Column(name, sa.UnicodeText, nullable=False)
            for name in ("standard", "period", "office", "kind", "resource_id", "state", "user_id")
        ),
        sa.Column("opened", sa.DateTime, nullable=False),
        sa.Column("due", sa.Date, nullable=False),
    )
    op.create_table(
        "satudata_filling_part",
        sa.Column("id", sa.BigInteger, primary_key=True),
        sa.Column(
            "filling_id", sa.BigInteger, sa.ForeignKey("satudata_filling.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("office", sa.UnicodeText, nullable=False, index=True),
        sa.Column("codes", JSONB, nullable=False),
        sa.Column("rows", JSONB, nullable=False),
        sa.Column("state", sa.UnicodeText, nullable=False),
        sa.Column("note", sa.UnicodeText, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("changed", sa.DateTime),
        sa.Column("user_id", sa.UnicodeText, nullable=False),
        sa.UniqueConstraint("filling_id", "office"),
    )
    op.create_table(
        "satudata_deputy",
        sa.Column("id", sa.BigInteger, primary_key=True),
        sa.Column("office", sa.UnicodeText, nullable=False, index=True),
        sa.Column("user_id", sa.UnicodeText, nullable=False, index=True),
        sa.Column("until", sa.Date, nullable=False),
        sa.Column("appointed_by", sa.UnicodeText, nullable=False),
        sa.Column("moment", sa.DateTime, nullable=False),
        sa.UniqueConstraint("office", "user_id"),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("satudata_deputy", "satudata_filling_part", "satudata_filling"):
        op.drop_table(table)
