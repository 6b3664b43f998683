"""Records as BPS or the region wrote them, and the figures that were sent to SIPD."""

import sqlalchemy as sa
from alembic import op

revision = "satudata_exchange_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "satudata_exchange_kept",
        sa.Column("kind", sa.UnicodeText, primary_key=True),
        sa.Column("subject", sa.UnicodeText, primary_key=True),
        sa.Column("key", sa.UnicodeText, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("received", sa.JSON, nullable=False),
        sa.Column("ours", sa.JSON, nullable=True),
        sa.Column("modified", sa.DateTime, nullable=False),
    )
    op.create_table(
        "satudata_exchange_sent",
        sa.Column("kodepemda", sa.UnicodeText, primary_key=True),
        sa.Column("kodeindikator", sa.UnicodeText, primary_key=True),
        sa.Column("tahun", sa.UnicodeText, primary_key=True),
        sa.Column("data", sa.UnicodeText, nullable=False),
        sa.Column("state", sa.UnicodeText, nullable=False),
        sa.Column("answer", sa.UnicodeText, nullable=False),
        sa.Column("modified", sa.DateTime, nullable=False),
    )


def downgrade() -> None:
    """Remove them."""
    op.drop_table("satudata_exchange_sent")
    op.drop_table("satudata_exchange_kept")
