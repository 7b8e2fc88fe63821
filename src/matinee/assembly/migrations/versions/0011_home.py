"""The schema ``home``: every programme that was ever in force."""

from alembic import op

revision = "0011_home"
down_revision = "0010_experiments"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "CREATE SCHEMA home",
    """
    CREATE TABLE home.programmes (
        number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        weights jsonb NOT NULL,
        kept_back uuid[] NOT NULL,
        note text NOT NULL,
        by text NOT NULL,
        at timestamptz NOT NULL
    )
    """,
)


def upgrade() -> None:
    """Make the schema and its table."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Remove both with what is in them."""
    op.execute("DROP SCHEMA home CASCADE")
