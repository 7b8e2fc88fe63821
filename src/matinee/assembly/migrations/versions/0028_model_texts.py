"""Texts that a language model wrote: which output of generation each came from."""

from alembic import op

revision = "0028_model_texts"
down_revision = "0027_outside_buyers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """None so far."""
    op.execute("ALTER TABLE promote.texts ADD COLUMN output_id uuid")


def downgrade() -> None:
    """Forget where they came from."""
    op.execute("ALTER TABLE promote.texts DROP COLUMN output_id")
