"""Names that are owed below a title, on the pictures with titles that members are shown."""

from alembic import op

revision = "0068_billing_on_titles"
down_revision = "0065_reached"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was set before carries no names; where some are owed it is made anew."""
    op.execute(
        """
        ALTER TABLE promote.treatments
            ADD COLUMN billed text NOT NULL DEFAULT '',
            ADD COLUMN lacks text NOT NULL DEFAULT ''
        """
    )


def downgrade() -> None:
    """Forget them."""
    op.execute("ALTER TABLE promote.treatments DROP COLUMN billed, DROP COLUMN lacks")
