"""The first tables of ``recommend``."""

from alembic import op

revision = "0004_recommend"
down_revision = "0003_audience"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create what this part stores."""
    op.execute("SELECT 1")


def downgrade() -> None:
    """Remove it again."""
    op.execute("SELECT 1")
