"""The index of what everybody may see holds all that the state of the feed asks of a dataset.

The search for it named a condition that the index did not know, so each question read every dataset whole.
"""

import sqlalchemy as sa
from alembic import op

revision = "satudata_dcat_0002"
down_revision = "satudata_dcat_0001"
branch_labels = None
depends_on = None

INDEX = "satudata_package_public"
ACCESS = "coalesce(extras ->> 'sifat_data', 'terbuka')"
# as `renderings.visible` asks
PUBLIC = f"state = 'active' AND private IS FALSE AND type = 'dataset' AND {ACCESS} IN ('terbuka', '')"
BEFORE = "state = 'active' AND NOT private AND type = 'dataset'"
COLUMNS = ["metadata_created", "id", "metadata_modified"]


def upgrade() -> None:
    """Make the index anew, and let PostgreSQL learn how many datasets the condition leaves."""
    op.drop_index(INDEX, "package")
    op.create_index(INDEX, "package", COLUMNS, postgresql_where=sa.text(PUBLIC))
    op.execute(f"CREATE STATISTICS satudata_package_access ON ({ACCESS}) FROM package")
    op.execute("ANALYZE package")


def downgrade() -> None:
    """Make the earlier index."""
    op.execute("DROP STATISTICS satudata_package_access")
    op.drop_index(INDEX, "package")
    op.create_index(INDEX, "package", COLUMNS, postgresql_where=sa.text(BEFORE))
