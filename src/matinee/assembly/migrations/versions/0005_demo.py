"""The first tables of ``demo``."""

from alembic import op

revision = "0005_demo"
down_revision = "0004_recommend"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create what this part stores."""
    op.execute("SELECT 1")


def downgrade() -> None:
    """Remove it again."""
    op.execute("SELECT 1")
