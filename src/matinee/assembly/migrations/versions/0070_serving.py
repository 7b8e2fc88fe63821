"""Which processes serve, so that limits of requests hold for all of them together."""

from alembic import op

revision = "0070_serving"
down_revision = "0068_billing_on_titles"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Processes of the release before do not count themselves, and allow the whole each."""
    op.execute("""
        CREATE TABLE access.serving (
            process UUID PRIMARY KEY,
            at TIMESTAMP WITH TIME ZONE NOT NULL
        )
    """)


def downgrade() -> None:
    """Each process then allows the whole again."""
    op.execute("DROP TABLE access.serving")
