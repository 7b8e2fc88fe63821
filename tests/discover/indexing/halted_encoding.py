"""Encodes the texts of a catalogue and stops for good within the second batch; by a test.

``python -m tests.discover.indexing.halted_encoding URL STAGE`` says ``halted`` and waits to be
killed: while it encodes, or with the batch written and not committed.
"""

import asyncio
import sys
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager

import numpy as np
from numpy.typing import NDArray

from matinee.catalogue.service import CatalogueService
from matinee.discover.indexing.encoding import VectorKeeper
from matinee.discover.indexing.keeping import HoldingsKeeper
from matinee.foundation.database import Connection, Database
from matinee.media.text_embedding.encoder import MODEL, TextEncoder

_FOREVER = 600


def halt() -> None:
    """Say so, and wait for the kill."""
    sys.stdout.write("halted\n")
    sys.stdout.flush()
    time.sleep(_FOREVER)


class CountedEncoder:
    """The real encoder, which counts texts and may stop within a batch."""

    def __init__(self, halt_in: int = 0) -> None:
        self._encoder = TextEncoder()
        self._halt_in = halt_in
        self.texts, self.batches = 0, 0

    @property
    def model(self) -> str:
        """As the encoder is called."""
        return MODEL

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of ``texts``."""
        self.batches += 1
        if self.batches == self._halt_in:
            halt()
        self.texts += len(texts)
        return self._encoder.encode(texts)


class HaltedDatabase(Database):
    """Halts with the second transaction written and not committed."""

    _written = 0

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Connection]:
        """As ever, but for the second."""
        async with super().transaction() as connection:
            yield connection
            self._written += 1
            if self._written == 2:
                halt()


async def main(url: str, stage: str) -> None:
    """Encode until the second batch."""
    holdings = await HoldingsKeeper(CatalogueService(Database(url))).current()
    encoding = stage == "encoding"
    database = Database(url) if encoding else HaltedDatabase(url)
    keeper = VectorKeeper(database, CountedEncoder(halt_in=2 if encoding else 0))
    keeper.follow(holdings.directory)
    await keeper.made()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
