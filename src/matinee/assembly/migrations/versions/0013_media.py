"""Nothing yet."""

revision = "0013_media"
down_revision = "0012_discover"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing to do."""


def downgrade() -> None:
    """Nothing to undo."""
