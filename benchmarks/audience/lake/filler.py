"""A process that brings viewing to the lake without a pause, until it is killed."""

import asyncio
import sys
from pathlib import Path

from matinee.assembly.house import open_house
from matinee.assembly.settings import Settings
from matinee.errors import MatineeError

_PAUSE_SECONDS = 0.2


async def fill_for_ever(home: Path) -> None:
    """Fill again and again; what fails is tried again after a moment, as a worker's jobs are."""
    while True:
        try:
            async with open_house(Settings(home=home)) as house:
                while True:
                    await house.lake.fill()
                    await asyncio.sleep(_PAUSE_SECONDS)
        except MatineeError as failure:
            print(failure.sentence, file=sys.stderr)
        await asyncio.sleep(_PAUSE_SECONDS)


if __name__ == "__main__":
    asyncio.run(fill_for_ever(Path(sys.argv[1])))
