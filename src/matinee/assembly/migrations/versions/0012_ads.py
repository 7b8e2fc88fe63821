"""Nothing yet."""

revision = "0012_ads"
down_revision = "0011_discover"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing to do."""


def downgrade() -> None:
    """Nothing to undo."""
