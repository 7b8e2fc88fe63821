"""The steps of taking in a film, as a process of its own: ``python -m matinee.media.workbench``.

What decodes a stranger's file runs here, with limits on memory and processor time, and talks to its
parent by lines of JSON. Each step leaves files in the film's folder; what is there is not done
again.
"""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import msgspec

from matinee.errors import MatineeError
from matinee.foundation.confinement.bounds import bound
from matinee.media.analysis.assembling import fast_story, full_story
from matinee.media.analysis.measures import PictureMeasures, SoundMeasures, joined
from matinee.media.analysis.parts import PART_SECONDS, Part, parts_of
from matinee.media.analysis.passes import Progress, fast_pass, measure_part, take_thumbnails
from matinee.media.analysis.story import Story
from matinee.media.decoding.probing import FilmFacts, probe
from matinee.media.decoding.thumbnails import Thumbnails
from matinee.media.model import (
    CLIPS,
    PART,
    SPOT,
    STILLS,
    ClipFacts,
    ClipOrder,
    Moments,
    SpotFacts,
    SpotOrder,
    Step,
    WorkOrder,
)
from matinee.media.packaging.clips import write_clip
from matinee.media.packaging.conditioning import condition, measure
from matinee.media.packaging.package import write_package
from matinee.media.stills import take_stills

REFUSED = 3
THUMBNAILS = "thumbnails.npz"
"""Every frame of the film, small: from the fast pass for the full one."""
_POLITE = 10


def main(arguments: Sequence[str]) -> int:
    """A step, ``stills``, ``clips``, ``spot`` or ``part``, and a folder: 0 when done, 3 if not."""
    work, folder = arguments[0], Path(arguments[1])
    order = msgspec.json.decode((folder / "order.json").read_bytes(), type=WorkOrder)
    bound(memory_bytes=order.memory_bytes, processor_seconds=order.processor_seconds)
    cv2.setNumThreads(1)
    os.nice(_POLITE)  # Members' pages go first.
    try:
        bench = Workbench(folder, order)
        if work == STILLS:
            bench.stills()
        elif work == SPOT:
            bench.spot()
        elif work == CLIPS:
            bench.clips()
        elif work == PART:
            bench.part()
        else:
            bench.work(Step(work))
    except MatineeError as refusal:
        _tell({"code": refusal.code, "sentence": refusal.sentence, "remedy": refusal.remedy})
        return REFUSED
    except MemoryError:
        _tell({"code": "film", "sentence": "The film asks for too much memory.", "remedy": ""})
        return REFUSED
    return 0


class Workbench:
    """A film's folder and the steps that fill it."""

    def __init__(self, folder: Path, order: WorkOrder) -> None:
        self._folder = folder
        self._film = Path(order.film)
        self._order = order

    def work(self, step: Step) -> None:
        """Do one step."""
        match step:
            case Step.PROBE:
                write_json(self._folder / "facts.json", probe(self._film))
            case Step.FAST:
                self._fast()
            case Step.FULL:
                self._full()
            case Step.PUBLISH:
                raise AssertionError("publishing decodes nothing and needs no workbench")
            case Step.PACKAGE:
                story = read_story(self._folder / "full.json")
                write_package(
                    self._film,
                    self._folder / "package",
                    read_facts(self._folder),
                    story,
                    loudness_target=self._order.loudness_target,
                    subtitles=self._order.subtitles,
                    progress=self._told,
                )

    def stills(self) -> None:
        """Take the pictures that ``moments.json`` asks for."""
        asked = msgspec.json.decode((self._folder / "moments.json").read_bytes(), type=Moments)
        taken = take_stills(
            self._film, asked.times, self._folder, width=asked.width, told=self._told
        )
        write_json(self._folder / "stills.json", taken)

    def spot(self) -> None:
        """Look into an ad, or condition it, as ``spot.json`` asks."""
        asked = msgspec.json.decode((self._folder / "spot.json").read_bytes(), type=SpotOrder)
        if asked.ladder is None:
            facts = probe(self._film)
            write_json(self._folder / "found.json", SpotFacts(facts, measure(self._film)))
            return
        made = condition(
            self._film,
            self._folder / "package",
            asked.ladder,
            seconds=asked.seconds,
            progress=self._told,
        )
        write_json(self._folder / "made.json", made)

    def clips(self) -> None:
        """Cut what ``clips.json`` asks for."""
        content = (self._folder / "clips.json").read_bytes()
        asked = msgspec.json.decode(content, type=list[ClipOrder])
        made: list[ClipFacts] = []
        for place, each in enumerate(asked):
            path = self._folder / clip_name(place)
            target = self._order.loudness_target
            made.append(
                write_clip(self._film, path, each, loudness_target=target, progress=self._told)
            )
        write_json(self._folder / "made.json", made)

    def part(self) -> None:
        """Measure what ``part.json`` asks for of the full pass."""
        part = msgspec.json.decode((self._folder / "part.json").read_bytes(), type=Part)
        self._measure(part, lambda at: self._told((at - part.begin) / PART_SECONDS))

    def _fast(self) -> None:
        facts = read_facts(self._folder)
        measures = fast_pass(self._film, lambda at: self._told(at / facts.seconds))
        measures.sound.keep(self._folder / "sound.npz")
        measures.film.keep(self._folder / THUMBNAILS)
        story = fast_story(measures.film, measures.picture, measures.sound)
        write_json(self._folder / "fast.json", story)

    def _full(self) -> None:
        facts = read_facts(self._folder)
        parts: list[PictureMeasures] = []
        for part in parts_of(facts.seconds):
            path = self._folder / part.file
            if not path.exists():
                self._measure(part, lambda at: self._told(at / facts.seconds))
            parts.append(PictureMeasures.kept(path))
        sound = SoundMeasures.kept(self._folder / "sound.npz")
        write_json(self._folder / "full.json", full_story(self._film_small(), joined(parts), sound))
        for path in [*self._folder.glob("part-*.npz"), self._folder / THUMBNAILS]:
            path.unlink()

    def _film_small(self) -> Thumbnails:
        """As the fast pass kept it; after a stop at the very end it is taken again."""
        path = self._folder / THUMBNAILS
        if not path.exists():
            take_thumbnails(self._film).keep(path)
        return Thumbnails.kept(path)

    def _measure(self, part: Part, progress: Progress) -> None:
        end = float("inf") if part.end is None else part.end
        measure_part(self._film, part.begin, end, progress).keep(self._folder / part.file)

    def _told(self, share: float) -> None:
        _tell({"done": round(min(max(share, 0.0), 1.0), 4)})


def clip_name(place: int) -> str:
    """The file of the clip that was asked for in this place."""
    return f"clip-{place:02d}.mp4"


def read_facts(folder: Path) -> FilmFacts:
    """What probing found."""
    return msgspec.json.decode((folder / "facts.json").read_bytes(), type=FilmFacts)


def read_story(path: Path) -> Story:
    """What a pass found."""
    return msgspec.json.decode(path.read_bytes(), type=Story)


def write_json(path: Path, value: object) -> None:
    """Whole or not at all."""
    partial = path.with_suffix(".partial")
    partial.write_bytes(msgspec.json.encode(value))
    partial.replace(path)


def _tell(words: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
