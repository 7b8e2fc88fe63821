"""The colour space of a re-aged shot's plates, where it came as OpenEXR."""

from alembic import op

revision = "0060_plates"
down_revision = "0058_pacing"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The shots that are there came as PNG."""
    op.execute("ALTER TABLE studio.shots ADD COLUMN plate_space text")


def downgrade() -> None:
    """Forget it."""
    op.execute("ALTER TABLE studio.shots DROP COLUMN plate_space")
