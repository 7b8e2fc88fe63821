"""Texts that say to one taste group why a title may be for it."""

from alembic import op

revision = "0046_appeals"
down_revision = "0045_concept_promotions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """All texts before are to everybody."""
    op.execute("ALTER TABLE promote.texts ADD COLUMN taste text")


def downgrade() -> None:
    """Forget what was written to groups."""
    op.execute("DELETE FROM promote.texts WHERE taste IS NOT NULL")
    op.execute("ALTER TABLE promote.texts DROP COLUMN taste")
