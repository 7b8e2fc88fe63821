"""Links by which guests see a board for a while, and boards that were deleted and may return."""

from alembic import op

revision = "0035_board_guests"
down_revision = "0034_board_versions"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "ALTER TABLE studio.concept_boards ADD COLUMN deleted_at TIMESTAMP WITH TIME ZONE",
    "ALTER TABLE studio.concept_boards ADD COLUMN deleted_by TEXT",
    """
    CREATE TABLE studio.concept_guests (
        id UUID NOT NULL,
        board UUID NOT NULL REFERENCES studio.concept_boards (id),
        token_sha256 TEXT NOT NULL,
        name TEXT NOT NULL,
        may_comment BOOLEAN NOT NULL,
        expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
        created_at TIMESTAMP WITH TIME ZONE NOT NULL,
        created_by TEXT NOT NULL,
        revoked_at TIMESTAMP WITH TIME ZONE,
        PRIMARY KEY (id),
        UNIQUE (token_sha256)
    )
    """,
    "CREATE INDEX concept_guests_by_board ON studio.concept_guests (board, created_at)",
)


def upgrade() -> None:
    """Begin with none."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Forget them; what was deleted and not destroyed yet stands again."""
    op.execute("DROP TABLE studio.concept_guests")
    for column in ("deleted_by", "deleted_at"):
        op.execute(f"ALTER TABLE studio.concept_boards DROP COLUMN {column}")
