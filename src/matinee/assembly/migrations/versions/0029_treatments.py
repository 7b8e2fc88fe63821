"""Pictures with their titles in each language: how each was set, and what it was made from."""

from alembic import op

revision = "0029_treatments"
down_revision = "0028_model_texts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Begin with none."""
    op.execute(
        """
        CREATE TABLE promote.treatments (
            picture_id uuid NOT NULL REFERENCES promote.pictures (id) ON DELETE CASCADE,
            language text NOT NULL,
            shape text NOT NULL,
            text text NOT NULL,
            lines text[] NOT NULL,
            place text NOT NULL,
            ink text NOT NULL,
            em real NOT NULL,
            scrim real NOT NULL,
            contrast real NOT NULL,
            face real NOT NULL,
            recipe text NOT NULL,
            source_sha256 text NOT NULL,
            made_at timestamptz NOT NULL,
            PRIMARY KEY (picture_id, language, shape)
        )
        """
    )


def downgrade() -> None:
    """Forget them."""
    op.execute("DROP TABLE promote.treatments")
