"""How long ads were heard and stood on the screen, as our player tells."""

from alembic import op

revision = "0064_seconds_told"
down_revision = "0061_title_wishes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of ads that were seen before, nothing was told."""
    op.execute("""
        CREATE TABLE ads.seconds_told (
            ad_id UUID PRIMARY KEY,
            lasts_ms INTEGER NOT NULL,
            audible_ms INTEGER NOT NULL,
            on_screen_ms INTEGER NOT NULL,
            at TIMESTAMP WITH TIME ZONE NOT NULL
        )
    """)


def downgrade() -> None:
    """Forget it; nothing was billed by it."""
    op.execute("DROP TABLE ads.seconds_told")
