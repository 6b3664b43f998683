"""Figures that are suppressed, and sums that are told though parts of them are."""

import sqlalchemy as sa
from alembic import op

revision = "satudata_observations_20261130"
down_revision = "7e10b5a70002"


def upgrade() -> None:
    """Add the columns; a suppressed figure has no value."""
    op.add_column("satudata_observation", sa.Column("symbol", sa.UnicodeText))
    op.add_column("satudata_observation", sa.Column("regions", sa.Integer))
    op.alter_column("satudata_observation", "value", nullable=True)
    op.add_column(
        "satudata_observation_set", sa.Column("suppressed", sa.BigInteger, nullable=False, server_default="0")
    )


def downgrade() -> None:
    """Remove them."""
    op.execute("DELETE FROM satudata_observation WHERE symbol IS NOT NULL")
    op.alter_column("satudata_observation", "value", nullable=False)
    for name in ("symbol", "regions"):
        op.drop_column("satudata_observation", name)
    op.drop_column("satudata_observation_set", "suppressed")
