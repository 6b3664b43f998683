"""The tables of the harvest, and the index by which a harvested dataset is found."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "a1b70c5d0001"
down_revision = None


def _source() -> sa.Column[str]:
    key = sa.ForeignKey("satudata_harvest_source.id", ondelete="CASCADE")
    return sa.Column("source_id", sa.UnicodeText, key, nullable=False)


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "satudata_harvest_source",
        sa.Column("id", sa.UnicodeText, primary_key=True),
        sa.Column("name", sa.UnicodeText, nullable=False, unique=True),
        sa.Column("definition", JSONB, nullable=False),
        sa.Column("file", sa.UnicodeText),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("due", sa.DateTime),
        sa.Column("failing_since", sa.DateTime),
    )
    op.create_table(
        "satudata_harvest_run",
        sa.Column("id", sa.UnicodeText, primary_key=True),
        sa.Column(
            "source_id",
            sa.UnicodeText,
            sa.ForeignKey("satudata_harvest_source.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("state", sa.UnicodeText, nullable=False),
        sa.Column("full", sa.Boolean, nullable=False),
        sa.Column("approved", sa.Boolean, nullable=False),
        sa.Column("started", sa.DateTime, nullable=False),
        sa.Column("finished", sa.DateTime),
        sa.Column("counts", JSONB, nullable=False),
        sa.Column("log", JSONB, nullable=False),
        sa.Column("error", sa.UnicodeText),
    )
    op.create_index("idx_satudata_harvest_run_source", "satudata_harvest_run", ["source_id", "started"])
    op.create_table(
        "satudata_harvest_record",
        sa.Column("id", sa.UnicodeText, primary_key=True),
        sa.Column(
            "source_id",
            sa.UnicodeText,
            sa.ForeignKey("satudata_harvest_source.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("identifier", sa.UnicodeText, nullable=False),
        sa.Column("package_id", sa.UnicodeText, index=True),
        sa.Column("hash", sa.UnicodeText),
        sa.Column("version", sa.UnicodeText),
        sa.Column("state", sa.UnicodeText, nullable=False),
        sa.Column("missing_since", sa.DateTime),
        sa.Column("run_id", sa.UnicodeText),
        sa.Column("outcome", sa.UnicodeText),
        sa.Column("error", sa.UnicodeText),
        sa.Column("refused", sa.UnicodeText),
        sa.Column("raw", JSONB),
        sa.Column("mapped", JSONB, nullable=False),
        sa.Column("indexed", sa.Boolean, nullable=False),
        sa.Column("modified", sa.DateTime, nullable=False),
    )
    op.create_index(
        "idx_satudata_harvest_record_identifier", "satudata_harvest_record", ["source_id", "identifier"], unique=True
    )
    op.create_index(
        "idx_satudata_harvest_record_unindexed",
        "satudata_harvest_record",
        ["source_id"],
        postgresql_where=sa.text("NOT indexed"),
    )
    op.create_table(
        "satudata_harvest_change",
        sa.Column(
            "run_id",
            sa.UnicodeText,
            sa.ForeignKey("satudata_harvest_run.id", ondelete="CASCADE"),
            primary_key=True,
            nullable=False,
        ),
        sa.Column("identifier", sa.UnicodeText, primary_key=True),
        sa.Column("outcome", sa.UnicodeText, nullable=False),
        sa.Column("title", sa.UnicodeText),
        sa.Column("package_id", sa.UnicodeText),
        sa.Column("fields", JSONB, nullable=False),
        sa.Column("error", sa.UnicodeText),
    )
    # in this spelling, which is SQLAlchemy's: PostgreSQL does not use an index on (extras -> 'guid') for it
    op.execute("CREATE INDEX idx_satudata_harvest_guid ON package ((extras['guid']))")


def downgrade() -> None:
    """Drop them."""
    op.execute("DROP INDEX IF EXISTS idx_satudata_harvest_guid")
    for table in ("change", "record", "run", "source"):
        op.drop_table(f"satudata_harvest_{table}")
