"""The seller as buyers know it."""

from pydantic import BaseModel, Field

_DOMAIN = r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$"


class SellingSettings(BaseModel):
    """Who sells, and what is kept from everybody who buys from outside."""

    seller_domain: str = Field(
        default="",
        pattern=rf"{_DOMAIN}|^$",
        description=(
            "The domain under which the service sells its breaks, and whose ads.txt, app-ads.txt "
            "and sellers.json it serves. Without one, no outside buyer is asked."
        ),
    )
    seller_name: str = Field(
        default="",
        max_length=200,
        description="The legal name under which the service sells, for sellers.json.",
    )
    seller_id: str = Field(
        default="1",
        pattern=r"^[A-Za-z0-9._-]{1,64}$",
        description="The service's own account, in ads.txt, sellers.json and each request's chain.",
    )
    seller_contact: str = Field(
        default="", max_length=200, description="A mail address for ads.txt and sellers.json."
    )
    category_taxonomy: int = Field(
        default=1,
        ge=1,
        le=20,
        description="The taxonomy of blocked categories, by its number in AdCOM.",
    )
    blocked_categories: list[str] = Field(
        default_factory=list, description="Categories of ads that no outside buyer may show."
    )
    blocked_domains: list[str] = Field(
        default_factory=list,
        description="Domains of advertisers that no outside buyer may show, and those below them.",
    )
