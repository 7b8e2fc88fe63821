"""What clearance wants to be told by whoever runs it."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class ClearanceSettings(BaseModel):
    """The settings of guidance."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pack_folder: Path | None = Field(
        default=None,
        description="A folder with the company's own rule packs, besides those that are built in.",
    )
