"""PostgreSQL refuses to run as root; a user namespace shows it an ordinary id instead.

``unshare`` maps root to that id, so files stay root's outside and nothing changes hands.
"""

import os
import shutil
import subprocess
from functools import cache

from matinee.errors import Unavailable

ORDINARY_ID = 1000
_REMEDY = (
    "Run Matinee as an ordinary user, allow user namespaces "
    "(sysctl kernel.unprivileged_userns_clone, or the container's seccomp profile), "
    "or set MATINEE_DATABASE_URL to a server of your own."
)


def as_ordinary_user(command: list[str]) -> list[str]:
    """The command line that runs ``command`` as somebody PostgreSQL accepts."""
    return command if os.geteuid() != 0 else [*_namespace(), *command]


@cache
def _namespace() -> tuple[str, ...]:
    unshare = shutil.which("unshare")
    if unshare is None:
        raise Unavailable(
            "PostgreSQL does not run as root, and there is no `unshare` to give it another id.",
            remedy=_REMEDY,
        )
    prefix = (
        unshare,
        "--user",
        f"--map-user={ORDINARY_ID}",
        f"--map-group={ORDINARY_ID}",
        "--",
    )
    trial = subprocess.run([*prefix, "true"], capture_output=True, text=True, check=False)
    if trial.returncode != 0:
        raise Unavailable(
            "PostgreSQL does not run as root, and this machine does not allow a user namespace "
            f"({trial.stderr.strip()}).",
            remedy=_REMEDY,
        )
    return prefix
