"""Pictures that are shown to everyone who may see them, instead of any other of their title."""

from alembic import op

revision = "0050_locked_pictures"
down_revision = "0049_blends"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """None is locked, as before."""
    op.execute("ALTER TABLE promote.pictures ADD COLUMN locked boolean NOT NULL DEFAULT false")


def downgrade() -> None:
    """Let the policy choose again."""
    op.execute("ALTER TABLE promote.pictures DROP COLUMN locked")
