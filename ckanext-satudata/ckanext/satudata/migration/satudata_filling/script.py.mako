"""${message}."""

from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade():
    """Apply."""
    ${upgrades if upgrades else "pass"}


def downgrade():
    """Undo."""
    ${downgrades if downgrades else "pass"}
