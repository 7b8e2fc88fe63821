"""The steps on one film, each in a process of its own, as the house runs them; and stories kept.

A whole film takes minutes of processor time to look into, so its story is kept beside the films
that packages carry, under the hash of the film and of the code that looked.
"""

import hashlib
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import msgspec

import matinee.media
from benchmarks.material import sha256_of
from matinee.media.model import Step, Story, WorkOrder
from matinee.media.workbench import read_story, write_json

_LOOKING = ("analysis", "decoding", "picture", "shots", "sound")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock and of the processor."""

    wall: float
    processor: float


class FilmWork:
    """A film's folder and the steps that fill it."""

    def __init__(self, film: Path, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        order = WorkOrder(str(film), 6_000_000_000, 36_000, -23.0, {})
        (folder / "order.json").write_bytes(msgspec.json.encode(order))

    def begin(self, step: Step) -> subprocess.Popen[bytes]:
        """Start a step."""
        return subprocess.Popen(
            [sys.executable, "-m", "matinee.media.workbench", step, str(self.folder)],
            stdout=subprocess.DEVNULL,
        )

    def do(self, step: Step) -> Cost:
        """Do a step; what it cost, the start of its process included."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.perf_counter()
        if self.begin(step).wait() != 0:
            raise AssertionError(f"the step {step} failed")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return Cost(time.perf_counter() - began, processor)


def story_of(film: Path) -> Story:
    """What the full pass finds in a film, looked into only where no story of it is kept."""
    kept = _folder() / f"{film.stem}-{sha256_of(film)[:16]}-{_code()[:16]}.json"
    if not kept.exists():
        with tempfile.TemporaryDirectory() as folder:
            story = look_into(film, Path(folder) / "film")
        kept.parent.mkdir(parents=True, exist_ok=True)
        write_json(kept, story)
    return read_story(kept)


def look_into(film: Path, folder: Path) -> Story:
    """Both passes over a film, in ``folder``, which is made."""
    work = FilmWork(film, folder)
    for step in (Step.PROBE, Step.FAST, Step.FULL):
        work.do(step)
    return read_story(folder / "full.json")


def _folder() -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    return cache / "matinee" / "stories"


def _code() -> str:
    """One hash over the code that looks: another code may find another story."""
    root = Path(next(iter(matinee.media.__path__)))
    digest = hashlib.sha256()
    for part in _LOOKING:
        for file in sorted((root / part).glob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()
