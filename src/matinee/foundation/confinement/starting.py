"""How a confined child is started: by the name of its module, with nothing of the house.

It is given no variable of the house's environment, where passwords and keys of the stores are, and
imports nothing from where it happens to be started (``-I``). It leads a session of its own, so that
whatever it starts in turn can be ended with it.
"""

import sys
from typing import TypedDict

ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""All that a child is told: that it has one thread of arithmetic."""


class Started(TypedDict):
    """The arguments of a process that are the same for every child."""

    env: dict[str, str]
    start_new_session: bool


CONFINED: Started = {"env": ENVIRONMENT, "start_new_session": True}


def command(module: str, *arguments: str) -> list[str]:
    """The command line of a child: a module of Matinee's, run by this interpreter."""
    return [sys.executable, "-I", "-m", module, *arguments]
