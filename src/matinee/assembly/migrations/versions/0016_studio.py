"""Nothing yet."""

revision = "0016_studio"
down_revision = "0015_ads"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing to do."""


def downgrade() -> None:
    """Nothing to undo."""
