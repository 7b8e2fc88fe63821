"""Names for how a board of references stood after one of its operations."""

from alembic import op

revision = "0034_board_versions"
down_revision = "0033_concept_boards"
branch_labels = None
depends_on = None

_TABLES = (
    """
    CREATE TABLE studio.concept_versions (
        id UUID NOT NULL,
        board UUID NOT NULL REFERENCES studio.concept_boards (id),
        sequence INTEGER NOT NULL,
        name TEXT NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        "by" TEXT NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX concept_versions_by_board ON studio.concept_versions (board, at)",
)


def upgrade() -> None:
    """Begin with none."""
    for statement in _TABLES:
        op.execute(statement)


def downgrade() -> None:
    """Forget them; boards stand as they do."""
    op.execute("DROP TABLE studio.concept_versions")
