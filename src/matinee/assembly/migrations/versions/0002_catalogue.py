"""The first tables of ``catalogue``."""

from alembic import op

revision = "0002_catalogue"
down_revision = "0001_foundation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create what this part stores."""
    op.execute("SELECT 1")


def downgrade() -> None:
    """Remove it again."""
    op.execute("SELECT 1")
