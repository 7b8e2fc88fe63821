"""What performers said of re-aged shots; rows are added and never changed."""

from alembic import op

revision = "0030_shot_verdicts"
down_revision = "0029_treatments"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Begin with none."""
    op.execute(
        """
        CREATE TABLE studio.shot_verdicts (
            id UUID NOT NULL,
            render UUID NOT NULL REFERENCES studio.renders (id),
            word TEXT NOT NULL,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            reason TEXT,
            at TIMESTAMP WITH TIME ZONE NOT NULL,
            said_by TEXT NOT NULL,
            PRIMARY KEY (id)
        )
        """
    )
    op.execute("CREATE INDEX shot_verdicts_by_render ON studio.shot_verdicts (render, at)")


def downgrade() -> None:
    """Forget them."""
    op.execute("DROP TABLE studio.shot_verdicts")
