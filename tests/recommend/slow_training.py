"""A process that trains until it is killed: says what it does, and stops where it is told to.

python -m tests.recommend.slow_training DATABASE_URL BLOBS COPIES STAGE
"""

import asyncio
import sys
import time
from pathlib import Path

from tests.recommend.audiences import service, walked_log

from matinee.foundation.blobs import Blobs
from matinee.foundation.database import Database


async def train(url: str, blobs: Path, copies: Path, stage: str) -> None:
    def halt_at(what: str, _done: float) -> None:
        if what.startswith(stage):
            sys.stdout.write("halted\n")
            sys.stdout.flush()
            time.sleep(600)

    database = Database(url, pool_size=2)
    await service(database, Blobs(blobs), walked_log(), copies).train(progress=halt_at)


if __name__ == "__main__":
    asyncio.run(train(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]))
