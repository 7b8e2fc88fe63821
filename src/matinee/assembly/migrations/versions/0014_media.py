"""Nothing yet."""

revision = "0014_media"
down_revision = "0013_studio"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing to do."""


def downgrade() -> None:
    """Nothing to undo."""
