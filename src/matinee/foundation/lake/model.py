"""What the lake is told, and what it says of itself."""

import re
from dataclasses import dataclass
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from matinee.errors import Conflict

_COMPUTE = re.compile(r"native|ray(:[A-Za-z0-9.\-_]+:[0-9]{1,5})?")


class LakeSettings(BaseModel):
    """The lake's settings, under ``MATINEE_LAKE__*``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fill_at: str = Field(
        default="*/10 * * * *",
        description="When a worker brings new viewing to the lake, as a cron line.",
    )
    tend_at: str = Field(
        default="20 4 * * *",
        description="When a worker compacts the lake and removes what has had its time.",
    )
    commit_events: int = Field(
        default=1_000_000,
        ge=1,
        le=20_000_000,
        description="About how many events come to the lake at once; each time makes one file a "
        "day that they happened on, and takes about 1 kB of memory an event.",
    )
    file_bytes: int = Field(
        default=128_000_000, ge=1_000_000, description="The size that compacted files aim at."
    )
    retention_days: int | None = Field(
        default=None,
        ge=1,
        description="Days after which viewing leaves the lake, by the day on which it happened; "
        "none keeps all.",
    )
    removed_hours: int = Field(
        default=24,
        ge=0,
        description="How long files that hold what was erased, or was compacted, stay on the disk "
        "for those who are just reading them.",
    )
    trains: bool = Field(
        default=False,
        description="Whether training reads viewing from the lake instead of from PostgreSQL.",
    )
    reports: bool = Field(
        default=True,
        description="Whether reports of viewing and forecasts for ads read the lake, and "
        "PostgreSQL only for what has not come there yet.",
    )

    rotate_at: str = Field(
        default="50 4 * * *",
        description="When a worker takes old partitions of the log one step on, as a cron line.",
    )
    log_days: int | None = Field(
        default=None,
        ge=120,
        description="Days after which a partition of the log in PostgreSQL, once the lake has all "
        "of it, keeps only finishes, thumbs and lists; none keeps everything. Needs "
        "MATINEE_LAKE__TRAINS and MATINEE_LAKE__REPORTS, and more days than "
        "MATINEE_AUDIENCE__RETENTION_DAYS.",
    )

    @model_validator(mode="after")
    def _log_is_read_where_it_lies(self) -> Self:
        if self.log_days is not None and not (self.trains and self.reports):
            raise ValueError(
                "log_days takes old viewing out of PostgreSQL: set MATINEE_LAKE__TRAINS and "
                "MATINEE_LAKE__REPORTS, so that it is read from the lake"
            )
        return self


@dataclass(frozen=True, slots=True)
class Compute:
    """The engine: ``native`` in this process, or a Ray cluster at ``address``."""

    name: str
    address: str | None = None

    @classmethod
    def named(cls, text: str) -> "Compute":
        """From ``native``, ``ray`` or ``ray:HOST:PORT``."""
        if _COMPUTE.fullmatch(text) is None:
            raise Conflict(
                f"There is no engine {text!r}.",
                remedy="Set MATINEE_COMPUTE to native, ray (the cluster that runs here) or "
                "ray:HOST:PORT.",
            )
        name, _, address = text.partition(":")
        return cls(name, address or None)

    @property
    def cluster(self) -> str:
        """As Ray is told where to join: ``local`` where it is to start by itself."""
        return "local" if self.name == "native" else self.address or "auto"


@dataclass(frozen=True, slots=True)
class TableFacts:
    """A table as its newest version has it; ``bytes`` and ``files`` are of what is readable."""

    version: int
    files: int
    rows: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Tended:
    """What tending did to a table: files made of more files, rows' days ended, files removed."""

    files_before: int
    files_after: int
    rows_ended: int
    files_removed: int
