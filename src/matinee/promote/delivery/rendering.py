"""One approved picture rendered to one line: cut, scaled, titled, measured, written to its weight.

A line is cut from within a print that somebody approved, never wider, so that a partner is sent
nothing that nobody has looked at. No pixel is invented beyond the enlargement that a line allows.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from matinee.media.model import Regard
from matinee.promote.delivery.model import Box, Format, Line, Reason, Shortfall
from matinee.promote.gallery.cropping import SHAPES, Attention, Crop, crop_to
from matinee.promote.gallery.model import MOST_CUT
from matinee.promote.gallery.prints import pixels_of
from matinee.promote.titling.billing import Block, lettered, set_block
from matinee.promote.titling.contrast import Pixels
from matinee.promote.titling.model import REQUIRED, Wish
from matinee.promote.titling.placing import Room, covered
from matinee.promote.titling.setting import Setter

QUALITIES = (95, 92, 90, 87, 84, 80, 76, 72, 68, 64, 60)
"""Of JPEG, the best that is light enough is taken; below 60 blocks show, so it is not sent."""
_ROUNDED = 1.005
"""A window of a print is whole pixels: half a percent more than was allowed is still allowed."""
_NEAR = 0.6
"""Share of a shape that a line has to keep: a narrower cut is another picture."""
_TEXTLESS_EM = 0.08
"""Of the height: by what names are measured where there is no title."""
Sign = Callable[[bytes, bool], bytes]
"""Gives a file with its credentials; told whether its title stands as somebody wished."""


@dataclass(frozen=True, slots=True)
class Print:
    """An approved shape of a picture as it is kept, and what is seen in it."""

    shape: str
    content: bytes
    regard: Regard


@dataclass(frozen=True, slots=True)
class Rendered:
    """What came of it: the signed file, or why it falls short."""

    content: bytes = b""
    quality: int = 0
    enlarged: float = 0.0
    cut: float = 0.0
    contrast: float = 0.0
    shortfalls: tuple[Shortfall, ...] = ()
    by_hand: bool = False


def shapes_for(ratio: float) -> tuple[str, ...]:
    """The shapes that a line of this ratio may be cut from, the one that it keeps most of first."""
    kept = {shape: min(ratio, own) / max(ratio, own) for shape, own in SHAPES.items()}
    best = max(kept.values())
    near = [shape for shape, share in kept.items() if share >= min(_NEAR, best)]
    return tuple(sorted(near, key=lambda shape: -kept[shape]))


@dataclass(frozen=True, slots=True)
class Letters:
    """What is set on a picture: the title, and names that are owed below it; either may lack.

    ``wishes`` are how somebody wants the title set on each shape: it is set so where the line
    leaves room for it and it can be read.
    """

    title: Setter | None = None
    billing: Block | None = None
    wishes: Mapping[str, Wish] = field(default_factory=dict[str, Wish])


NO_LETTERS = Letters()


def render(held: Print, line: Line, sign: Sign, letters: Letters = NO_LETTERS) -> Rendered:
    """The print as the line asks for it."""
    with Image.open(io.BytesIO(held.content)) as opened:
        whole = opened.convert("RGB")
    crop = _window(held.regard, line, *whole.size)
    left, top, right, bottom = pixels_of(crop.box, *whole.size)
    enlarged = max(line.width / (right - left), line.height / (bottom - top))
    within = (_within(crop.box, face) for face in held.regard.faces)
    faces = [face for face in within if face is not None]
    found = list(_of_geometry(line, crop, (right - left, bottom - top), enlarged))
    found += _of_faces(line, faces)
    if found:
        return Rendered(enlarged=enlarged, cut=crop.cut, shortfalls=tuple(found))
    scaled = whole.crop((left, top, right, bottom)).resize(
        (line.width, line.height), Image.Resampling.LANCZOS
    )
    seen = _Seen(faces, _cut(held.regard, crop.box))
    pixels, wish = np.asarray(scaled, np.uint8), letters.wishes.get(held.shape)
    done = _lettered(pixels, line, seen, letters, wish)
    if done.short and wish is not None:
        wish = None
        done = _lettered(pixels, line, seen, letters, wish)
    fine = letters.title is not None or letters.billing is not None
    picture = Image.fromarray(done.pixels)
    content, quality = _written(picture, line, lambda bare: sign(bare, wish is not None), fine=fine)
    heavy = Shortfall(Reason.WEIGHT, f"more than {line.most_bytes:,} bytes")
    return Rendered(
        content,
        quality,
        enlarged,
        crop.cut,
        done.contrast,
        (*done.short, *([] if content else [heavy])),
        by_hand=wish is not None,
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is seen in the cut picture: faces by shares of it, and its saliency."""

    faces: Sequence[Box]
    saliency: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Done:
    """The picture with title and billing, the least contrast of both, what is wrong with either."""

    pixels: Pixels
    contrast: float
    short: Sequence[Shortfall]


def _lettered(
    pixels: Pixels, line: Line, seen: _Seen, letters: Letters, wish: Wish | None
) -> _Done:
    block, room = letters.billing, _room_of(line)
    if letters.title is None:
        if block is None:
            return _Done(pixels, 0.0, ())
        named = set_block(pixels, block, room, line.height * _TEXTLESS_EM)
        return _Done(named.pixels, named.contrast, _of_names(named.lacking(seen.faces)))
    done = lettered(pixels, letters.title, block, seen.faces, seen.saliency, room, wish=wish)
    title = done.title
    short = [*_of_title(line, _inked(title.placement.coverage), title.contrast)]
    if done.names is not None:
        short += _of_names(done.names.lacking(seen.faces))
    return _Done(done.pixels, done.contrast, short)


