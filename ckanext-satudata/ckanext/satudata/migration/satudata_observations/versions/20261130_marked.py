"""Figures with a mark of BPS: none, and less than half of the unit."""

import sqlalchemy as sa
from alembic import op

revision = "satudata_observations_20261130c"
down_revision = "satudata_observations_20261130b"


def upgrade() -> None:
    """Add how many figures of a set have a mark; of what is there none has."""
    op.add_column("satudata_observation_set", sa.Column("marked", sa.BigInteger, nullable=False, server_default="0"))


def downgrade() -> None:
    """Remove it, and the marks."""
    op.execute("UPDATE satudata_observation SET symbol = NULL WHERE symbol IN ('-', '0')")
    op.drop_column("satudata_observation_set", "marked")
