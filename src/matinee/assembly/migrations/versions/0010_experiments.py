"""The schema ``experiments``: definitions, bandits' beliefs, and what exploration drew from."""

from alembic import op

revision = "0010_experiments"
down_revision = "0009_generation"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "CREATE SCHEMA experiments",
    """
    CREATE TABLE experiments.experiments (
        key text PRIMARY KEY,
        name text NOT NULL,
        hypothesis text NOT NULL,
        layer text NOT NULL,
        unit text NOT NULL,
        traffic double precision NOT NULL,
        arms jsonb NOT NULL,
        measure text NOT NULL,
        window_days integer NOT NULL,
        guardrails jsonb NOT NULL,
        alpha double precision NOT NULL,
        stops_itself boolean NOT NULL,
        expected_units bigint NOT NULL,
        state text NOT NULL
            CONSTRAINT state_is_known CHECK (state IN ('draft', 'running', 'stopped')),
        first_bucket integer NOT NULL,
        bucket_count integer NOT NULL,
        created_at timestamptz NOT NULL,
        started_at timestamptz,
        stopped_at timestamptz,
        stop_reason text
    )
    """,
    """
    CREATE INDEX experiments_running ON experiments.experiments (layer) WHERE state = 'running'
    """,
    """
    CREATE TABLE experiments.bandits (
        key text PRIMARY KEY,
        rule text NOT NULL,
        arms text[] NOT NULL,
        features integer NOT NULL,
        width double precision NOT NULL,
        floor double precision NOT NULL,
        beliefs bytea NOT NULL,
        rewards bigint NOT NULL,
        changed_at timestamptz NOT NULL
    )
    """,
    """
    CREATE TABLE experiments.draws (
        recommendation_id uuid NOT NULL,
        "row" text NOT NULL,
        "position" smallint NOT NULL,
        policy text NOT NULL,
        titles uuid[] NOT NULL,
        probabilities real[] NOT NULL,
        chosen smallint NOT NULL,
        estimated boolean NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (recommendation_id, "row", "position")
    )
    """,
    "CREATE INDEX draws_at ON experiments.draws (at)",
)


def upgrade() -> None:
    """Create what this part stores."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Remove it again."""
    op.execute("DROP SCHEMA experiments CASCADE")
