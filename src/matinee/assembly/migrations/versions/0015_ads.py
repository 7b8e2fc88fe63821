"""The schema ``ads``: demand, decisions, leases of budget, and what was delivered."""

from alembic import op

revision = "0015_ads"
down_revision = "0014_promote"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "CREATE SCHEMA ads",
    """
    CREATE TABLE ads.advertisers (
        id UUID NOT NULL,
        name TEXT NOT NULL,
        domain TEXT NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE ads.beacons (
        ad_id UUID NOT NULL,
        event TEXT NOT NULL,
        line_item_id UUID NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        PRIMARY KEY (ad_id, event)
    )
    """,
    """
    CREATE TABLE ads.decisions (
        id UUID NOT NULL,
        decided JSONB NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE ads.exposures (
        id BIGSERIAL NOT NULL,
        holder UUID NOT NULL,
        household_id UUID NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        advertiser_id UUID NOT NULL,
        campaign_id UUID NOT NULL,
        line_item_id UUID NOT NULL,
        creative_id UUID NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX exposures_by_time ON ads.exposures (at)",
    """
    CREATE TABLE ads.house (
        id SMALLINT NOT NULL,
        demand_version BIGINT NOT NULL,
        beacon_key BYTEA NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT one_house CHECK (id = 1)
    )
    """,
    """
    CREATE TABLE ads.impressions (
        ad_id UUID NOT NULL,
        campaign_id UUID NOT NULL,
        line_item_id UUID NOT NULL,
        creative_id UUID NOT NULL,
        lease_id UUID NOT NULL,
        price BIGINT NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        PRIMARY KEY (ad_id)
    )
    """,
    "CREATE INDEX impressions_of_campaign ON ads.impressions (campaign_id, at)",
    """
    CREATE TABLE ads.snapshots (
        version TEXT NOT NULL,
        taken_at TIMESTAMP WITH TIME ZONE NOT NULL,
        demand JSONB NOT NULL,
        PRIMARY KEY (version)
    )
    """,
    """
    CREATE TABLE ads.title_breaks (
        title_id UUID NOT NULL,
        breaks JSONB NOT NULL,
        PRIMARY KEY (title_id)
    )
    """,
    """
    CREATE TABLE ads.campaigns (
        id UUID NOT NULL,
        advertiser_id UUID NOT NULL,
        name TEXT NOT NULL,
        state TEXT NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(advertiser_id) REFERENCES ads.advertisers (id)
    )
    """,
    """
    CREATE TABLE ads.creatives (
        id UUID NOT NULL,
        advertiser_id UUID NOT NULL,
        made JSONB NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(advertiser_id) REFERENCES ads.advertisers (id)
    )
    """,
    "CREATE INDEX creatives_of_advertiser ON ads.creatives (advertiser_id)",
    """
    CREATE TABLE ads.line_items (
        id UUID NOT NULL,
        campaign_id UUID NOT NULL,
        booked JSONB NOT NULL,
        budget BIGINT NOT NULL,
        out BIGINT NOT NULL,
        billed BIGINT NOT NULL,
        shadow BIGINT NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT within_budget CHECK (out >= 0 AND billed >= 0 AND out + billed <= budget),
        FOREIGN KEY(campaign_id) REFERENCES ads.campaigns (id)
    )
    """,
    "CREATE INDEX line_items_of_campaign ON ads.line_items (campaign_id)",
    """
    CREATE TABLE ads.leases (
        id UUID NOT NULL,
        line_item_id UUID NOT NULL,
        holder UUID NOT NULL,
        granted BIGINT NOT NULL,
        billed BIGINT NOT NULL,
        expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
        closes_at TIMESTAMP WITH TIME ZONE NOT NULL,
        closed BOOLEAN NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT within_lease CHECK (billed >= 0 AND billed <= granted),
        FOREIGN KEY(line_item_id) REFERENCES ads.line_items (id)
    )
    """,
    "CREATE INDEX leases_of_line_item ON ads.leases (line_item_id)",
)


def upgrade() -> None:
    """Create what this part stores."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Remove it again."""
    op.execute("DROP SCHEMA ads CASCADE")
