"""What programmers decided about searches; rows are added and never changed."""

from alembic import op

revision = "0022_search_decisions"
down_revision = "0021_conditioning_faults"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Begin with none."""
    op.execute(
        """
        CREATE TABLE discover.decisions (
            number bigint GENERATED ALWAYS AS IDENTITY,
            kind text NOT NULL,
            said text NOT NULL,
            meant text NOT NULL,
            titles uuid[] NOT NULL,
            note text NOT NULL,
            by text NOT NULL,
            at timestamptz NOT NULL,
            CONSTRAINT pk_decisions PRIMARY KEY (number)
        )
        """
    )
    op.execute("CREATE INDEX decisions_of_words ON discover.decisions (kind, said, number)")


def downgrade() -> None:
    """Forget them."""
    op.execute("DROP TABLE discover.decisions")
