"""Texts about titles: every version, what was decided of each, and the programmer's notes."""

from alembic import op

revision = "0024_texts"
down_revision = "0023_reageing"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE promote.texts (
        id uuid PRIMARY KEY,
        title_id uuid NOT NULL,
        language text NOT NULL,
        kind text NOT NULL,
        text text NOT NULL,
        origin text NOT NULL,
        writer text NOT NULL,
        licence text NOT NULL,
        follows uuid,
        sentences jsonb NOT NULL,
        state text NOT NULL,
        written_at timestamptz NOT NULL
    )
    """,
    "CREATE INDEX ix_promote_texts_title_id ON promote.texts (title_id)",
    """
    CREATE TABLE promote.text_verdicts (
        number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        text_id uuid NOT NULL REFERENCES promote.texts (id) ON DELETE CASCADE,
        title_id uuid NOT NULL,
        act uuid NOT NULL,
        before text NOT NULL,
        after text NOT NULL,
        by text NOT NULL,
        at timestamptz NOT NULL,
        reason text NOT NULL,
        undone_at timestamptz
    )
    """,
    "CREATE INDEX ix_promote_text_verdicts_title_id ON promote.text_verdicts (title_id)",
    "CREATE INDEX ix_promote_text_verdicts_text_id ON promote.text_verdicts (text_id)",
    """
    CREATE TABLE promote.notes (
        title_id uuid PRIMARY KEY,
        text text NOT NULL,
        by text NOT NULL,
        at timestamptz NOT NULL
    )
    """,
)


def upgrade() -> None:
    """Make the three tables."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Remove them."""
    for table in ("notes", "text_verdicts", "texts"):
        op.execute(f"DROP TABLE promote.{table}")
