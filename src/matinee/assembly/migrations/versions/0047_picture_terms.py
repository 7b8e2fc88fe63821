"""Pictures that may be shown until a time, or in some territories only."""

from alembic import op

revision = "0047_picture_terms"
down_revision = "0046_appeals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What there is may be shown for ever and everywhere, as before."""
    op.execute("ALTER TABLE promote.pictures ADD COLUMN ends timestamptz")
    op.execute("ALTER TABLE promote.pictures ADD COLUMN territories text[] NOT NULL DEFAULT '{}'")
    op.execute("ALTER TABLE promote.verdicts ADD COLUMN terms_before jsonb")
    op.execute("ALTER TABLE promote.verdicts ADD COLUMN terms_after jsonb")


def downgrade() -> None:
    """What was limited is shown nowhere any more: without its terms it would be everywhere."""
    op.execute(
        "UPDATE promote.pictures SET state = 'rejected'"
        " WHERE ends IS NOT NULL OR territories <> '{}'"
    )
    op.execute("DELETE FROM promote.verdicts WHERE terms_after IS NOT NULL")
    op.execute("ALTER TABLE promote.verdicts DROP COLUMN terms_after")
    op.execute("ALTER TABLE promote.verdicts DROP COLUMN terms_before")
    op.execute("ALTER TABLE promote.pictures DROP COLUMN territories")
    op.execute("ALTER TABLE promote.pictures DROP COLUMN ends")
