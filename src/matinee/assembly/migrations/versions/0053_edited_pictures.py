"""Pictures that somebody edited by hand: which they were made from, and how."""

from alembic import op

revision = "0053_edited_pictures"
down_revision = "0051_excluded_ages"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """None is edited, as before."""
    op.execute("ALTER TABLE promote.pictures ADD COLUMN edited_from uuid, ADD COLUMN edit jsonb")


def downgrade() -> None:
    """Edited pictures stay, as pictures of their own."""
    op.execute("ALTER TABLE promote.pictures DROP COLUMN edited_from, DROP COLUMN edit")
