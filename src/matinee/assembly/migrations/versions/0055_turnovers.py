"""Where a re-aged shot lies in what was filmed: rate, timecode, reel and handles."""

from alembic import op

revision = "0055_turnovers"
down_revision = "0053_edited_pictures"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of the shots that are there it is not said yet."""
    op.execute(
        "ALTER TABLE studio.shots ADD COLUMN rate text, ADD COLUMN starts_at text, "
        "ADD COLUMN reel text, ADD COLUMN head integer, ADD COLUMN tail integer"
    )


def downgrade() -> None:
    """Forget it."""
    op.execute(
        "ALTER TABLE studio.shots DROP COLUMN rate, DROP COLUMN starts_at, DROP COLUMN reel, "
        "DROP COLUMN head, DROP COLUMN tail"
    )
