"""The pembina's signature on Data Prioritas, and the list of what is Data Prioritas in a year."""

import sqlalchemy as sa
from alembic import op

revision = "20261130review"
down_revision = "20261129review"

OPEN = "idx_satudata_submission_open"


def upgrade() -> None:
    """Add who has to sign and when that was done; what waits for a signature is open, too."""
    op.add_column("satudata_submission", sa.Column("pembina_id", sa.UnicodeText, nullable=False, server_default=""))
    op.add_column("satudata_submission", sa.Column("signed", sa.DateTime))
    op.add_column("satudata_release", sa.Column("pembina_id", sa.UnicodeText, nullable=False, server_default=""))
    op.drop_index(OPEN, "satudata_submission")
    _index("state IN ('waiting', 'signing', 'returned')")
    op.create_table(
        "satudata_priority",
        sa.Column("id", sa.BigInteger, primary_key=True),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("number", sa.UnicodeText, nullable=False),
        sa.Column("title", sa.UnicodeText, nullable=False),
        sa.Column("basis", sa.UnicodeText, nullable=False, server_default=""),
        sa.UniqueConstraint("year", "number"),
    )


def downgrade() -> None:
    """Take them away; what waited for a signature waits for the walidata again."""
    op.drop_table("satudata_priority")
    op.execute("UPDATE satudata_submission SET state = 'waiting' WHERE state = 'signing'")
    op.drop_index(OPEN, "satudata_submission")
    _index("state IN ('waiting', 'returned')")
    op.drop_column("satudata_release", "pembina_id")
    op.drop_column("satudata_submission", "signed")
    op.drop_column("satudata_submission", "pembina_id")


def _index(condition: str) -> None:
    where = sa.text(condition)
    op.create_index(OPEN, "satudata_submission", ["package_id"], unique=True, postgresql_where=where)
