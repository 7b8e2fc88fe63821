"""``chaos``: what is acknowledged while one fault after the other strikes a house in use.

It runs in a process that may mount a disk of its own. ``--minutes`` says how long; a whole run has
30 and a fault every 20 seconds, and ``--quick`` two faults.
"""

import json
import subprocess
import sys

from benchmarks.material import PROJECT
from benchmarks.outcome import Outcome
from benchmarks.surfaces.chaos.small_disk import where_disks_are_own
from matinee.errors import Conflict

_MINUTES, _QUICK_MINUTES = 30.0, 8 / 60


def run(quick: bool, minutes: float | None = None) -> Outcome:
    """Open the house, strike it, and look at what is left."""
    lasts = 60 * (minutes or (_QUICK_MINUTES if quick else _MINUTES))
    here = [sys.executable, "-m", "benchmarks.surfaces.chaos.measured", str(lasts), str(int(quick))]
    ran = subprocess.run(
        where_disks_are_own(here), cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=False
    )
    if ran.returncode != 0:
        raise Conflict("The house under faults was not measured; why stands above.")
    return Outcome(json.loads(ran.stdout.splitlines()[-1]))
