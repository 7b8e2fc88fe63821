"""Breaks by the hour, and the plans of pacing that are made of them."""

from alembic import op

revision = "0058_pacing"
down_revision = "0059_artwork_deliveries"
branch_labels = None
depends_on = None

_HOURS = """
    CREATE TABLE ads.break_hours (
        hour TIMESTAMP WITH TIME ZONE NOT NULL,
        territory TEXT NOT NULL,
        format TEXT NOT NULL,
        ahead SMALLINT NOT NULL,
        breaks BIGINT NOT NULL,
        PRIMARY KEY (hour, territory, format, ahead)
    )
"""
_PLANS = "CREATE TABLE ads.pacing_plans (id UUID PRIMARY KEY, plan JSONB NOT NULL)"


def upgrade() -> None:
    """Both begin empty: the first plan counts the log of decisions."""
    op.execute(_HOURS)
    op.execute(_PLANS)


def downgrade() -> None:
    """Forget them: nothing is paced, and decisions under a plan cannot be made again."""
    op.execute("DROP TABLE ads.pacing_plans")
    op.execute("DROP TABLE ads.break_hours")
