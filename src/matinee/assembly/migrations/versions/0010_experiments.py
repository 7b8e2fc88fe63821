"""Nothing yet."""

revision = "0010_experiments"
down_revision = "0009_generation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing to do."""


def downgrade() -> None:
    """Nothing to undo."""
