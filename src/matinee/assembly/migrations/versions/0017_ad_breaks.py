"""Where breaks of titles lie, and by which rules: a step of its own, for houses that have ads."""

from alembic import op

revision = "0017_ad_breaks"
down_revision = "0016_studio"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE ads.break_rules (
        id SMALLINT NOT NULL,
        rules JSONB NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT one_set_of_rules CHECK (id = 1)
    )
    """,
    """
    CREATE TABLE ads.break_sheets (
        title_id UUID NOT NULL,
        version BIGINT NOT NULL,
        sheet JSONB NOT NULL,
        PRIMARY KEY (title_id)
    )
    """,
)


def upgrade() -> None:
    """Create both tables."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Remove them again."""
    op.execute("DROP TABLE ads.break_sheets, ads.break_rules")
