"""What the scenes before breaks are about, and what is kept of plans of pacing that are over."""

from alembic import op

revision = "0062_meanings"
down_revision = "0060_plates"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """All begin empty: jobs read what is there, and pack what is over."""
    op.execute("""
        CREATE TABLE ads.scene_meanings (
            title_id UUID NOT NULL,
            at_ms BIGINT NOT NULL,
            words TEXT NOT NULL,
            meaning TEXT NOT NULL,
            PRIMARY KEY (title_id, at_ms)
        )
    """)
    op.execute("CREATE TABLE ads.priced_items (name TEXT PRIMARY KEY, ids BYTEA NOT NULL)")
    op.execute("""
        CREATE TABLE ads.past_plans (
            plan_id UUID PRIMARY KEY,
            item_list TEXT NOT NULL REFERENCES ads.priced_items (name),
            prices BYTEA NOT NULL
        )
    """)
    op.execute("CREATE INDEX past_plans_of_list ON ads.past_plans (item_list)")


def downgrade() -> None:
    """Forget them: ads fit all scenes alike, and decisions of past plans cannot be made again."""
    op.execute("DROP TABLE ads.past_plans")
    op.execute("DROP TABLE ads.priced_items")
    op.execute("DROP TABLE ads.scene_meanings")
