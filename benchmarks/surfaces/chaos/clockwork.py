"""A command of Matinee whose clock can be made to jump: ``clockwork FILE COMMAND [ARGUMENTS]``.

``FILE`` holds by how many seconds the clock is off; where it is absent the clock is right. All that
Python says of the time of day follows it, in the whole process (time-machine); the steady clock
does not, as on a machine whose clock is set.
"""

import runpy
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine

_LOOK_SECONDS = 0.05


def main() -> None:
    """Follow the file, and be that command."""
    threading.Thread(target=_follow, args=(Path(sys.argv[1]),), daemon=True).start()
    sys.argv = ["matinee", *sys.argv[2:]]
    runpy.run_module("matinee", run_name="__main__")


def _follow(file: Path) -> None:
    at, journey = 0.0, None
    while True:
        wished = _wished(file)
        if wished != at:
            if journey is not None:
                journey.stop()
            journey = None
            if wished:
                there = datetime.now(UTC) + timedelta(seconds=wished)
                journey = time_machine.travel(there, tick=True)
                journey.start()
            at = wished
        time.sleep(_LOOK_SECONDS)


def _wished(file: Path) -> float:
    try:
        return float(file.read_text(encoding="ascii"))
    except FileNotFoundError:
        return 0.0


if __name__ == "__main__":
    main()
