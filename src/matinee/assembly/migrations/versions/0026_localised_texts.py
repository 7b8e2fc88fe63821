"""Texts in other languages: what each translates, and how a title's names stand in them."""

from alembic import op

revision = "0026_localised_texts"
down_revision = "0025_sessions_of_profiles"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "ALTER TABLE promote.texts ADD COLUMN translates uuid",
    "CREATE INDEX ix_promote_texts_translates ON promote.texts (translates)"
    " WHERE translates IS NOT NULL",
    """
    CREATE TABLE promote.glossary (
        title_id uuid NOT NULL,
        language text NOT NULL,
        term text NOT NULL,
        forms text[] NOT NULL,
        by text NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (title_id, language, term)
    )
    """,
)


def upgrade() -> None:
    """Begin with none."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Forget them."""
    op.execute("DROP TABLE promote.glossary")
    op.execute("ALTER TABLE promote.texts DROP COLUMN translates")
