"""The schema ``discover``, and which titles each version of the catalogue changed."""

from alembic import op

revision = "0012_discover"
down_revision = "0011_home"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE catalogue.changes (
        title_id uuid PRIMARY KEY REFERENCES catalogue.titles ON DELETE CASCADE,
        version bigint NOT NULL
    )
    """,
    "CREATE INDEX changes_version ON catalogue.changes (version)",
    "CREATE SCHEMA discover",
    """
    CREATE TABLE discover.vectors (
        model text,
        digest bytea,
        scale real NOT NULL,
        vector bytea NOT NULL,
        PRIMARY KEY (model, digest)
    )
    """,
    """
    CREATE TABLE discover.conversations (
        profile_id uuid PRIMARY KEY,
        document jsonb NOT NULL,
        touched timestamptz NOT NULL
    )
    """,
    "CREATE INDEX conversations_touched ON discover.conversations (touched)",
)


def upgrade() -> None:
    """Create what this part stores."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Remove it again."""
    op.execute("DROP SCHEMA discover CASCADE")
    op.execute("DROP TABLE catalogue.changes")
