"""What was measured of a render."""

from alembic import op

revision = "0048_render_quality"
down_revision = "0047_picture_terms"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """None before was measured."""
    op.execute("ALTER TABLE studio.renders ADD COLUMN quality jsonb")


def downgrade() -> None:
    """Forget it."""
    op.execute("ALTER TABLE studio.renders DROP COLUMN quality")
