"""The log of the war room."""

import sqlalchemy as sa
from alembic import op

revision = "20261130_situation"
down_revision = "20261130_alarm"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "satudata_situation",
        sa.Column("id", sa.BigInteger, primary_key=True),
        sa.Column("moment", sa.DateTime, nullable=False),
        sa.Column("user_id", sa.UnicodeText, nullable=False),
        sa.Column("case", sa.UnicodeText, nullable=False, index=True),
        sa.Column("office", sa.UnicodeText, nullable=False),
        sa.Column("owner", sa.UnicodeText, nullable=False),
        sa.Column("note", sa.UnicodeText, nullable=False),
        sa.Column("step", sa.UnicodeText, nullable=False),
        sa.Column("until", sa.Date),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("satudata_situation")
