"""A shot as it comes and as it goes: one ZIP with folders of pictures.

It comes with ``frames/``, ``matte/`` and, where an artist painted, ``keys/``: every frame has a
matte of the same name, and a key is named like the frame that it paints over. Frames are in the
order of their names, and all of one kind, with the keys: PNG of 8 or of 16 bits, or OpenEXR, whose
picture in 16 bits is what is worked on while the plates lie beside it as they came. Or ``frames/``
holds one movie in ProRes, whose pictures are named like the mattes, in their order; its keys are
PNG of 16 bits. It goes with ``after/`` and ``matte/``, stored as they are, so that a page can show
them without unpacking.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import NoReturn

import cv2
import numpy as np
from PIL import Image

from matinee.errors import Invalid
from matinee.generation.model import input_hash
from matinee.generation.service import CarryRequest, Retouch
from matinee.studio.concept.colour import Bytes
from matinee.studio.reage.carrying.lessons import face_shot
from matinee.studio.reage.coded import DEEP, coded, depth_of, shown
from matinee.studio.reage.cosmetics import face_width
from matinee.studio.reage.plates.header import MAGIC, plate_size
from matinee.studio.reage.plates.movie import read_movie
from matinee.studio.reage.plates.reading import plate_reader
from matinee.studio.reage.plates.taking import Plates, matte_of, picture_of, taken
from matinee.studio.reage.turnover import Turnover

LARGEST_FILE = 256 * 1024 * 1024
MOST_FRAMES = 600
MOST_PIXELS = 120_000_000
"""Of all frames together: 120 of 1280 by 720; of deeper ones half as many."""
ZIP = "application/zip"
_UNREADABLE = (
    zipfile.BadZipFile, RuntimeError, EOFError, OSError, ValueError, LookupError, zlib.error,
    struct.error,
)  # fmt: skip
"""What zipfile raises for a file whose parts do not fit together."""
_FOLDERS = ("frames", "matte", "keys")
EPOCH = (1980, 1, 1, 0, 0, 0)
_EIGHT_BITS = 8
_MOVIE = ".mov"
_ENDINGS = frozenset({".png", ".exr", _MOVIE})
_BROKEN = (OSError, SyntaxError, ValueError, cv2.error, Image.DecompressionBombError)


@dataclass(frozen=True, slots=True)
class ShotFile:
    """The pictures of a shot as PNG, in the order of its frames, and the hash of the file."""

    sha256: str
    width: int
    height: int
    frames: tuple[bytes, ...] = field(repr=False)
    mattes: tuple[bytes, ...] = field(repr=False)
    keys: tuple[tuple[int, bytes], ...] = field(repr=False)
    plates: Plates | None = None
    """What the frames were made of, where they came as OpenEXR."""
    turnover: Turnover | None = None
    """Where the shot lies in what was filmed, where its files say so."""

    def request(
        self, *, steps: int, retouch: Retouch | None = None, ages: tuple[int, int] | None = None
    ) -> CarryRequest:
        """What is asked of it, all of it traced to the file; only carrying needs the keys."""
        return CarryRequest(
            self.frames,
            self.mattes,
            () if retouch or ages else self.keys,
            steps=steps,
            material=(self.sha256,),
            retouch=retouch,
            ages=ages,
        )


def read_shot(content: bytes, space: str | None = None) -> ShotFile:
    """A shot of such a file, whose pictures fit together and whose keys change something.

    ``space`` is the colour space of OpenEXR frames; None: as their header says.

    Raises:
        Invalid: it is no such file, or it is too large; names what does not fit.
        Unavailable: it holds OpenEXR, and the extra ``plates`` is not installed.
    """
    if len(content) > LARGEST_FILE:
        _no(f"A shot has {LARGEST_FILE // 2**20} MB at most.", "Cut it into shots.")
    try:
        folders = _folders(content)
    except _UNREADABLE as problem:
        raise Invalid(
            "It is no ZIP file that can be read.",
            remedy="Put the folders frames, matte and keys into one ZIP, without a password.",
            field="file",
        ) from problem
    frames, mattes, keys = (folders[name] for name in _FOLDERS)
    frames, turnover = _unreeled(frames, sorted(mattes))
    if not 1 <= len(frames) <= MOST_FRAMES:
        _no(f"A shot has 1 to {MOST_FRAMES} pictures in frames/.", "Cut it into shots.")
    if frames.keys() != mattes.keys():
        odd = min(frames.keys() ^ mattes.keys())
        _no(f"{odd} is not in both frames/ and matte/.", "Name them alike, one for one.")
    if not keys.keys() <= frames.keys():
        odd = min(keys.keys() - frames.keys())
        _no(f"keys/{odd} is no frame of the shot.", "Name it like the frame it paints over.")
    order = sorted(frames)
    size = _first_size(frames[order[0]], order[0])
    most = MOST_PIXELS if _depth(frames[order[0]], order[0]) == _EIGHT_BITS else MOST_PIXELS // 2
    if size[0] * size[1] * len(frames) > most:
        _no("The shot has too many pixels in all.", "Give it shorter, or smaller.")
    plates, frames, mattes, keys, said = _coded(order, frames, mattes, keys, size, space)
    numbers = {name: number for number, name in enumerate(order)}
    shot = ShotFile(
        sha256=input_hash(content),
        width=size[0],
        height=size[1],
        frames=tuple(frames[name] for name in order),
        mattes=tuple(mattes[name] for name in order),
        keys=tuple(sorted((numbers[name], keys[name]) for name in keys)),
        plates=plates,
        turnover=turnover or said,
    )
    _require_one_face(shot, size)
    return shot


def zipped_folder(folder: Path) -> bytes:
    """The pictures of a folder with ``frames/``, ``matte/`` and ``keys/``, as one ZIP.

    Raises:
        Invalid: together they are larger than a shot may be.
    """
    files = [
        each
        for name in _FOLDERS
        for each in sorted((folder / name).glob("*"))
        if each.is_file() and each.suffix.lower() in _ENDINGS
    ]
    if sum(each.stat().st_size for each in files) > LARGEST_FILE:
        _no(f"A shot has {LARGEST_FILE // 2**20} MB at most.", "Cut it into shots.")
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as file:
        for each in files:
            entry = zipfile.ZipInfo(f"{each.parent.name}/{each.name}", EPOCH)
            file.writestr(entry, each.read_bytes())
    return held.getvalue()


def written_result(mattes: Sequence[bytes]) -> Callable[[tuple[bytes, ...]], tuple[bytes, str]]:
    """Makes one file of the frames of a shot, with their mattes beside them.

    The same frames make the same bytes.
    """

    def finish(frames: tuple[bytes, ...]) -> tuple[bytes, str]:
        return packed([("after", frames), ("matte", mattes)]), ZIP

    return finish


def packed(folders: Sequence[tuple[str, Sequence[bytes]]]) -> bytes:
    """A ZIP of folders of numbered PNG, stored as they are."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as file:
        for folder, pictures in folders:
            for number, picture in enumerate(pictures):
                file.writestr(zipfile.ZipInfo(f"{folder}/{number:05}.png", EPOCH), picture)
    return held.getvalue()


