"""From which picture of a board, and how, another was made by a procedure."""

from alembic import op

revision = "0038_concept_makings"
down_revision = "0037_day_reports"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE studio.concept_makings (
        reference UUID NOT NULL REFERENCES studio.concept_references (id),
        board UUID NOT NULL REFERENCES studio.concept_boards (id),
        picture UUID NOT NULL REFERENCES studio.concept_references (id),
        example UUID REFERENCES studio.concept_references (id),
        method TEXT NOT NULL,
        settings JSONB NOT NULL,
        mask_sha256 TEXT,
        figures JSONB NOT NULL,
        PRIMARY KEY (reference)
    )
    """,
    "CREATE INDEX concept_makings_by_board ON studio.concept_makings (board)",
)


def upgrade() -> None:
    """Begin with none."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Forget how pictures were made; they hang on."""
    op.execute("DROP TABLE studio.concept_makings")
