"""What lies at rest, as ``matinee doctor`` asks of it: the log's partitions, and what is sealed."""

from datetime import UTC, datetime

from matinee.assembly.settings import Settings
from matinee.audience.lake import rotation
from matinee.clearance.record.sealing import unsealed
from matinee.errors import Conflict
from matinee.foundation.blobs import Blobs
from matinee.foundation.database import Database


async def check_log(database: Database) -> str:
    """How the log's partitions stand; Conflict where one waits for the lake for days."""
    return await rotation.check(database, now=datetime.now(UTC))


async def check_likenesses(settings: Settings) -> str:
    """Whether all is sealed and every key is here; Conflict, with the remedy, where not."""
    missing, plain = await unsealed(Blobs(settings.blob_address), settings.home / "keys")
    if missing:
        raise Conflict(
            f"Keys of productions that sealed something are not here: {', '.join(missing)}.",
            remedy="Bring the folder of keys back from its mirror.",
        )
    if plain:
        raise Conflict(
            f"{plain} papers or outputs lie plain, or under a consent's key alone.",
            remedy="Run `matinee clearance seal-anew`.",
        )
    return "sealed by consent and production"
