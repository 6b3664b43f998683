"""When the offices were last told of a discrepancy by mail."""

import sqlalchemy as sa
from alembic import op

revision = "d15c0a5e0002"
down_revision = "d15c0a5e0001"


def upgrade() -> None:
    """Add the moment; those that are known were never told of."""
    op.add_column("satudata_discrepancy", sa.Column("told", sa.DateTime))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("satudata_discrepancy", "told")
