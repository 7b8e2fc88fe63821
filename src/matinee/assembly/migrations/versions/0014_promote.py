"""The schema ``promote``: pictures proposed for titles, verdicts, and who was shown which."""

from alembic import op

revision = "0014_promote"
down_revision = "0013_media"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "CREATE SCHEMA promote",
    """
    CREATE TABLE promote.pictures (
        id uuid PRIMARY KEY,
        title_id uuid NOT NULL,
        film_id uuid NOT NULL,
        place integer NOT NULL,
        film_seconds double precision NOT NULL,
        score real NOT NULL,
        reasons jsonb NOT NULL,
        cuts jsonb NOT NULL,
        state text NOT NULL,
        proposed_at timestamptz NOT NULL
    )
    """,
    "CREATE INDEX ix_promote_pictures_title_id ON promote.pictures (title_id)",
    """
    CREATE TABLE promote.verdicts (
        number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        picture_id uuid NOT NULL REFERENCES promote.pictures (id) ON DELETE CASCADE,
        title_id uuid NOT NULL,
        before text NOT NULL,
        after text NOT NULL,
        by text NOT NULL,
        at timestamptz NOT NULL,
        undone_at timestamptz
    )
    """,
    "CREATE INDEX ix_promote_verdicts_title_id ON promote.verdicts (title_id)",
    """
    CREATE TABLE promote.showings (
        title_id uuid NOT NULL,
        profile_id uuid NOT NULL,
        day date NOT NULL,
        picture_id uuid NOT NULL,
        probability double precision NOT NULL,
        context real[] NOT NULL,
        held_out boolean NOT NULL,
        at timestamptz NOT NULL,
        reward real,
        PRIMARY KEY (title_id, profile_id, day)
    )
    """,
    "CREATE INDEX ix_promote_showings_profile_id ON promote.showings (profile_id)",
)


def upgrade() -> None:
    """Make the schema."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Remove it."""
    op.execute("DROP SCHEMA promote CASCADE")
