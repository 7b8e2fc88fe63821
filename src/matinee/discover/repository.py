"""All SQL of discovery: the vectors of texts, and conversations."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import text

from matinee.foundation.database import Connection
from matinee.vocabulary.ids import ProfileId

_KNOWN = text(
    """
    SELECT digest, scale, vector
    FROM unnest(CAST(:digests AS bytea[])) AS wanted (digest)
    JOIN discover.vectors USING (digest) WHERE model = :model
    """
)
_KEEP = text(
    """
    INSERT INTO discover.vectors (model, digest, scale, vector)
    SELECT :model, digest, scale, vector FROM unnest(
        CAST(:digests AS bytea[]), CAST(:scales AS real[]), CAST(:vectors AS bytea[])
    ) AS made (digest, scale, vector)
    ON CONFLICT DO NOTHING
    """
)


async def known_vectors(
    connection: Connection, model: str, digests: Sequence[bytes]
) -> Mapping[bytes, tuple[float, NDArray[np.int8]]]:
    """The vectors that are kept of these texts: scale, and a byte a dimension."""
    found = await connection.execute(_KNOWN, {"model": model, "digests": list(digests)})
    return {
        bytes(digest): (scale, np.frombuffer(vector, np.int8)) for digest, scale, vector in found
    }


async def keep_vectors(
    connection: Connection,
    model: str,
    vectors: Iterable[tuple[bytes, float, NDArray[np.int8]]],
) -> None:
    """Keep vectors of texts; one that is there already stays."""
    digests, scales, packed = [], [], []
    for digest, scale, vector in vectors:
        digests.append(digest)
        scales.append(scale)
        packed.append(vector.tobytes())
    await connection.execute(
        _KEEP, {"model": model, "digests": digests, "scales": scales, "vectors": packed}
    )


_CONVERSATION = text(
    """
    SELECT document FROM discover.conversations WHERE profile_id = :profile AND touched >= :since
    """
)
_KEEP_CONVERSATION = text(
    """
    INSERT INTO discover.conversations (profile_id, document, touched)
    VALUES (:profile, CAST(:document AS jsonb), :at)
    ON CONFLICT (profile_id) DO UPDATE SET document = excluded.document, touched = excluded.touched
    """
)
_DROP_CONVERSATION = text("DELETE FROM discover.conversations WHERE profile_id = :profile")
_DROP_SILENT = text("DELETE FROM discover.conversations WHERE touched < :before")


async def conversation(
    connection: Connection, profile: ProfileId, *, since: datetime
) -> dict[str, Any] | None:
    """The document of a member's conversation that was touched since; None without one."""
    found = await connection.execute(_CONVERSATION, {"profile": profile, "since": since})
    return found.scalar_one_or_none()


async def keep_conversation(
    connection: Connection, profile: ProfileId, document: dict[str, Any], *, at: datetime
) -> None:
    """Keep a member's conversation in the place of the former one."""
    values = {"profile": profile, "document": json.dumps(document), "at": at}
    await connection.execute(_KEEP_CONVERSATION, values)


async def drop_conversation(connection: Connection, profile: ProfileId) -> None:
    """Keep nothing of a member's conversation."""
    await connection.execute(_DROP_CONVERSATION, {"profile": profile})


async def drop_silent_conversations(connection: Connection, *, before: datetime) -> None:
    """Drop the conversations that nobody has touched since."""
    await connection.execute(_DROP_SILENT, {"before": before})
