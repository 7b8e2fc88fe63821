"""How far apart what a film shows before and after a shot's beginning is."""

from alembic import op

revision = "0040_shots_apart"
down_revision = "0039_concept_commissions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is known of films that were looked into before, or by a worker of before."""
    op.execute("ALTER TABLE media.shots ADD COLUMN apart REAL NOT NULL DEFAULT 0")


def downgrade() -> None:
    """Forget it."""
    op.execute("ALTER TABLE media.shots DROP COLUMN apart")
