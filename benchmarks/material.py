"""Where benchmarks find the shared data, which is never copied into the project."""

import hashlib
import os
from pathlib import Path

from matinee.errors import NotFound

PROJECT = Path(__file__).resolve().parent.parent


def shared(*parts: str) -> Path:
    """A file or folder of the shared data; what is missing is named, with a remedy."""
    root = Path(os.environ.get("MATINEE_SHARED", PROJECT.parent / "shared"))
    path = root.joinpath("data", *parts)
    if not path.exists():
        raise NotFound(
            f"The shared data has no {'/'.join(parts)} (looked in {root / 'data'}).",
            remedy="Set MATINEE_SHARED to the folder that holds data/.",
        )
    return path


def sha256_of(*files: Path) -> str:
    """The SHA-256 of the bytes of the files, one after the other."""
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()
