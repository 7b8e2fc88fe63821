"""Pictures for pauses that were made of a title's world, and the leave that was asked for it."""

from alembic import op

revision = "0049_blends"
down_revision = "0048_audit_ends"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE ads.blend_grants (
        id UUID NOT NULL PRIMARY KEY,
        title_id UUID NOT NULL,
        asked JSONB NOT NULL
    )
    """,
    "CREATE INDEX blend_grants_of_title ON ads.blend_grants (title_id, id)",
    """
    CREATE TABLE ads.blends (
        creative_id UUID NOT NULL PRIMARY KEY REFERENCES ads.creatives (id),
        campaign_id UUID NOT NULL REFERENCES ads.campaigns (id),
        made JSONB NOT NULL,
        closed BOOLEAN NOT NULL
    )
    """,
    "CREATE INDEX blends_of_campaign ON ads.blends (campaign_id, creative_id)",
)


def upgrade() -> None:
    """Begin with none."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Forget them. Nothing would tie their creatives to one title any more: they are rejected."""
    op.execute("DROP TABLE ads.blends")
    op.execute("DROP TABLE ads.blend_grants")
    op.execute(
        """
        UPDATE ads.creatives SET made = jsonb_set(made, '{approval}', '"rejected"')
        WHERE made -> 'titles' <> '[]'::jsonb
        """
    )
