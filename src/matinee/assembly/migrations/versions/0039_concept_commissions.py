"""Pictures that boards ask of a model, in a queue."""

from alembic import op

revision = "0039_concept_commissions"
down_revision = "0038_concept_makings"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE studio.concept_commissions (
        id UUID NOT NULL PRIMARY KEY,
        board UUID NOT NULL REFERENCES studio.concept_boards (id),
        use UUID NOT NULL,
        permit UUID NOT NULL UNIQUE,
        tool TEXT NOT NULL,
        way TEXT NOT NULL,
        prompt TEXT NOT NULL,
        scene TEXT,
        source UUID REFERENCES studio.concept_references (id),
        source_sha256 TEXT,
        mask_sha256 TEXT,
        variation_of UUID,
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        seed BIGINT,
        request_sha256 TEXT NOT NULL,
        state TEXT NOT NULL,
        stopping BOOLEAN NOT NULL,
        attempts INTEGER NOT NULL,
        currency TEXT NOT NULL,
        likely_micros BIGINT,
        most_micros BIGINT NOT NULL,
        cost_micros BIGINT,
        seconds DOUBLE PRECISION,
        output UUID,
        reference UUID REFERENCES studio.concept_references (id),
        failure TEXT,
        asked_at TIMESTAMPTZ NOT NULL,
        asked_by TEXT NOT NULL,
        begun_at TIMESTAMPTZ,
        ended_at TIMESTAMPTZ
    )
    """,
    """
    CREATE INDEX concept_commissions_by_board
    ON studio.concept_commissions (board, asked_at)
    """,
    "CREATE INDEX ix_generation_calls_permit ON generation.calls (permit_id)",
)


def upgrade() -> None:
    """Begin with none; what calls came to is found by their permits."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Forget what was asked; what came of it hangs on."""
    op.execute("DROP INDEX generation.ix_generation_calls_permit")
    op.execute("DROP TABLE studio.concept_commissions")
