"""How long a process decides, leases and remembers by itself."""

from pydantic import BaseModel, Field


class ServingLimits(BaseModel):
    """Of every process that decides."""

    decision_ms: int = Field(
        default=20, ge=1, le=1000, description="After so long the best pod so far is taken."
    )
    lease_seconds: int = Field(
        default=60,
        ge=1,
        le=3600,
        description="How long a process may spend what it leased of a budget.",
    )
    lease_impressions: int = Field(
        default=50, ge=1, le=10_000, description="Impressions' worth of budget in one lease."
    )
    beacon_hours: int = Field(
        default=6, ge=1, le=48, description="How long after a decision its beacons count."
    )
    snapshot_seconds: float = Field(
        default=5, gt=0, le=600, description="How old the demand in memory may be."
    )
    decision_days: int = Field(
        default=95,
        ge=35,
        le=3650,
        description=(
            "How many days decisions are kept, with the demand and prices that they were made on, "
            "so that they can be made again. Reports of what was watched and of incidents look "
            "back no further, and the API's 92 days at most. Invoices need none of it."
        ),
    )
