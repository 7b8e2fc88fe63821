"""Twelve pictures of a whole film in four shapes each: the sheet to look at, and what is cut off.

The pictures are chosen and cut as the gallery does it. A cut is measured in the pixels that are
sent: of the boxes that the choice was made by, of faces that another detector (dlib's histogram of
gradients) sees in the whole picture, and, in the truth film, of the faces as they were drawn.
"""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.material import PROJECT, sha256_of, shared
from benchmarks.media.film_work import story_of
from benchmarks.media.told_eyes import eyes_told
from benchmarks.media.truth_film import RATE, draw, whole_film
from benchmarks.outcome import Figure, Outcome
from matinee.demo.film.carried import BIG_BUCK_BUNNY, fetch
from matinee.media.model import Still, Story
from matinee.media.stills import take_stills
from matinee.promote.gallery.cropping import Attention, Box, Crop, crop_all, most_cut
from matinee.promote.gallery.model import MOST_CUT
from matinee.promote.gallery.prints import pixels_of, prints_of
from matinee.promote.gallery.shortlist import Candidate, moments, shortlist

SHEET = PROJECT / ".matinee" / "artwork-crops.jpg"
_COUNT = 12
_WIDTH = 1280
_CHAPTERS, _SEED = 2, 2026
_HIGH = 300
Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A candidate, the picture it was cut from, and the shapes as they are sent."""

    candidate: Candidate
    whole: Pixels
    shapes: Mapping[str, Pixels]


def run(quick: bool) -> Outcome:
    """``quick``: the 30 seconds of the shared clip, and one chapter of the truth film."""
    clip = ("clips", "big-buck-bunny-480p-30s.mp4")
    film = shared(*clip) if quick else fetch(BIG_BUCK_BUNNY)
    looked, chosen = _choose(film, story_of(film))
    _write_sheet(chosen)
    seen = [_seen_by_dlib(each.whole) for each in chosen]
    picked = [each.candidate for each in chosen]
    other = [_cuts(each.still, each.crops, faces) for each, faces in zip(picked, seen, strict=True)]
    known = [_cuts(each.still, each.crops, each.still.faces) for each in picked]
    salient = [_cuts(each.still, each.crops, [each.still.salient]) for each in picked]
    keeps = [min(crop.keeps for crop in each.crops) for each in picked]
    figures: dict[str, Figure] = {
        "pictures_looked_at": looked,
        "pictures_chosen": len(chosen),
        "crops": sum(len(each.shapes) for each in chosen),
        "crops_with_a_face": _with(known),
        "face_cut_most": _most(known),
        "salient_cut_most": _most(salient),
        "crops_that_cut_over_5_percent": _over(known, salient),
        "crops_with_a_face_that_dlib_sees": _with(other),
        "face_that_dlib_sees_cut_most": _most(other),
        "attention_kept_least": round(min(keeps, default=0.0), 3),
        "sheet": str(SHEET.relative_to(PROJECT)),
    }
    figures |= _truth(1 if quick else _CHAPTERS) | eyes_told()
    return Outcome(figures, {}, sha256_of(film))


def _truth(chapters: int) -> dict[str, Figure]:
    """Every crop of the truth film that is said to be whole, against the faces as they were drawn.

    Two pictures a second with a face. Wide crops are left out: the film is wide.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "truth.mp4"
        events = draw(path, whole_film(chapters, _SEED, third=True), seed=_SEED)
        times = list(events.face_boxes)[:: RATE // 2]
        stills = take_stills(path, times, Path(folder), width=_WIDTH, told=lambda _: None)
    cuts: list[float] = []
    unseen = 0
    for still in stills:
        face = events.face_boxes.get(round(still.at * RATE) / RATE)
        if face is None:
            continue
        unseen += not still.faces
        felt = Attention(still.across, still.down)
        crops = crop_all(still.width, still.height, still.heads, still.salient, felt)
        whole = [crop for crop in crops if crop.shape != "wide" and crop.cut <= MOST_CUT]
        cuts += _cuts(still, whole, [face])
    return {
        "truth_pictures_with_a_face": len(stills),
        "truth_pictures_whose_face_is_not_seen": unseen,
        "truth_narrow_crops_said_whole": len(cuts),
        "truth_face_cut_most": round(max(cuts, default=0.0), 4),
        "truth_crops_that_cut_a_face_over_5_percent": sum(cut > MOST_CUT for cut in cuts),
    }


def _choose(film: Path, story: Story) -> tuple[int, list[Chosen]]:
    with tempfile.TemporaryDirectory() as folder:
        times = moments(story, ())
        stills = take_stills(film, times, Path(folder), width=_WIDTH, told=lambda _: None)
        chosen: list[Chosen] = []
        for candidate in shortlist(stills, _COUNT):
            content = (Path(folder) / candidate.still.file).read_bytes()
            prints = prints_of(content, candidate.crops)
            shapes = {shape: _decoded(each) for shape, each in prints.items()}
            chosen.append(Chosen(candidate, _decoded(content), shapes))
        return len(stills), chosen


def _decoded(content: bytes) -> Pixels:
    return np.asarray(cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR), np.uint8)


