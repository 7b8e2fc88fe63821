"""The schema ``recommend``: each training, and which one serves."""

from alembic import op

revision = "0004_recommend"
down_revision = "0003_audience"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "CREATE SCHEMA recommend",
    """
    CREATE TABLE recommend.models (
        version text PRIMARY KEY,
        made_at timestamptz NOT NULL,
        until timestamptz,
        events bigint NOT NULL,
        members integer NOT NULL,
        titles integer NOT NULL,
        size_bytes bigint NOT NULL,
        seconds double precision NOT NULL,
        figures jsonb NOT NULL,
        settings jsonb NOT NULL,
        accepted boolean NOT NULL,
        reason text NOT NULL,
        erasures bigint NOT NULL,
        manifest_sha256 text NOT NULL,
        files boolean NOT NULL,
        served_at timestamptz
    )
    """,
    """
    CREATE TABLE recommend.live (
        id smallint PRIMARY KEY CONSTRAINT one_set_serves CHECK (id = 1),
        version text NOT NULL REFERENCES recommend.models
    )
    """,
)


def upgrade() -> None:
    """Create what this part stores."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Remove it again."""
    op.execute("DROP SCHEMA recommend CASCADE")
