"""What could not be rendered, and what left the feed."""

import sqlalchemy as sa
from alembic import op

revision = "satudata_dcat_20261129"
down_revision = "satudata_dcat_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "satudata_rendering_failure",
        sa.Column("subject", sa.UnicodeText, primary_key=True),
        sa.Column("revision", sa.DateTime, nullable=False),
        sa.Column("maker", sa.UnicodeText, nullable=False),
        sa.Column("problem", sa.UnicodeText, nullable=False),
        sa.Column("since", sa.DateTime, nullable=False),
    )
    op.create_table(
        "satudata_rendering_removal",
        sa.Column("subject", sa.UnicodeText, primary_key=True),
        sa.Column("address", sa.UnicodeText, nullable=False),
        sa.Column("identifier", sa.UnicodeText, nullable=False),
        sa.Column("removed", sa.DateTime, nullable=False, index=True),
    )


def downgrade() -> None:
    """Remove them."""
    op.drop_table("satudata_rendering_removal")
    op.drop_table("satudata_rendering_failure")
