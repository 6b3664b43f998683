"""The tables of the review: submissions and what happened to them, releases, withdrawals, grants."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "20261129review"
down_revision = None


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "satudata_submission",
        sa.Column("id", sa.UnicodeText, primary_key=True),
        sa.Column("package_id", sa.UnicodeText, nullable=False, index=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.UnicodeText, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("changed", sa.DateTime, nullable=False),
        sa.Column("user_id", sa.UnicodeText, nullable=False),
        sa.Column("is_first", sa.Boolean, nullable=False),
        sa.Column("payload", JSONB),
        sa.Column("base", JSONB, nullable=False),
        sa.Column("digest", sa.UnicodeText, nullable=False),
        sa.Column("summary", JSONB, nullable=False),
        sa.Column("reason", sa.UnicodeText, nullable=False),
        sa.Column("note", sa.UnicodeText, nullable=False),
        sa.Column("release_at", sa.DateTime),
    )
    # one is open for each dataset, whatever two processes do at the same moment
    op.create_index(
        "idx_satudata_submission_open",
        "satudata_submission",
        ["package_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('waiting', 'returned')"),
    )
    op.create_index("idx_satudata_submission_state", "satudata_submission", ["state", "changed"])
    op.create_table(
        "satudata_submission_event",
        sa.Column("id", sa.BigInteger, primary_key=True),
        sa.Column("submission_id", sa.UnicodeText, nullable=False, index=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("moment", sa.DateTime, nullable=False),
        sa.Column("user_id", sa.UnicodeText, nullable=False),
        sa.Column("what", sa.UnicodeText, nullable=False),
        sa.Column("text", sa.UnicodeText, nullable=False),
        sa.Column("reasons", JSONB, nullable=False),
    )
    op.create_table(
        "satudata_release",
        sa.Column("id", sa.UnicodeText, primary_key=True),
        sa.Column("package_id", sa.UnicodeText, nullable=False, index=True),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("moment", sa.DateTime, nullable=False),
        sa.Column("user_id", sa.UnicodeText, nullable=False),
        sa.Column("authority", sa.UnicodeText, nullable=False),
        sa.Column("submission_id", sa.UnicodeText, nullable=False),
        sa.Column("reason", sa.UnicodeText, nullable=False),
        sa.Column("note", sa.UnicodeText, nullable=False),
        sa.Column("files", JSONB, nullable=False),
    )
    op.create_table(
        "satudata_withdrawal",
        sa.Column("id", sa.BigInteger, primary_key=True),
        sa.Column("package_id", sa.UnicodeText, nullable=False, index=True),
        sa.Column("title", sa.UnicodeText, nullable=False),
        sa.Column("moment", sa.DateTime, nullable=False),
        sa.Column("user_id", sa.UnicodeText, nullable=False),
        sa.Column("reason", sa.UnicodeText, nullable=False),
        sa.Column("ended", sa.DateTime),
    )
    op.create_table(
        "satudata_grant",
        sa.Column("id", sa.BigInteger, primary_key=True),
        sa.Column("package_id", sa.UnicodeText, nullable=False, index=True),
        sa.Column("source_id", sa.UnicodeText, nullable=False, index=True),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("user_id", sa.UnicodeText, nullable=False),
        sa.Column("until", sa.Date, nullable=False),
        sa.Column("most_change", sa.Float),
        sa.Column("reason", sa.UnicodeText, nullable=False),
        sa.Column("ended", sa.DateTime),
    )


def downgrade() -> None:
    """Drop them."""
    for name in ("grant", "withdrawal", "release", "submission_event", "submission"):
        op.drop_table(f"satudata_{name}")
