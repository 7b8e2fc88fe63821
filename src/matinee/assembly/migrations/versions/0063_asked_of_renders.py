"""What is asked of a render of a re-aged shot beside its key frames, such as digital cosmetics."""

from alembic import op

revision = "0063_asked_of_renders"
down_revision = "0062_meanings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The renders that are there carried key frames."""
    op.execute("ALTER TABLE studio.renders ADD COLUMN asked jsonb")


def downgrade() -> None:
    """Forget it."""
    op.execute("ALTER TABLE studio.renders DROP COLUMN asked")
