"""All SQL of discovery: the vectors of texts."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import text

from matinee.foundation.database import Connection

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
