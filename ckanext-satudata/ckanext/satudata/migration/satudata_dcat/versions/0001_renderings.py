"""Renderings of datasets for the feed, and an index of the datasets that everybody may see."""

import sqlalchemy as sa
from alembic import op

revision = "satudata_dcat_0001"
down_revision = None
branch_labels = None
depends_on = None

PUBLIC = "state = 'active' AND NOT private AND type = 'dataset'"


def upgrade() -> None:
    """Make the tables and the index."""
    op.create_table(
        "satudata_rendering",
        sa.Column("subject", sa.UnicodeText, primary_key=True),
        sa.Column("address", sa.UnicodeText, nullable=False),
        sa.Column("revision", sa.DateTime, nullable=False),
        sa.Column("maker", sa.UnicodeText, nullable=False),
        sa.Column("digest", sa.BigInteger, nullable=False),
        sa.Column("changed", sa.DateTime, nullable=False),
    )
    op.create_table(
        "satudata_rendering_text",
        sa.Column(
            "subject",
            sa.UnicodeText,
            sa.ForeignKey("satudata_rendering.subject", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("format", sa.UnicodeText, primary_key=True),
        sa.Column("body", sa.UnicodeText, nullable=False),
    )
    op.create_index(
        "satudata_package_public",
        "package",
        ["metadata_created", "id", "metadata_modified"],
        postgresql_where=sa.text(PUBLIC),
    )


def downgrade() -> None:
    """Remove them."""
    op.drop_index("satudata_package_public", "package")
    op.drop_table("satudata_rendering_text")
    op.drop_table("satudata_rendering")
