"""Ages of titles in which a line item must not run, beside genres, moods and titles."""

from alembic import op

revision = "0051_excluded_ages"
down_revision = "0050_locked_pictures"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """None was excluded by its age before."""
    op.execute(
        "ALTER TABLE ads.exclusions ADD COLUMN from_age smallint NOT NULL DEFAULT 0,"
        " ADD COLUMN to_age smallint NOT NULL DEFAULT 99"
    )


def downgrade() -> None:
    """Forget them."""
    op.execute("ALTER TABLE ads.exclusions DROP COLUMN from_age, DROP COLUMN to_age")