def _room_of(line: Line) -> Room:
    margins = (line.safe.left, line.safe.top, line.safe.right, line.safe.bottom)
    return Room(margins, tuple(zone.box for zone in line.zones))


def _of_names(lacks: str) -> Sequence[Shortfall]:
    return [Shortfall(Reason.BILLING, lacks)] if lacks else []


def _window(regard: Regard, line: Line, width: int, height: int) -> Crop:
    kept = [*regard.heads, *([] if regard.salient is None else [regard.salient])]
    down, across = regard.saliency.sum(axis=1), regard.saliency.sum(axis=0)
    total = float(across.sum())
    felt = Attention(tuple(across / total), tuple(down / total)) if total > 0 else Attention()
    return crop_to(line.name, width / height, line.ratio, kept, felt)


def _of_geometry(
    line: Line, crop: Crop, size: tuple[int, int], enlarged: float
) -> Sequence[Shortfall]:
    found: list[Shortfall] = []
    if enlarged > line.most_enlarged * _ROUNDED:
        has, wants = f"{size[0]}×{size[1]}", f"{line.width}×{line.height}"
        found.append(Shortfall(Reason.SIZE, f"{has} of {wants}"))
    if crop.cut > MOST_CUT:
        found.append(Shortfall(Reason.CROP, f"{crop.cut:.0%}"))
    return found


def _of_faces(line: Line, faces: Sequence[Box]) -> Sequence[Shortfall]:
    """A face may lie beyond the safe area, or under a zone, by as much as a crop may cut."""
    found: list[Shortfall] = []
    outside = max((1 - covered(face, line.safe.safe) for face in faces), default=0.0)
    if outside > MOST_CUT:
        found.append(Shortfall(Reason.FACE_UNSAFE, f"{outside:.0%}"))
    for zone in line.zones:
        under = max((covered(face, zone.box) for face in faces), default=0.0)
        if under > MOST_CUT:
            found.append(Shortfall(Reason.FACE_COVERED, f"{zone.name}, {under:.0%}"))
    return found


def _of_title(line: Line, ink: Box, contrast: float) -> Sequence[Shortfall]:
    found: list[Shortfall] = []
    left, top, wide, high = line.safe.safe
    if (
        min(ink[0] - left, ink[1] - top) < -_PIXEL
        or max(ink[0] + ink[2] - left - wide, ink[1] + ink[3] - top - high) > _PIXEL
    ):
        found.append(Shortfall(Reason.TITLE_UNSAFE))
    found += [
        Shortfall(Reason.TITLE_COVERED, zone.name)
        for zone in line.zones
        if covered(ink, zone.box) > 0
    ]
    if contrast < REQUIRED:
        found.append(Shortfall(Reason.CONTRAST, f"{contrast:.1f}"))
    return found


_PIXEL = 0.002
"""An antialiased edge may touch the line of the safe area."""


def _written(
    picture: Image.Image, line: Line, sign: Callable[[bytes], bytes], *, fine: bool
) -> tuple[bytes, int]:
    """The signed file and JPEG's quality, the best that is light enough; nothing where none is."""
    if line.format is Format.PNG:
        content = sign(_as(picture, "PNG"))
        return (content, 0) if len(content) <= line.most_bytes else (b"", 0)
    extra: int | None = None
    for quality in QUALITIES:
        bare = _as(picture, "JPEG", quality=quality, subsampling=0 if fine else 2)
        # Signing is dear and always weighs much the same: no second try that would be too heavy.
        if extra is not None and len(bare) + extra > line.most_bytes:
            continue
        content = sign(bare)
        if len(content) <= line.most_bytes:
            return content, quality
        extra = len(content) - len(bare)
    return b"", 0


def _as(picture: Image.Image, kind: str, **how: int) -> bytes:
    stream = io.BytesIO()
    options: Mapping[str, int] = {**how, "optimize": 1}
    picture.save(stream, kind, **options)
    return stream.getvalue()


def _inked(coverage: NDArray[np.uint8]) -> Box:
    """The box of all ink."""
    high, wide = coverage.shape
    rows, columns = np.flatnonzero(coverage.any(axis=1)), np.flatnonzero(coverage.any(axis=0))
    left, top = float(columns[0]) / wide, float(rows[0]) / high
    return left, top, float(columns[-1] + 1) / wide - left, float(rows[-1] + 1) / high - top


def _cut(regard: Regard, window: Box) -> NDArray[np.float64]:
    """The saliency within a window, which sums to 1 again."""
    high, wide = regard.saliency.shape
    left, top, right, bottom = pixels_of(window, wide, high)
    felt = np.asarray(regard.saliency[top : max(bottom, top + 1), left : max(right, left + 1)])
    total = float(felt.sum())
    return felt / total if total > 0 else felt


def _within(window: Box, box: Box) -> Box | None:
    """A box as shares of a window; None where it lies outside."""
    moved = (
        (box[0] - window[0]) / window[2],
        (box[1] - window[1]) / window[3],
        box[2] / window[2],
        box[3] / window[3],
    )
    return moved if covered(moved, (0.0, 0.0, 1.0, 1.0)) > 0 else None
