"""Nothing yet."""

revision = "0015_rows"
down_revision = "0014_media"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing to do."""


def downgrade() -> None:
    """Nothing to undo."""
