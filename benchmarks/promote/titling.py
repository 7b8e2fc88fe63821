"""Titles in twelve languages on frames of *Big Buck Bunny* and on two portraits, in four shapes.

Contrast is measured twice: at every pixel behind a letter before the letters are drawn, and in the
JPEG that members get, between the inside of the letters and what lies just about them. Glyphs are
held against what HarfBuzz by itself makes of each line. The contact sheet is written beside the
house's data, to be looked at. Big Buck Bunny is (c) 2008 Blender Foundation, CC BY 3.0.
"""

import io
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from icu4py.breakers import LineBreaker, WordBreaker
from numpy.typing import NDArray
from PIL import Image

from benchmarks.material import PROJECT
from benchmarks.media.carried import COLLINS, HOPPER
from benchmarks.outcome import Figure, Outcome
from benchmarks.promote.titles import FRESH, LAST, SEEN, TITLES, UNSEEN
from matinee.demo.film.carried import BIG_BUCK_BUNNY, fetch
from matinee.media.picture.regard import regard
from matinee.media.picture.saliency import salient_region
from matinee.promote.gallery.cropping import crop_all, most_cut
from matinee.promote.gallery.model import MOST_CUT
from matinee.promote.titling.breaking import breaks_of, learned_ends
from matinee.promote.titling.contrast import contrasts
from matinee.promote.titling.harfbuzz import hb
from matinee.promote.titling.model import REQUIRED
from matinee.promote.titling.setting import Setter
from matinee.promote.titling.shaping import ShapedLine
from matinee.promote.titling.treatment import Treatment, treat
from matinee.promote.titling.typefaces import Typefaces

SHEET = PROJECT / ".matinee" / "titling.jpg"
_MOMENTS = (30, 62, 95, 120, 150, 178, 205, 240, 275, 310, 340, 365)
_HIGH = 360
Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Done:
    """One treated crop, as it is kept in JPEG."""

    picture: int
    language: str
    treatment: Treatment
    decoded: Pixels
    faces: int


def run(quick: bool) -> Outcome:
    """``quick``: three languages on frames of the film, and no portraits."""
    typefaces = Typefaces()
    titles = dict(list(TITLES.items())[:3]) if quick else TITLES
    setters = {language: Setter(title, language, typefaces) for language, title in titles.items()}
    begun = time.process_time()
    done: list[Done] = []
    for at, frame in enumerate(_frames(len(titles))):
        language, setter = list(setters.items())[at]
        done += [_treated(at, language, setter, crop) for crop in _crops(frame)]
    on_film = len(done)
    if not quick:
        for at, portrait in enumerate((COLLINS, HOPPER), start=len(titles)):
            crops = list(_crops(_read(fetch(portrait))))
            for language, setter in setters.items():
                done += [_treated(at, language, setter, crop) for crop in crops]
    seconds = time.process_time() - begun
    _write_sheet(done)
    lines = [(d.language, p.line) for d in done for p in d.treatment.placement.title.lines]
    compared, missing, apart = _against_harfbuzz(lines, typefaces)
    faces = [d.treatment.placement.face for d in done if d.faces]
    least = [d.treatment.contrast for d in done]
    figures: dict[str, Figure] = {
        "languages": len(titles),
        "pictures": len(done),
        "pictures_of_the_film": on_film,
        "contrast_least": round(min(least), 2),
        "contrast_below_4_5": sum(each < REQUIRED for each in least),
        "contrast_least_in_jpeg": round(min(map(_in_jpeg, done)), 2),
        "contrast_middle_in_jpeg": round(float(np.median(list(map(_in_jpeg, done)))), 2),
        "glyphs": compared,
        "glyphs_missing": missing,
        "glyphs_apart_from_harfbuzz": apart,
        "pictures_with_faces": len(faces),
        "face_covered_most": round(max(faces, default=0.0), 3),
        "faces_covered_over_1_percent": sum(each > 0.01 for each in faces),
        "scrim_middle": round(float(np.median([d.treatment.placement.scrim for d in done])), 2),
        "processor_seconds_a_picture": round(seconds / len(done), 2),
        "sheet": str(SHEET.relative_to(PROJECT)),
    }
    sets = {"seen": SEEN, "unseen": UNSEEN, "fresh": FRESH, "last": LAST}
    for name, marked in sets.items():
        figures |= _breaks(name, marked)
    peers: dict[str, dict[str, Figure]] = {
        f"{named} alone (run here)": _breaks("unseen", UNSEEN, by) | _breaks("last", LAST, by)
        for named, by in (("ICU", "icu"), ("BudouX", "budoux"))
    }
    return Outcome(figures, peers, BIG_BUCK_BUNNY.sha256)


def _frames(count: int) -> Iterator[Pixels]:
    with av.open(str(fetch(BIG_BUCK_BUNNY))) as film:
        stream = film.streams.video[0]
        for at in _MOMENTS[:count]:
            film.seek(int(at / float(stream.time_base or 1)), stream=stream)
            for frame in film.decode(stream):
                if frame.time >= at:
                    yield np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
                    break


def _read(path: Path) -> Pixels:
    with Image.open(path) as opened:
        return np.asarray(opened.convert("RGB"), np.uint8)


