"""Nothing yet."""

revision = "0011_home"
down_revision = "0010_experiments"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing to do."""


def downgrade() -> None:
    """Nothing to undo."""
