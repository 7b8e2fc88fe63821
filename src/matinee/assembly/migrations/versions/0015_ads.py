"""Nothing yet."""

revision = "0015_ads"
down_revision = "0014_promote"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing to do."""


def downgrade() -> None:
    """Nothing to undo."""
