"""Nothing yet."""

revision = "0012_discover"
down_revision = "0011_home"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing to do."""


def downgrade() -> None:
    """Nothing to undo."""
