"""Daily production reports: one for each date of a schedule."""

from alembic import op

revision = "0037_day_reports"
down_revision = "0036_previews"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Begin with none."""
    op.execute(
        """
        CREATE TABLE studio.day_reports (
            schedule UUID NOT NULL REFERENCES studio.schedules (id),
            day DATE NOT NULL,
            report JSONB NOT NULL,
            revision INTEGER NOT NULL,
            author TEXT NOT NULL,
            at TIMESTAMP WITH TIME ZONE NOT NULL,
            PRIMARY KEY (schedule, day)
        )
        """
    )


def downgrade() -> None:
    """Forget them."""
    op.execute("DROP TABLE studio.day_reports")
