"""Previews of films, what was decided of them, and scenes that are kept back."""

from alembic import op

revision = "0036_previews"
down_revision = "0035_board_guests"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Begin with none."""
    op.execute(
        """
        CREATE TABLE promote.preview_runs (
            film_id uuid PRIMARY KEY,
            title_id uuid NOT NULL,
            done real NOT NULL,
            reason text NOT NULL,
            planned_at timestamptz NOT NULL
        )
        """
    )
    op.execute(
        """
        CREATE TABLE promote.previews (
            id uuid PRIMARY KEY,
            title_id uuid NOT NULL,
            film_id uuid NOT NULL,
            place integer NOT NULL,
            pieces jsonb NOT NULL,
            loop jsonb NOT NULL,
            score real NOT NULL,
            reasons jsonb NOT NULL,
            state text NOT NULL,
            proposed_at timestamptz NOT NULL,
            made jsonb,
            made_at timestamptz
        )
        """
    )
    op.execute("CREATE INDEX ix_promote_previews_title_id ON promote.previews (title_id)")
    op.execute(
        """
        CREATE TABLE promote.preview_verdicts (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            preview_id uuid NOT NULL REFERENCES promote.previews (id) ON DELETE CASCADE,
            title_id uuid NOT NULL,
            before text NOT NULL,
            after text NOT NULL,
            by text NOT NULL,
            at timestamptz NOT NULL,
            undone_at timestamptz
        )
        """
    )
    op.execute(
        "CREATE INDEX ix_promote_preview_verdicts_title_id ON promote.preview_verdicts (title_id)"
    )
    op.execute(
        """
        CREATE TABLE promote.kept_back (
            film_id uuid NOT NULL,
            begins double precision NOT NULL,
            ends double precision NOT NULL,
            by text NOT NULL,
            at timestamptz NOT NULL,
            PRIMARY KEY (film_id, begins)
        )
        """
    )


def downgrade() -> None:
    """Forget them."""
    for table in ("kept_back", "preview_verdicts", "previews", "preview_runs"):
        op.execute(f"DROP TABLE promote.{table}")
