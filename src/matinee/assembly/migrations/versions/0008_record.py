"""The first tables of the record."""

from alembic import op

revision = "0008_record"
down_revision = "0007_access"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create what this part stores."""
    op.execute("SELECT 1")


def downgrade() -> None:
    """Remove it again."""
    op.execute("SELECT 1")
