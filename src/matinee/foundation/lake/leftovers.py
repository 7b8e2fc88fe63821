"""What writes that came to nothing left of a table: files that hold rows and that nothing names.

A writer that is killed, or overtaken when it commits, leaves the Parquet file that it made; one
that is killed while it writes leaves a part of one. Neither is in the table or in its log, so
neither goes when rows are removed: they go by their age.
"""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

LONGEST_WRITE = timedelta(hours=24)
"""From the first byte of a file to the commit that names it; a commit of a million events takes
seconds. Whoever takes longer commits a file that is no longer there."""

_PART = re.compile(r".+\.parquet#[0-9]+")
"""Under such a name object_store writes a file before it takes its place; its listings, and so
vacuum's, leave them out."""


def dropped(table: Any, address: str, *, kept: timedelta) -> int:
    """Delete what nothing names and is older than ``kept`` and the longest write; how many.

    A bucket keeps the parts of an upload that was broken off out of sight of everybody: its own
    rule has to end them.
    """
    age = max(kept, LONGEST_WRITE)
    # Of files that the log does not know a full vacuum judges by when they were last written.
    whole: list[str] = table.vacuum(
        retention_hours=int(age / timedelta(hours=1)),
        enforce_retention_duration=False,
        dry_run=False,
        full=True,
    )
    return len(whole) + sum(map(_deleted, _parts(address, datetime.now(UTC) - age)))


def _parts(address: str, before: datetime) -> list[Path]:
    scheme, separator, _ = address.partition("://")
    if separator and scheme != "file":
        return []
    folder = Path(unquote(urlsplit(address).path) if separator else address)
    return [
        path
        for path in folder.rglob("*.parquet#*")
        if _PART.fullmatch(path.name) and path.stat().st_mtime < before.timestamp()
    ]


def _deleted(path: Path) -> bool:
    path.unlink(missing_ok=True)
    return True
