"""What a model made for a board, asked for as final."""

from alembic import op

revision = "0045_concept_promotions"
down_revision = "0044_failures"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE studio.concept_promotions (
        id UUID NOT NULL PRIMARY KEY,
        board UUID NOT NULL REFERENCES studio.concept_boards (id),
        commission UUID NOT NULL REFERENCES studio.concept_commissions (id),
        use UUID NOT NULL,
        asked_at TIMESTAMPTZ NOT NULL,
        asked_by TEXT NOT NULL,
        reference UUID REFERENCES studio.concept_references (id),
        decision UUID,
        promoted_at TIMESTAMPTZ,
        promoted_by TEXT,
        taken_back_at TIMESTAMPTZ,
        taken_back_by TEXT,
        taken_back_because TEXT
    )
    """,
    """
    CREATE UNIQUE INDEX concept_promotions_open
    ON studio.concept_promotions (commission) WHERE taken_back_at IS NULL
    """,
)


def upgrade() -> None:
    """Begin with none."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Forget what was asked for as final; what hangs without a mark hangs on."""
    op.execute("DROP TABLE studio.concept_promotions")
