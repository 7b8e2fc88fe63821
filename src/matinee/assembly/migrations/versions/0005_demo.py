"""The schema ``demo``: one row that says what was loaded."""

from alembic import op

revision = "0005_demo"
down_revision = "0004_recommend"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "CREATE SCHEMA demo",
    """
    CREATE TABLE demo.loads (
        id integer PRIMARY KEY,
        seed bigint NOT NULL,
        households integer NOT NULL,
        base_day date NOT NULL,
        started_at timestamptz NOT NULL,
        finished_at timestamptz,
        figures jsonb,
        CONSTRAINT there_is_one_demo CHECK (id = 1),
        CONSTRAINT done_has_figures CHECK ((finished_at IS NULL) = (figures IS NULL))
    )
    """,
)


def upgrade() -> None:
    """Create what this part stores."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Remove it again."""
    op.execute("DROP SCHEMA demo CASCADE")
