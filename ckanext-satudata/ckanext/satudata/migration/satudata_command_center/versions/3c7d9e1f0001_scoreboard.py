"""Published scoreboards, which nobody can change any more."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "3c7d9e1f0001"
down_revision = None


def upgrade() -> None:
    """Create the table, and the guard of its rows."""
    op.create_table(
        "satudata_scoreboard",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("month", sa.UnicodeText, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("published", sa.DateTime, nullable=False),
        sa.Column("published_by", sa.UnicodeText, nullable=False),
        sa.Column("note", sa.UnicodeText, nullable=False),
        sa.Column("board", JSONB, nullable=False),
        sa.UniqueConstraint("month", "version"),
    )
    op.execute(
        """
        CREATE OR REPLACE FUNCTION satudata_scoreboard_stays() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'a published scoreboard is not changed; publish a further version'; END $$
        """
    )
    op.execute(
        "CREATE TRIGGER satudata_scoreboard_stays BEFORE UPDATE ON satudata_scoreboard"
        " FOR EACH ROW EXECUTE FUNCTION satudata_scoreboard_stays()"
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("satudata_scoreboard")
    op.execute("DROP FUNCTION satudata_scoreboard_stays()")
