"""Films that are watched with breaks, and what each break was filled with."""

from alembic import op

revision = "0020_watch_sessions"
down_revision = "0019_viewing_leaves"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE ads.watch_sessions (
        id UUID NOT NULL,
        session JSONB NOT NULL,
        begun_at TIMESTAMP WITH TIME ZONE NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX watch_sessions_by_age ON ads.watch_sessions (begun_at)",
    """
    CREATE TABLE ads.session_pods (
        session_id UUID NOT NULL,
        place SMALLINT NOT NULL,
        pod JSONB NOT NULL,
        PRIMARY KEY (session_id, place),
        FOREIGN KEY(session_id) REFERENCES ads.watch_sessions (id) ON DELETE CASCADE
    )
    """,
)


def upgrade() -> None:
    """Create both tables."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Remove them again."""
    op.execute("DROP TABLE ads.session_pods, ads.watch_sessions")
