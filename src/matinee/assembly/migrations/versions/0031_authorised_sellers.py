"""Who is authorised to sell the house's breaks."""

from alembic import op

revision = "0031_authorised_sellers"
down_revision = "0030_shot_verdicts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Begin with none."""
    op.execute(
        """
        CREATE TABLE ads.authorised_sellers (
            place bigint NOT NULL,
            record jsonb NOT NULL,
            CONSTRAINT pk_authorised_sellers PRIMARY KEY (place)
        )
        """
    )


def downgrade() -> None:
    """Forget them."""
    op.execute("DROP TABLE ads.authorised_sellers")
