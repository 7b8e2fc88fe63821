"""What the ground is told from outside: where data lives, how it is reached, how much is logged."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field, SecretStr


class FoundationSettings(BaseModel):
    """Storage, background work and logs."""

    home: Path = Field(
        default=Path(".matinee"),
        description="The folder of the embedded PostgreSQL and, unless told otherwise, of blobs.",
    )
    database_url: SecretStr | None = Field(
        default=None,
        description="A PostgreSQL 15 or later, as postgresql://USER:PASSWORD@HOST:PORT/NAME; "
        "without one, Matinee runs its own.",
    )
    replica_url: SecretStr | None = Field(
        default=None,
        description="A read replica of that server (streaming, hot standby): training, counts and "
        "the reports on ads are read there, while it follows closely enough.",
    )
    replica_lag_seconds: float = Field(
        default=10,
        gt=0,
        le=3600,
        description="How far the replica may be behind; beyond, the first server answers.",
    )
    database_pool_size: int = Field(
        default=10, ge=1, le=500, description="Connections that one process keeps at most."
    )
    slow_statement_seconds: float = Field(
        default=0.5,
        ge=0,
        le=300,
        description="A statement that takes longer is named in the log and on the desk "
        "(/desk/jobs/slow); 0 names none.",
    )
    postgres_start_seconds: float = Field(
        default=60, gt=0, le=3600, description="What the embedded PostgreSQL may take to start."
    )
    blob_url: str | None = Field(
        default=None,
        description="Where files are kept: a folder, s3://BUCKET/PREFIX, gs://BUCKET/PREFIX or "
        "az://CONTAINER/PREFIX; without one, the folder blobs in the home folder.",
    )
    key_mirror: Path | None = Field(
        default=None,
        description="A folder in which the keys are kept a second time, apart from backups: a "
        "worker follows them every minute, and what is destroyed here is destroyed there.",
    )
    stops_folder: Path | None = Field(
        default=None,
        description="Where files lie that switch a flag off without a database (`matinee flags "
        "stop`), such as a volume that all machines share; without one, stops in the home folder.",
    )
    least_free_bytes: int = Field(
        default=64_000_000,
        ge=0,
        description="Where less is free on a disk of this machine that the house writes to, "
        "`/ready` says that it is not ready.",
    )
    compute: str = Field(
        default="native",
        pattern=r"^(native|ray(:[A-Za-z0-9.\-_]+:[0-9]{1,5})?)$",
        description="What reads the lake and looks closely at films: native (this machine), ray "
        "(the Ray cluster that runs here) or ray:HOST:PORT.",
    )
    worker_concurrency: int = Field(
        default=2, ge=1, le=256, description="Jobs that one worker runs at the same time."
    )
    log_format: Literal["auto", "text", "json"] = Field(
        default="auto",
        description="How log lines are written; auto is text on a terminal and json elsewhere.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="The least severe log line that is written."
    )

    traces_url: str | None = Field(
        default=None,
        pattern=r"^https?://\S+$",
        description="Where traces are sent by OTLP over HTTP, as http://COLLECTOR:4318/v1/traces; "
        "needs the extra tracing. Without it nothing is traced.",
    )
    traces_share: float = Field(
        default=1.0, ge=0, le=1, description="The share of requests and jobs that are traced."
    )

    @property
    def blob_address(self) -> str:
        """Where files are kept, also where nothing was set."""
        return self.blob_url or str(self.home.absolute() / "blobs")

    @property
    def stops_address(self) -> Path:
        """Where files lie that switch a flag off, also where nothing was set."""
        return self.stops_folder or self.home.absolute() / "stops"
