"""Films of creatives and what they are conditioned to: a step of its own, for houses with ads."""

from alembic import op

revision = "0018_creative_films"
down_revision = "0017_ad_breaks"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE ads.ladders (
        key TEXT NOT NULL,
        ladder JSONB NOT NULL,
        asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
        PRIMARY KEY (key)
    )
    """,
    """
    CREATE TABLE ads.masters (
        creative_id UUID NOT NULL,
        store TEXT NOT NULL,
        name TEXT NOT NULL,
        facts JSONB NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        PRIMARY KEY (creative_id),
        FOREIGN KEY(creative_id) REFERENCES ads.creatives (id)
    )
    """,
    """
    CREATE TABLE ads.conditioned (
        creative_id UUID NOT NULL,
        ladder TEXT NOT NULL,
        stage TEXT NOT NULL,
        reason TEXT NOT NULL,
        made JSONB,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        PRIMARY KEY (creative_id, ladder),
        FOREIGN KEY(creative_id) REFERENCES ads.creatives (id)
    )
    """,
)


def upgrade() -> None:
    """Create the three tables."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Remove them again."""
    op.execute("DROP TABLE ads.conditioned, ads.masters, ads.ladders")
