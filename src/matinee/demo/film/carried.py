"""Files that packages carry: fetched by pip under a fixed hash, kept out of the project."""

import hashlib
import io
import os
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from matinee.errors import Unavailable

BUNNY_CREDIT = "Big Buck Bunny (c) 2008 Blender Foundation, www.bigbuckbunny.org, CC BY 3.0"


@dataclass(frozen=True, slots=True)
class Carried:
    """A file within a package: which, by what hash, and how it is taken out."""

    name: str
    requirement: str
    package_sha256: str
    source: bool
    take: Callable[[Path], bytes]
    sha256: str


def _from_moviepy(archive: Path) -> bytes:
    inner = "docs/_static/medias/getting_started/moviepy_10_minutes/moviepy_10_minutes.zip"
    with tarfile.open(archive) as tar:
        member = tar.extractfile(f"moviepy-2.2.1/{inner}")
        if member is None:
            raise Unavailable("The package does not hold the film.")
        with zipfile.ZipFile(io.BytesIO(member.read())) as nested:
            return nested.read("moviepy_10_minutes/resources/bbb.mp4")


def from_wheel(name: str) -> Callable[[Path], bytes]:
    """Take a file out of a wheel by its name there."""

    def take(archive: Path) -> bytes:
        with zipfile.ZipFile(archive) as wheel:
            return wheel.read(name)

    return take


BIG_BUCK_BUNNY = Carried(
    "big-buck-bunny.mp4",
    "moviepy==2.2.1",
    "c80cb56815ece94e5e3e2d361aa40070eeb30a09d23a24c4e684d03e16deacb1",
    source=True,
    take=_from_moviepy,
    sha256="475fbbf34c4c367998f80c29ea03b15a743941179b12da3373fc6706e68621d0",
)


def fetch(carried: Carried) -> Path:
    """Where the file lies, fetched at first use; Unavailable where pip cannot bring it."""
    folder = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "matinee"
    path = folder / carried.name
    if path.exists() and _sha256(path.read_bytes()) == carried.sha256:
        return path
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        archive = _download(carried, Path(temporary))
        content = carried.take(archive)
    if _sha256(content) != carried.sha256:
        raise Unavailable(f"{carried.name} is not the file that was expected.")
    partial = path.with_suffix(".partial")
    partial.write_bytes(content)
    partial.replace(path)
    return path


def _download(carried: Carried, folder: Path) -> Path:
    wanted = folder / "wanted.txt"
    wanted.write_text(f"{carried.requirement} --hash=sha256:{carried.package_sha256}\n")
    kind = ["--no-binary", ":all:"] if carried.source else ["--only-binary", ":all:"]
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--require-hashes",
            *kind,
            "--dest",
            str(folder),
            "--requirement",
            str(wanted),
        ],
        check=False,
        capture_output=True,
        text=True,
        timeout=600,
    )
    found = [path for path in folder.iterdir() if path != wanted]
    if run.returncode or not found:
        raise Unavailable(
            f"pip did not bring {carried.requirement}, which carries {carried.name}.",
            remedy=run.stderr.strip()[-300:] or "Check the network.",
        )
    return found[0]


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