def _folders(content: bytes) -> dict[str, dict[str, bytes]]:
    found: dict[str, dict[str, bytes]] = {name: {} for name in _FOLDERS}
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        inside = [each for each in file.infolist() if not each.is_dir()]
        if len(inside) > 3 * MOST_FRAMES or sum(each.file_size for each in inside) > LARGEST_FILE:
            _no("Unpacked, the shot is too large.", "Cut it into shots.")
        for each in inside:
            path = PurePosixPath(each.filename)
            folder = path.parent.name
            if folder in found and path.suffix.lower() in _ENDINGS:
                name = path.name if path.suffix.lower() == _MOVIE else path.stem
                if name in found[folder]:
                    _no(f"{folder}/{name} is there twice.", "Keep one of them.")
                found[folder][name] = file.read(each)
    return found


def _unreeled(
    frames: dict[str, bytes], mattes: Sequence[str]
) -> tuple[dict[str, bytes], Turnover | None]:
    """The pictures of a movie by the names of their mattes, and where it says that they lie."""
    movies = [name for name in frames if PurePosixPath(name).suffix.lower() == _MOVIE]
    if not movies:
        return frames, None
    if len(frames) > 1:
        _no("frames/ holds more than a movie.", "Give one movie, or the frames.")
    if not 1 <= len(mattes) <= MOST_FRAMES:
        _no(f"A shot has 1 to {MOST_FRAMES} pictures in matte/.", "Cut it into shots.")
    [name] = movies
    movie = read_movie(frames[name], name, frames=len(mattes), most_pixels=MOST_PIXELS // 2)
    return dict(zip(mattes, movie.pictures, strict=True)), movie.turnover


def _coded(
    order: Sequence[str],
    frames: dict[str, bytes],
    mattes: dict[str, bytes],
    keys: dict[str, bytes],
    size: tuple[int, int],
    space: str | None,
) -> tuple[Plates | None, dict[str, bytes], dict[str, bytes], dict[str, bytes], Turnover | None]:
    """The plates, all pictures as PNG, and where the plates say that the shot lies."""
    coloured = [("frames", frames), ("keys", keys)]
    depths = {_depth(each, name) for name, held in coloured for each in held.values()}
    if len(depths) != 1:
        _no("The frames and keys are not of one kind.", "Write them alike, in one depth.")
    if not any(_is_exr(each) for each in (*frames.values(), *mattes.values())):
        return None, frames, mattes, keys, None
    with plate_reader() as reader:
        mattes = {
            name: matte_of(reader, each, f"matte/{name}", size) if _is_exr(each) else each
            for name, each in mattes.items()
        }
        if not _is_exr(frames[order[0]]):
            return None, frames, mattes, keys, None
        plates, pictures, turnover = taken(
            reader, [(each, frames[each]) for each in order], size, space
        )
        colour = plates.space
        keys = {
            name: picture_of(reader, each, f"keys/{name}", size, colour)
            for name, each in keys.items()
        }
    return plates, dict(zip(order, pictures, strict=True)), mattes, keys, turnover


def _is_exr(content: bytes) -> bool:
    return content.startswith(MAGIC)


def _depth(content: bytes, name: str) -> int:
    """Bits a channel of a PNG; 0 for OpenEXR."""
    if _is_exr(content):
        return 0
    _size(content, name)
    return depth_of(content)


def _first_size(content: bytes, name: str) -> tuple[int, int]:
    return plate_size(content, name) if _is_exr(content) else _size(content, name)


def _require_one_face(shot: ShotFile, size: tuple[int, int]) -> None:
    """All pictures have one size, and the face can be worked on; or Invalid, before it is kept."""
    source = np.stack([_colour(each, size, "frames") for each in shot.frames])
    matte = np.stack([_matte(each, size) for each in shot.mattes])
    painted = {number: _colour(each, size, "keys") for number, each in shot.keys}
    if painted:
        face_shot(source, matte, painted)
    else:
        face_width(matte)


def _colour(png: bytes, size: tuple[int, int], folder: str) -> Bytes:
    if _size(png, folder) != size:
        _no(f"The pictures in {folder}/ differ in size.", "Cut them alike.")
    try:
        return shown(coded(png))
    except _BROKEN as problem:
        raise _broken(folder) from problem


def _matte(png: bytes, size: tuple[int, int]) -> Bytes:
    if _size(png, "matte") != size:
        _no("The pictures in matte/ differ in size.", "Cut them alike.")
    if depth_of(png) != _EIGHT_BITS:
        _no("matte holds a PNG that has not 8 bits a channel.", "Write it with 8 bits.")
    try:
        with Image.open(io.BytesIO(png), formats=["PNG"]) as picture:
            return np.asarray(picture.convert("L")).copy()
    except _BROKEN as problem:
        raise _broken("matte") from problem


def _broken(folder: str) -> Invalid:
    return Invalid(f"A picture in {folder}/ is broken.", remedy="Write it again.", field="file")


def _size(png: bytes, name: str) -> tuple[int, int]:
    """Width and height by the header, of a still PNG of eight or sixteen bits a channel."""
    if len(png) < 33 or png[:8] != b"\x89PNG\r\n\x1a\n" or png[12:16] != b"IHDR":
        _no(f"{name} holds what is no PNG.", "Write it as PNG, or as OpenEXR.")
    if png[24] not in {_EIGHT_BITS, DEEP}:
        _no(f"{name} holds a PNG of {png[24]} bits a channel.", "Write it with 8 or 16 bits.")
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def _no(sentence: str, remedy: str) -> NoReturn:
    raise Invalid(sentence, remedy=remedy, field="file")
