"""Watch sessions found by who watches what, so that a page opened again goes on with one."""

from alembic import op

revision = "0025_sessions_of_profiles"
down_revision = "0024_texts"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "ALTER TABLE ads.watch_sessions ADD COLUMN profile_id UUID, ADD COLUMN title_id UUID",
    """
    UPDATE ads.watch_sessions
    SET profile_id = (session->>'profile')::uuid, title_id = (session->>'title')::uuid
    """,
    """
    CREATE INDEX watch_sessions_of_profile
    ON ads.watch_sessions (profile_id, title_id, begun_at)
    """,
)


def upgrade() -> None:
    """Sessions that were begun before have both from what is kept of them."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Forget both again; the session keeps them."""
    op.execute("ALTER TABLE ads.watch_sessions DROP COLUMN profile_id, DROP COLUMN title_id")
