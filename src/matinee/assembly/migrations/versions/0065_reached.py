"""Households that line items with a goal by reach have reached, each counted once."""

from alembic import op

revision = "0065_reached"
down_revision = "0066_log_rotation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No goal was by reach before."""
    op.execute("""
        CREATE TABLE ads.reached (
            line_item_id UUID NOT NULL,
            household BIGINT NOT NULL,
            at TIMESTAMP WITH TIME ZONE NOT NULL,
            PRIMARY KEY (line_item_id, household)
        )
    """)


def downgrade() -> None:
    """Forget them: goals by reach cannot be read by the release before."""
    op.execute("DROP TABLE ads.reached")
