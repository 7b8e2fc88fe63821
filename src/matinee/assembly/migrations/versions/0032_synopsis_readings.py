"""Which of several approved texts a member reads, and what came of it."""

from alembic import op

revision = "0032_synopsis_readings"
down_revision = "0031_authorised_sellers"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE promote.readings (
        title_id uuid NOT NULL,
        profile_id uuid NOT NULL,
        language text NOT NULL,
        kind text NOT NULL,
        text_id uuid NOT NULL,
        at timestamptz NOT NULL,
        reward real,
        PRIMARY KEY (title_id, profile_id, language, kind)
    )
    """,
    "CREATE INDEX ix_promote_readings_profile_id ON promote.readings (profile_id)",
    "CREATE INDEX ix_promote_readings_at ON promote.readings (at)",
)


def upgrade() -> None:
    """Nobody has read any."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Forget them."""
    op.execute("DROP TABLE promote.readings")
