"""A disk of a test's own that is small enough to fill: a tmpfs in a mount namespace."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_SCRIPT = 'mount -t tmpfs -o size="$1" tmpfs "$2" && exec "$3" -c "$4" "$2"'


def run_on_small_disk(size: str, folder: Path, program: str) -> list[str]:
    """The lines that ``program`` prints; its first argument is the folder with the small disk."""
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-Urm", "true"], check=False).returncode:
        pytest.skip("this machine allows no small disk of one's own (unshare --mount)")
    namespace = [unshare, "--user", "--map-root-user", "--mount", "sh", "-c", _SCRIPT, "sh"]
    ran = subprocess.run(
        [*namespace, size, str(folder), sys.executable, program],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()
