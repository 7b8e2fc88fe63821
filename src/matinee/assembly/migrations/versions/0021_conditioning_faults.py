"""How often the film of a creative could not be fetched for a ladder.

The default is a constant, so the rows are not written anew, and processes of the version before go
on adding rows without naming the column.
"""

from alembic import op

revision = "0021_conditioning_faults"
down_revision = "0020_watch_sessions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Count from nothing."""
    op.execute("ALTER TABLE ads.conditioned ADD COLUMN faults smallint DEFAULT 0 NOT NULL")


def downgrade() -> None:
    """Count no more."""
    op.execute("ALTER TABLE ads.conditioned DROP COLUMN faults")
