"""What ads store: the demand, what was decided on it, leases of budget, and what was delivered.

Amounts are in billionths of the currency: a price for 1,000 impressions in millionths is that of
one impression in billionths, so nothing is rounded before an invoice.
"""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

metadata = MetaData(schema="ads")
_AT = TIMESTAMP(timezone=True)

advertisers = Table(
    "advertisers",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("domain", Text, nullable=False),
)

campaigns = Table(
    "campaigns",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("advertiser_id", Uuid, ForeignKey("ads.advertisers.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False),
)

line_items = Table(
    "line_items",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("campaign_id", Uuid, ForeignKey("ads.campaigns.id"), nullable=False),
    Column("booked", JSONB, nullable=False),
    Column("budget", BigInteger, nullable=False),
    Column("out", BigInteger, nullable=False),
    Column("billed", BigInteger, nullable=False),
    Column("shadow", BigInteger, nullable=False),
    CheckConstraint("out >= 0 AND billed >= 0 AND out + billed <= budget", name="within_budget"),
    Index("line_items_of_campaign", "campaign_id"),
)
"""``out`` is leased and not yet settled; ``shadow`` is 0: prices are those of the latest plan."""

exclusions = Table(
    "exclusions",
    metadata,
    Column("line_item_id", Uuid, ForeignKey("ads.line_items.id"), primary_key=True),
    Column("since", _AT, primary_key=True),
    Column("genres", ARRAY(Text), nullable=False),
    Column("moods", ARRAY(Text), nullable=False),
    Column("titles", ARRAY(Uuid), nullable=False),
    Column("from_age", SmallInteger, nullable=False, server_default="0"),
    Column("to_age", SmallInteger, nullable=False, server_default="99"),
)
"""Where a line item must not run, from each change on up to the next: what a booking says now is no
measure of what was shown before."""

creatives = Table(
    "creatives",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("advertiser_id", Uuid, ForeignKey("ads.advertisers.id"), nullable=False),
    Column("made", JSONB, nullable=False),
    Index("creatives_of_advertiser", "advertiser_id"),
)

house = Table(
    "house",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("demand_version", BigInteger, nullable=False),
    Column("beacon_key", LargeBinary, nullable=False),
    CheckConstraint("id = 1", name="one_house"),
)

snapshots = Table(
    "snapshots",
    metadata,
    Column("version", Text, primary_key=True),
    Column("taken_at", _AT, nullable=False),
    Column("demand", JSONB, nullable=False),
)

break_hours = Table(
    "break_hours",
    metadata,
    Column("hour", _AT, primary_key=True),
    Column("territory", Text, primary_key=True),
    Column("format", Text, primary_key=True),
    Column("ahead", SmallInteger, primary_key=True, autoincrement=False),
    Column("breaks", BigInteger, nullable=False),
)
"""Breaks that were decided; ``ahead`` is by how many hours the household's clock is before UTC."""

pacing_plans = Table(
    "pacing_plans",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("plan", JSONB, nullable=False),
)
"""One row a plan; the latest is in force, and those of two hours ago are packed."""

priced_items = Table(
    "priced_items",
    metadata,
    Column("name", Text, primary_key=True),
    Column("ids", LargeBinary, nullable=False),
)
"""The line items of plans that are over, 16 bytes each, kept once by what they are."""

past_plans = Table(
    "past_plans",
    metadata,
    Column("plan_id", Uuid, primary_key=True),
    Column("item_list", Text, ForeignKey("ads.priced_items.name"), nullable=False),
    Column("prices", LargeBinary, nullable=False),
    Index("past_plans_of_list", "item_list"),
)
"""What decisions are replayed at: the prices of ``item_list`` in its order, packed."""

decisions = Table(
    "decisions",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("decided", JSONB, nullable=False),
)

exposures = Table(
    "exposures",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("holder", Uuid, nullable=False),
    Column("household_id", Uuid, nullable=False),
    Column("at", _AT, nullable=False),
    Column("advertiser_id", Uuid, nullable=False),
    Column("campaign_id", Uuid, nullable=False),
    Column("line_item_id", Uuid, nullable=False),
    Column("creative_id", Uuid, nullable=False),
    Index("exposures_by_time", "at"),
)

leases = Table(
    "leases",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("line_item_id", Uuid, ForeignKey("ads.line_items.id"), nullable=False),
    Column("holder", Uuid, nullable=False),
    Column("granted", BigInteger, nullable=False),
    Column("billed", BigInteger, nullable=False),
    Column("expires_at", _AT, nullable=False),
    Column("closes_at", _AT, nullable=False),
    Column("closed", Boolean, nullable=False),
    CheckConstraint("billed >= 0 AND billed <= granted", name="within_lease"),
    Index("leases_of_line_item", "line_item_id"),
)

impressions = Table(
    "impressions",
    metadata,
    Column("ad_id", Uuid, primary_key=True),
    Column("campaign_id", Uuid, nullable=False),
    Column("line_item_id", Uuid, nullable=False),
    Column("creative_id", Uuid, nullable=False),
    Column("lease_id", Uuid, nullable=False),
    Column("price", BigInteger, nullable=False),
    Column("at", _AT, nullable=False),
    Index("impressions_of_campaign", "campaign_id", "at"),
)

beacons = Table(
    "beacons",
    metadata,
    Column("ad_id", Uuid, primary_key=True),
    Column("event", Text, primary_key=True),
    Column("line_item_id", Uuid, nullable=False),
    Column("at", _AT, nullable=False),
)

invalid_beacons = Table(
    "invalid_beacons",
    metadata,
    Column("ad_id", Uuid, primary_key=True),
    Column("event", Text, primary_key=True),
    Column("rule", Text, nullable=False),
    Column("line_item_id", Uuid, nullable=False),
    Column("at", _AT, nullable=False),
    Index("invalid_beacons_by_time", "at"),
)
"""Told, and not counted: the first rule by which each event of an ad was kept out."""

seconds_told = Table(
    "seconds_told",
    metadata,
    Column("ad_id", Uuid, primary_key=True),
    Column("lasts_ms", Integer, nullable=False),
    Column("audible_ms", Integer, nullable=False),
    Column("on_screen_ms", Integer, nullable=False),
    Column("at", _AT, nullable=False),
)
"""How long an ad was heard and on screen, the most that its player told; a picture lasts 0."""

reached = Table(
    "reached",
    metadata,
    Column("line_item_id", Uuid, primary_key=True),
    Column("household", BigInteger, primary_key=True, autoincrement=False),
    Column("at", _AT, nullable=False),
)
"""Households whose first impression of a line item was billed, where reach is its goal; each is a
number of this line item's own (``serving.tokens``): it names nobody once the household is gone."""

title_breaks = Table(
    "title_breaks",
    metadata,
    Column("title_id", Uuid, primary_key=True),
    Column("breaks", JSONB, nullable=False),
)

scene_meanings = Table(
    "scene_meanings",
    metadata,
    Column("title_id", Uuid, primary_key=True),
    Column("at_ms", BigInteger, primary_key=True, autoincrement=False),
    Column("words", Text, nullable=False),
    Column("meaning", Text, nullable=False),
)
"""Of the scene before a place of a title; ``words`` is a digest of what it was read by."""

break_rules = Table(
    "break_rules",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("rules", JSONB, nullable=False),
    CheckConstraint("id = 1", name="one_set_of_rules"),
)

break_sheets = Table(
    "break_sheets",
    metadata,
    Column("title_id", Uuid, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("sheet", JSONB, nullable=False),
)

masters = Table(
    "masters",
    metadata,
    Column("creative_id", Uuid, ForeignKey("ads.creatives.id"), primary_key=True),
    Column("store", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("facts", JSONB, nullable=False),
    Column("at", _AT, nullable=False),
)

ladders = Table(
    "ladders",
    metadata,
    Column("key", Text, primary_key=True),
    Column("ladder", JSONB, nullable=False),
    Column("asked_at", _AT, nullable=False),
)

conditioned = Table(
    "conditioned",
    metadata,
    Column("creative_id", Uuid, ForeignKey("ads.creatives.id"), primary_key=True),
    Column("ladder", Text, primary_key=True),
    Column("stage", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("made", JSONB),
    Column("at", _AT, nullable=False),
    Column("faults", SmallInteger, nullable=False, server_default="0"),
)

watch_sessions = Table(
    "watch_sessions",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("session", JSONB, nullable=False),
    Column("begun_at", _AT, nullable=False),
    Column("profile_id", Uuid),
    Column("title_id", Uuid),
    Index("watch_sessions_by_age", "begun_at"),
    Index("watch_sessions_of_profile", "profile_id", "title_id", "begun_at"),
)

session_pods = Table(
    "session_pods",
    metadata,
    Column(
        "session_id",
        Uuid,
        ForeignKey("ads.watch_sessions.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("place", SmallInteger, primary_key=True, autoincrement=False),
    Column("pod", JSONB, nullable=False),
)

buyers = Table(
    "buyers",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("facts", JSONB, nullable=False),
)

won_bids = Table(
    "won_bids",
    metadata,
    Column("ad_id", Uuid, primary_key=True),
    Column("buyer_id", Uuid, ForeignKey("ads.buyers.id"), nullable=False),
    Column("bid", JSONB, nullable=False),
    Column("price", BigInteger, nullable=False),
    Column("at", _AT, nullable=False),
    Column("billed_at", _AT),
    Column("told_at", _AT),
    Index("won_bids_of_buyer", "buyer_id", "at"),
)
"""``told_at`` is when the buyer took the notice that its ad was billed."""

authorised_sellers = Table(
    "authorised_sellers",
    metadata,
    Column("place", BigInteger, primary_key=True, autoincrement=False),
    Column("record", JSONB, nullable=False),
)

blend_grants = Table(
    "blend_grants",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("title_id", Uuid, nullable=False),
    Column("asked", JSONB, nullable=False),
    Index("blend_grants_of_title", "title_id", "id"),
)
"""What was asked for a title's world: the declared uses that advertisers' pictures rest on."""

blends = Table(
    "blends",
    metadata,
    Column("creative_id", Uuid, ForeignKey("ads.creatives.id"), primary_key=True),
    Column("campaign_id", Uuid, ForeignKey("ads.campaigns.id"), nullable=False),
    Column("made", JSONB, nullable=False),
    Column("closed", Boolean, nullable=False),
    Index("blends_of_campaign", "campaign_id", "creative_id"),
)