def _cuts(still: Still, crops: Sequence[Crop], boxes: Sequence[Box]) -> list[float]:
    """For each crop in whole pixels the largest share of a box that it cuts off; none of no box."""
    if not boxes:
        return []
    windows = [pixels_of(crop.box, still.width, still.height) for crop in crops]
    shares: list[Box] = [
        (
            left / still.width,
            top / still.height,
            (right - left) / still.width,
            (bottom - top) / still.height,
        )
        for left, top, right, bottom in windows
    ]
    return [most_cut(window, boxes) for window in shares]


def _seen_by_dlib(picture: Pixels) -> list[Box]:
    dlib: Any = import_module("dlib")
    height, width = picture.shape[:2]
    seen = dlib.get_frontal_face_detector()(np.ascontiguousarray(picture[:, :, ::-1]))
    return [
        (
            max(0, face.left()) / width,
            max(0, face.top()) / height,
            (min(width, face.right()) - max(0, face.left())) / width,
            (min(height, face.bottom()) - max(0, face.top())) / height,
        )
        for face in seen
    ]


def _with(cuts: list[list[float]]) -> int:
    return sum(map(len, cuts))


def _most(cuts: list[list[float]]) -> float:
    return round(max((cut for each in cuts for cut in each), default=0.0), 4)


def _over(*kinds: list[list[float]]) -> int:
    return sum(cut > MOST_CUT for cuts in kinds for each in cuts for cut in each)


def _write_sheet(chosen: list[Chosen]) -> None:
    """A row for each picture, the best first, in two columns; numbered, with its second."""
    rows: list[Pixels] = []
    for number, each in enumerate(chosen, start=1):
        cells = [
            cv2.resize(shape, (round(shape.shape[1] * _HIGH / shape.shape[0]), _HIGH))
            for shape in each.shapes.values()
        ]
        row = np.asarray(np.hstack(cells), np.uint8)
        said = f"{number}  {each.candidate.still.at:.1f} s"
        cv2.putText(row, said, (12, 34), cv2.FONT_HERSHEY_SIMPLEX, 1, (255, 255, 255), 2)
        rows.append(np.pad(row, ((0, 6), (0, 6), (0, 0))))
    wide = max(row.shape[1] for row in rows)
    even = [np.pad(row, ((0, 0), (0, wide - row.shape[1]), (0, 0))) for row in rows]
    if len(even) % 2:
        even.append(np.zeros_like(even[0]))
    half = len(even) // 2
    sheet = np.hstack([np.vstack(even[:half]), np.vstack(even[half:])])
    SHEET.parent.mkdir(exist_ok=True)
    Image.fromarray(np.ascontiguousarray(sheet[:, :, ::-1])).save(SHEET, "JPEG", quality=85)
