"""Which dataset the walidata has chosen for a figure that several tell."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "7e10b5a70002"
down_revision = "7e10b5a70001"


def upgrade() -> None:
    """Create the choices."""
    op.create_table(
        "satudata_observation_choice",
        sa.Column("standard", sa.UnicodeText, nullable=False),
        sa.Column("measure", sa.UnicodeText, nullable=False),
        sa.Column("period", sa.UnicodeText(collation="C"), nullable=False),
        sa.Column("region", sa.UnicodeText(collation="C"), nullable=False),
        sa.Column("dimensions", JSONB, nullable=False),
        sa.Column("package_id", sa.UnicodeText, nullable=False),
        sa.Column("moment", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("standard", "measure", "period", "region", "dimensions"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("satudata_observation_choice")
