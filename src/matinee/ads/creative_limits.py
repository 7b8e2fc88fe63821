"""How large and how slow a creative's film may be."""

from pydantic import BaseModel, Field


class CreativeLimits(BaseModel):
    """What is taken of films that advertisers bring, or that are fetched."""

    creative_bytes: int = Field(
        default=64_000_000,
        ge=1_000_000,
        le=2_000_000_000,
        description="The largest film of a creative that is taken, or fetched.",
    )
    fetch_seconds: float = Field(
        default=60,
        gt=0,
        le=3600,
        description="How long a creative's film may take to come from its own address.",
    )
