"""What is known of one picture of a film."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Still:
    """A picture of a film at ``at`` seconds; boxes are left, top, width, height as shares of it.

    ``eyes`` says of each of the ``faces`` how far its eyes are open, None where nobody can tell.
    ``perhaps`` is what may be a face, drawn ones above all: a box and how sure the detector is.
    ``heads`` are those of the ``faces``, whole, also where one is seen from the side, and theirs.
    ``sharpness`` is the variance of the Laplacian at 640 pixels' width, ``clipped`` the share of
    pixels without drawing (black or white), ``salient`` the region that the eye goes to with the
    share of all saliency in it and its mean brightness, ``across`` and ``down`` how saliency lies
    in 40 equal columns and rows (each sums to 1), ``letters`` the share of the picture that text
    covers, ``layout`` six by four mean colours in Lab, for comparing pictures.
    """

    at: float
    file: str
    width: int
    height: int
    brightness: float
    contrast: float
    colourfulness: float
    sharpness: float
    clipped: float
    faces: tuple[tuple[float, float, float, float], ...]
    heads: tuple[tuple[float, float, float, float], ...]
    salient: tuple[float, float, float, float]
    salient_share: float
    salient_light: float
    across: tuple[float, ...]
    down: tuple[float, ...]
    letters: float
    layout: tuple[float, ...]
    eyes: tuple[float | None, ...] = ()
    perhaps: tuple[tuple[float, float, float, float, float], ...] = ()
