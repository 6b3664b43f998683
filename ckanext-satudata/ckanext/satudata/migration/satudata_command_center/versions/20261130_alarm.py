"""Alarms, and rules of them that were made in the browser."""

import sqlalchemy as sa
from alembic import op

revision = "20261130_alarm"
down_revision = "3c7d9e1f0002"


def upgrade() -> None:
    """Create the tables; a rule has one alarm that lasts, whatever runs at once."""
    op.create_table(
        "satudata_alarm_rule",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.UnicodeText, nullable=False, index=True),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("user_id", sa.UnicodeText, nullable=False),
        sa.Column("text", sa.UnicodeText, nullable=False),
        sa.Column("deleted", sa.Boolean, nullable=False),
    )
    op.create_table(
        "satudata_alarm",
        sa.Column("id", sa.UnicodeText, primary_key=True),
        sa.Column("rule", sa.UnicodeText, nullable=False),
        sa.Column("title", sa.UnicodeText, nullable=False),
        sa.Column("tell", sa.UnicodeText, nullable=False),
        sa.Column("period", sa.UnicodeText, nullable=False),
        sa.Column("began", sa.DateTime, nullable=False),
        sa.Column("ended", sa.DateTime),
        sa.Column("acknowledged", sa.DateTime),
        sa.Column("user_id", sa.UnicodeText, nullable=False),
        sa.Column("note", sa.UnicodeText, nullable=False),
    )
    lasting = sa.text("ended IS NULL")
    op.create_index("satudata_alarm_lasting", "satudata_alarm", ["rule"], unique=True, postgresql_where=lasting)


def downgrade() -> None:
    """Drop them."""
    op.drop_table("satudata_alarm")
    op.drop_table("satudata_alarm_rule")
