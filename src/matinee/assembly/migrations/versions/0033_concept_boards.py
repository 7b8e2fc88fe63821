"""Boards of references for wardrobe and sets, and the numbered operations on them."""

from alembic import op

revision = "0033_concept_boards"
down_revision = "0032_synopsis_readings"
branch_labels = None
depends_on = None

_TABLES = (
    """
    CREATE TABLE studio.concept_boards (
        id UUID NOT NULL,
        production UUID NOT NULL,
        name TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        created_at TIMESTAMP WITH TIME ZONE NOT NULL,
        created_by TEXT NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    """
    CREATE INDEX concept_boards_by_production ON studio.concept_boards (production, created_at)
    """,
    """
    CREATE TABLE studio.concept_references (
        id UUID NOT NULL,
        board UUID NOT NULL REFERENCES studio.concept_boards (id),
        source TEXT NOT NULL,
        licence TEXT NOT NULL,
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        added_at TIMESTAMP WITH TIME ZONE NOT NULL,
        added_by TEXT NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX concept_references_by_board ON studio.concept_references (board)",
    """
    CREATE TABLE studio.concept_operations (
        board UUID NOT NULL REFERENCES studio.concept_boards (id),
        sequence INTEGER NOT NULL,
        id UUID NOT NULL,
        pin UUID NOT NULL,
        field TEXT NOT NULL,
        value JSONB NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        "by" TEXT NOT NULL,
        PRIMARY KEY (board, sequence),
        CONSTRAINT an_operation_is_taken_once UNIQUE (board, id)
    )
    """,
    """
    CREATE TABLE studio.concept_fields (
        board UUID NOT NULL REFERENCES studio.concept_boards (id),
        pin UUID NOT NULL,
        field TEXT NOT NULL,
        value JSONB NOT NULL,
        sequence INTEGER NOT NULL,
        PRIMARY KEY (board, pin, field)
    )
    """,
)


def upgrade() -> None:
    """Begin with none."""
    for statement in _TABLES:
        op.execute(statement)


def downgrade() -> None:
    """Forget them."""
    for table in ("fields", "operations", "references", "boards"):
        op.execute(f"DROP TABLE studio.concept_{table}")
