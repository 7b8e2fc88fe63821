"""Nothing yet."""

revision = "0009_generation"
down_revision = "0008_record"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing to do."""


def downgrade() -> None:
    """Nothing to undo."""
