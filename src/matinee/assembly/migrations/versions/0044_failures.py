"""What failed unforeseen, counted by kind and place over all processes."""

from alembic import op

revision = "0044_failures"
down_revision = "0043_operation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Begin with none."""
    op.execute(
        """
        CREATE TABLE operation.failures (
            id TEXT PRIMARY KEY,
            kind TEXT NOT NULL,
            place TEXT NOT NULL,
            source TEXT NOT NULL,
            name TEXT NOT NULL,
            trace TEXT NOT NULL,
            request_id TEXT NOT NULL,
            times BIGINT NOT NULL,
            first_at TIMESTAMP WITH TIME ZONE NOT NULL,
            last_at TIMESTAMP WITH TIME ZONE NOT NULL,
            standing TEXT NOT NULL,
            before TEXT NOT NULL,
            by TEXT NOT NULL,
            stood_at TIMESTAMP WITH TIME ZONE
        )
        """
    )


def downgrade() -> None:
    """Forget them."""
    op.execute("DROP TABLE operation.failures")
