"""Titles set by hand on pictures: each wish, and whether it was taken back."""

from alembic import op

revision = "0061_title_wishes"
down_revision = "0063_asked_of_renders"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No title was set by hand before."""
    op.execute(
        """
        CREATE TABLE promote.title_wishes (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            picture_id uuid NOT NULL REFERENCES promote.pictures (id) ON DELETE CASCADE,
            language text NOT NULL,
            shape text NOT NULL,
            wish jsonb NOT NULL,
            "by" text NOT NULL,
            at timestamptz NOT NULL,
            undone_by text,
            undone_at timestamptz
        )
        """
    )
    op.execute(
        "CREATE INDEX ix_promote_title_wishes_picture_id ON promote.title_wishes (picture_id)"
    )
    op.execute("ALTER TABLE promote.treatments ADD COLUMN wish jsonb")


def downgrade() -> None:
    """Forget them; a worker sets the titles anew by its own choice when they are asked for."""
    op.execute("ALTER TABLE promote.treatments DROP COLUMN wish")
    op.execute("DROP TABLE promote.title_wishes")
