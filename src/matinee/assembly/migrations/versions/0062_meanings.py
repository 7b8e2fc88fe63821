"""What the scenes before breaks are about, read ahead of every request."""

from alembic import op

revision = "0062_meanings"
down_revision = "0060_plates"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """It begins empty: a job reads what is there."""
    op.execute("""
        CREATE TABLE ads.scene_meanings (
            title_id UUID NOT NULL,
            at_ms BIGINT NOT NULL,
            words TEXT NOT NULL,
            meaning TEXT NOT NULL,
            PRIMARY KEY (title_id, at_ms)
        )
    """)


def downgrade() -> None:
    """Forget it: ads fit all scenes alike."""
    op.execute("DROP TABLE ads.scene_meanings")
