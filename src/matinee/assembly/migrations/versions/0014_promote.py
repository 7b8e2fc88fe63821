"""Nothing yet."""

revision = "0014_promote"
down_revision = "0013_media"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing to do."""


def downgrade() -> None:
    """Nothing to undo."""
