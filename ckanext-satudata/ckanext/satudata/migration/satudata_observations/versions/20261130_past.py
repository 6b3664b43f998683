"""What was told before, and since when a table's figures are told."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "satudata_observations_20261130b"
down_revision = "satudata_observations_20261130"


def upgrade() -> None:
    """Create the table; what is there is told since it was loaded."""
    op.create_table(
        "satudata_observation_past",
        sa.Column("resource_id", sa.UnicodeText, nullable=False),
        sa.Column("standard", sa.UnicodeText, nullable=False),
        sa.Column("measure", sa.UnicodeText, nullable=False),
        sa.Column("period", sa.UnicodeText(collation="C"), nullable=False),
        sa.Column("region", sa.UnicodeText(collation="C")),
        sa.Column("dimensions", JSONB, nullable=False),
        sa.Column("value", sa.Numeric),
        sa.Column("symbol", sa.UnicodeText),
        sa.Column("regions", sa.Integer),
        sa.Column("until", sa.DateTime, nullable=False),
    )
    op.create_index(
        "satudata_observation_past_figure", "satudata_observation_past", ["resource_id", "measure", "period", "region"]
    )
    op.add_column("satudata_observation_set", sa.Column("since", sa.DateTime))
    op.execute("UPDATE satudata_observation_set SET since = loaded")


def downgrade() -> None:
    """Remove them."""
    op.drop_column("satudata_observation_set", "since")
    op.drop_table("satudata_observation_past")
