"""Requests for data, and what was done with them."""

import sqlalchemy as sa
from alembic import op

revision = "4e9a7d0c0001"
down_revision = None


def upgrade() -> None:
    """Create the requests and their history."""
    filled = ("name", "email", "purpose", "title", "wanted", "period", "region", "package_id", "wish")
    answered = ("state", "office", "shown_title", "shown_wanted", "answer", "answer_package", "refusal")
    op.create_table(
        "satudata_request",
        sa.Column("id", sa.BigInteger, primary_key=True),
        sa.Column("number", sa.UnicodeText, nullable=False, unique=True),
        sa.Column("token", sa.UnicodeText, nullable=False, unique=True),
        sa.Column("received", sa.DateTime, nullable=False),
        sa.Column("due", sa.Date, nullable=False, index=True),
        sa.Column("prolonged", sa.Boolean, nullable=False),
        sa.Column("decided", sa.DateTime),
        *(sa.Column(name, sa.UnicodeText, nullable=False) for name in filled + answered),
        sa.Column("shown", sa.Boolean, nullable=False),
    )
    op.create_table(
        "satudata_request_event",
        sa.Column("id", sa.BigInteger, primary_key=True),
        sa.Column("request_id", sa.BigInteger, nullable=False, index=True),
        sa.Column("moment", sa.DateTime, nullable=False),
        sa.Column("user_id", sa.UnicodeText, nullable=False),
        sa.Column("what", sa.UnicodeText, nullable=False),
        sa.Column("office", sa.UnicodeText, nullable=False),
        sa.Column("text", sa.UnicodeText, nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("satudata_request_event")
    op.drop_table("satudata_request")
