"""The first tables of ``access``."""

from alembic import op

revision = "0007_access"
down_revision = "0006_ledger"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create what this part stores."""
    op.execute("SELECT 1")


def downgrade() -> None:
    """Remove it again."""
    op.execute("SELECT 1")
