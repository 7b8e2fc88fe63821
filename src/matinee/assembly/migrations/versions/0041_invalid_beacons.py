"""What was told of ads by nobody who watches, with the rule that kept it from counting."""

from alembic import op

revision = "0041_invalid_beacons"
down_revision = "0040_shots_apart"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE ads.invalid_beacons (
        ad_id UUID NOT NULL,
        event TEXT NOT NULL,
        rule TEXT NOT NULL,
        line_item_id UUID NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        PRIMARY KEY (ad_id, event)
    )
    """,
    "CREATE INDEX invalid_beacons_by_time ON ads.invalid_beacons (at)",
)


def upgrade() -> None:
    """Begin with none."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Forget them; they never counted."""
    op.execute("DROP TABLE ads.invalid_beacons")