def _crops(picture: Pixels) -> Iterator[Pixels]:
    high, wide = picture.shape[:2]
    blue_first = np.ascontiguousarray(picture[:, :, ::-1])
    salient, _ = salient_region(blue_first)
    heads = regard(_png(picture)).heads
    for crop in crop_all(wide, high, heads, salient):
        if most_cut(crop.box, heads) > MOST_CUT:
            continue  # The gallery proposes no picture with half a face.
        left, top, across, down = crop.box
        yield np.ascontiguousarray(
            picture[
                round(top * high) : round((top + down) * high),
                round(left * wide) : round((left + across) * wide),
            ]
        )


def _png(picture: Pixels) -> bytes:
    return cv2.imencode(".png", np.ascontiguousarray(picture[:, :, ::-1]))[1].tobytes()


def _treated(at: int, language: str, setter: Setter, picture: Pixels) -> Done:
    looked = regard(_png(picture))
    treatment = treat(picture, setter, looked.faces, looked.saliency)
    stream = io.BytesIO()
    Image.fromarray(treatment.pixels).save(stream, "JPEG", quality=90, subsampling=0)
    with Image.open(stream) as opened:
        decoded = np.asarray(opened.convert("RGB"), np.uint8)
    return Done(at, language, treatment, decoded, len(looked.faces))


def _in_jpeg(done: Done) -> float:
    """The contrast of the letters' inside (its median) to the worst twentieth of what is about."""
    covered = done.treatment.placement.coverage
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
    inside = cv2.erode((covered == 255).astype(np.uint8), disc) > 0
    inside = inside if inside.any() else covered == 255
    wider = cv2.dilate(covered, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9))) > 0
    near = cv2.dilate(covered, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))) > 0
    red, green, blue = (int(each) for each in np.median(done.decoded[inside], axis=0))
    around = contrasts((red, green, blue), done.decoded[wider & ~near])
    return float(np.quantile(around, 0.05))


def _against_harfbuzz(
    lines: list[tuple[str, ShapedLine]], typefaces: Typefaces
) -> tuple[int, int, int]:
    """Glyphs compared, glyphs that are none, and glyphs that stand elsewhere or are others."""
    compared = missing = apart = 0
    for language, line in lines:
        face = next(iter(typefaces.of(language)))
        buffer: Any = hb.Buffer()
        buffer.add_str(line.text)
        buffer.guess_segment_properties()
        buffer.language = language
        hb.shape(face.font, buffer)
        pen, places = 0, list[tuple[int, float, float]]()
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            at = ((pen + place.x_offset) / face.units, place.y_offset / face.units)
            places.append((info.codepoint, *at))
            pen += place.x_advance
        ours = [(each.number, each.x, each.y) for each in line.glyphs]
        compared += len(ours)
        missing += sum(number == 0 for number, _, _ in ours)
        apart += abs(len(ours) - len(places)) + sum(
            one[0] != other[0] or not np.allclose(one[1:], other[1:], atol=1e-9)
            for one, other in zip(ours, places, strict=False)
        )
    return compared, missing, apart


def _breaks(name: str, marked: dict[str, str], by: str = "both") -> dict[str, Figure]:
    """How many ends were offered within titles, how many cut a word in two, how many are known."""
    figures: dict[str, Figure] = {}
    for language, titles in marked.items():
        made = wrong = known = 0
        for title in titles.split():
            text = title.replace("/", "")
            wanted = set(accumulate(map(len, title.split("/"))))
            ends = set(_ends(text, language, by)) - {len(text)}
            made, wrong = made + len(ends), wrong + len(ends - wanted)
            known += len(wanted) - 1
        figures[f"{language}_{name}_breaks_known"] = known
        figures[f"{language}_{name}_breaks_offered"] = made
        figures[f"{language}_{name}_breaks_wrong"] = wrong
    return figures


def _ends(text: str, language: str, by: str) -> list[int]:
    if by == "both":
        return breaks_of(text, language)
    if by == "budoux":
        return learned_ends(text, language)
    breaker = WordBreaker(text, language) if language == "zh" else None
    locale = "ja-u-lw-phrase" if language == "ja" else language
    return list(accumulate(map(len, breaker or LineBreaker(text, locale))))


def _write_sheet(done: list[Done]) -> None:
    """A row for each language on each picture, in all its shapes; two rows beside each other."""
    rows: list[Pixels] = []
    for _, row in groupby(done, key=lambda each: (each.picture, each.language)):
        cells = [
            cv2.resize(
                each.decoded,
                (round(each.decoded.shape[1] * _HIGH / each.decoded.shape[0]), _HIGH),
                interpolation=cv2.INTER_AREA,
            )
            for each in row
        ]
        rows.append(np.asarray(np.hstack(cells), np.uint8))
    wide = max(row.shape[1] for row in rows) + 6
    framed = [np.pad(row, ((0, 6), (0, wide - row.shape[1]), (0, 0))) for row in rows]
    if len(framed) % 2:
        framed.append(np.zeros_like(framed[0]))
    sheet = np.vstack([np.hstack(framed[at : at + 2]) for at in range(0, len(framed), 2)])
    SHEET.parent.mkdir(exist_ok=True)
    Image.fromarray(np.asarray(sheet, np.uint8)).save(SHEET, "JPEG", quality=85)
