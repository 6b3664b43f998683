"""Which of the two datasets counts, where the walidata has decided it."""

import sqlalchemy as sa
from alembic import op

revision = "d15c0a5e0003"
down_revision = "d15c0a5e0002"


def upgrade() -> None:
    """Add the dataset's id, empty where nobody has decided."""
    op.add_column("satudata_discrepancy", sa.Column("counts", sa.UnicodeText))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("satudata_discrepancy", "counts")
