"""What partners ask of artwork, what was made for them, and how many faces a picture shows."""

from alembic import op

revision = "0059_artwork_deliveries"
down_revision = "0057_recognised_drafts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is asked yet; the faces of pictures that are there already are not counted."""
    op.execute(
        """
        CREATE TABLE promote.partner_specifications (
            name text PRIMARY KEY,
            body jsonb NOT NULL,
            by text NOT NULL,
            at timestamptz NOT NULL
        )
        """
    )
    op.execute(
        """
        CREATE TABLE promote.deliveries (
            id uuid PRIMARY KEY,
            title_id uuid NOT NULL,
            name text NOT NULL,
            specification jsonb NOT NULL,
            territory text,
            state text NOT NULL,
            by text NOT NULL,
            at timestamptz NOT NULL,
            entries jsonb NOT NULL,
            failure text NOT NULL,
            made_at timestamptz
        )
        """
    )
    op.execute("CREATE INDEX ix_promote_deliveries_title_id ON promote.deliveries (title_id)")
    op.execute("ALTER TABLE promote.pictures ADD COLUMN faces integer")


def downgrade() -> None:
    """What was made for partners is forgotten; the audit keeps what was."""
    op.execute("DROP TABLE promote.deliveries, promote.partner_specifications")
    op.execute("ALTER TABLE promote.pictures DROP COLUMN faces")
