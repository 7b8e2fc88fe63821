"""Nothing yet."""

revision = "0013_studio"
down_revision = "0012_ads"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing to do."""


def downgrade() -> None:
    """Nothing to undo."""
