"""The schema ``generation``: what calls of models came to."""

from alembic import op

revision = "0009_generation"
down_revision = "0008_record"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "CREATE SCHEMA generation",
    """
    CREATE TABLE generation.calls (
        id uuid PRIMARY KEY,
        at timestamptz NOT NULL,
        tool text NOT NULL,
        model text NOT NULL,
        modality text NOT NULL,
        purpose text NOT NULL,
        production text,
        permit_id uuid NOT NULL,
        spend_id uuid NOT NULL,
        output_id uuid,
        outcome text NOT NULL,
        asked integer NOT NULL,
        seconds double precision NOT NULL,
        prompt_tokens bigint NOT NULL,
        answer_tokens bigint NOT NULL,
        currency text NOT NULL,
        cost_micros bigint NOT NULL
    )
    """,
    "CREATE INDEX ix_generation_calls_at ON generation.calls (at)",
)


def upgrade() -> None:
    """Make the table."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Take it away, with what was counted."""
    op.execute("DROP SCHEMA generation CASCADE")
