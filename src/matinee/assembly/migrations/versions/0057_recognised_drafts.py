"""How far OCR is with a draft whose pages are pictures."""

from alembic import op

revision = "0057_recognised_drafts"
down_revision = "0055_turnovers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """None was read by OCR before."""
    op.execute("ALTER TABLE studio.drafts ADD COLUMN recognition jsonb")


def downgrade() -> None:
    """Forget it; what was read lies in the blobs."""
    op.execute("ALTER TABLE studio.drafts DROP COLUMN recognition")
