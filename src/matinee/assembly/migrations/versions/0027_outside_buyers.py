"""Buyers from outside, and the bids they won."""

from alembic import op

revision = "0027_outside_buyers"
down_revision = "0026_localised_texts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Begin with none."""
    op.execute(
        """
        CREATE TABLE ads.buyers (
            id uuid NOT NULL,
            facts jsonb NOT NULL,
            CONSTRAINT pk_buyers PRIMARY KEY (id)
        )
        """
    )
    op.execute(
        """
        CREATE TABLE ads.won_bids (
            ad_id uuid NOT NULL,
            buyer_id uuid NOT NULL REFERENCES ads.buyers (id),
            bid jsonb NOT NULL,
            price bigint NOT NULL,
            at timestamptz NOT NULL,
            billed_at timestamptz,
            told_at timestamptz,
            CONSTRAINT pk_won_bids PRIMARY KEY (ad_id)
        )
        """
    )
    op.execute("CREATE INDEX won_bids_of_buyer ON ads.won_bids (buyer_id, at)")


def downgrade() -> None:
    """Forget them."""
    op.execute("DROP TABLE ads.won_bids, ads.buyers")
