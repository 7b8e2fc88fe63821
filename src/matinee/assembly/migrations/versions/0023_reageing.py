"""Shots that are re-aged, their renders, and the rows of what lies sealed of them."""

from alembic import op

revision = "0023_reageing"
down_revision = "0022_search_decisions"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE studio.shots (
        id UUID NOT NULL,
        production UUID NOT NULL,
        use UUID NOT NULL,
        consent UUID NOT NULL,
        performer UUID NOT NULL,
        name TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        frames INTEGER NOT NULL,
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        keys INTEGER[] NOT NULL,
        added_at TIMESTAMP WITH TIME ZONE NOT NULL,
        added_by TEXT NOT NULL,
        ended_at TIMESTAMP WITH TIME ZONE,
        ended_because TEXT,
        PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX shots_by_production ON studio.shots (production, added_at)",
    "CREATE INDEX shots_by_performer ON studio.shots (performer, added_at)",
    """
    CREATE TABLE studio.renders (
        id UUID NOT NULL,
        shot UUID NOT NULL REFERENCES studio.shots (id),
        permit UUID NOT NULL,
        state TEXT NOT NULL,
        steps INTEGER NOT NULL,
        stage TEXT NOT NULL,
        done INTEGER NOT NULL,
        "of" INTEGER NOT NULL,
        attempts INTEGER NOT NULL,
        stopping BOOLEAN NOT NULL,
        output UUID,
        failure TEXT,
        asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
        asked_by TEXT NOT NULL,
        ended_at TIMESTAMP WITH TIME ZONE,
        PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX renders_by_shot ON studio.renders (shot, asked_at)",
    """
    CREATE TABLE studio.sealed_work (
        shot UUID NOT NULL REFERENCES studio.shots (id),
        name TEXT NOT NULL,
        render UUID REFERENCES studio.renders (id),
        kept_at TIMESTAMP WITH TIME ZONE NOT NULL,
        destroyed_at TIMESTAMP WITH TIME ZONE,
        PRIMARY KEY (shot, name)
    )
    """,
)


def upgrade() -> None:
    """Begin with none."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Forget them; what lies sealed is named in the blob store alone from then on."""
    for table in ("sealed_work", "renders", "shots"):
        op.execute(f"DROP TABLE studio.{table}")
