"""Small cut-out figures: people, a house, a boat, trees; each a path in a box that is scaled."""

from matinee.promote.drawing.canvas import Canvas, number

STANDING = (
    "M0-100c5 0 8 4 8 9 0 4-2 7-4 8l1 3c6 1 10 4 11 10l4 32c0 3-4 4-5 1l-5-24 1 30-3 31h-6l-2-29"
    "-2 29h-6l-3-31 1-30-5 24c-1 3-5 2-5-1l4-32c1-6 5-9 11-10l1-3c-2-1-4-4-4-8 0-5 3-9 8-9z"
)
COAT = (
    "M-13-93h5c0-6 3-8 8-8s8 2 8 8h5c2 0 2 3 0 3h-4c0 4-2 7-4 9 8 2 12 5 13 12l5 33c0 4-4 4-5 1"
    "l-5-17 4 27-6 1-1 24h-6l-2-23h-4l-2 23h-6l-1-24-6-1 4-27-5 17c-1 3-5 3-5-1l5-33c1-7 5-10"
    " 13-12-2-2-4-5-4-9h-4c-2 0-2-3 0-3z"
)
DRESS = (
    "M0-100c6 0 9 5 9 10 0 4-1 8-5 9l0 2c6 1 8 4 9 9l4 26c0 3-3 4-4 1l-5-18-1 12 12 46H5L4 0H-1"
    "L-2-3h-3L-6 0h-5l1-3h-8l12-46-1-12-5 18c-1 3-4 2-4-1l4-26c1-5 3-8 9-9v-2c-4-1-6-5-6-9 0-5 3"
    "-10 9-10z"
)
RIDER = (
    "M-46 0l4-22c-4-4-6-10-5-18-5 4-6 10-6 16h-3c-1-12 3-22 12-24 10-3 22 0 32-1l2-16c1-6 4-9 9-10"
    "l-1-3h-6c-2 0-2-2 0-2h4c1-5 3-8 7-8s6 3 6 8h4c2 0 2 2 0 2h-4c0 3-1 5-3 6l2 3c4 2 5 5 5 9l-1 9"
    " 4 3 12-10c4-6 8-10 13-12l1-4 3 4c6 2 10 8 11 14-2 2-4 2-6 1l-6-2c-2 10-6 17-11 21l-2 14 1 12"
    "h-4l-2-14-6 2-4 12h-4l3-14c-9 2-18 2-26 0l-8 6-2 18h-4v-20l-8-6-3 12 2 14z"
)
BOAT = "M-40-14h80l-12 16h-54zM-2-18V-78h4v6l34 54zM-6-22V-62l-26 40z"
HOUSE = "M-34 0V-44l-8 5-4-6 28-22v-16h8v10l10-9 46 41-4 6-8-6V0H8v-20H-6V0z"
BALLOON = (
    "M0-100c22 0 36 16 36 36 0 22-20 34-28 48h-16c-8-14-28-26-28-48 0-20 14-36 36-36z"
    "M-8-12h16l-2 12h-12z"
)
TREE = "M0-100c20 0 34 18 34 36s-12 30-28 32l2 32h-16l2-32c-16-2-28-14-28-32s14-36 34-36z"
GULL = "M-20-6q10-8 20 4q10-12 20-4q-10-3-20 8q-10-11-20-8z"

PEOPLE = (STANDING, COAT, DRESS)


def place(
    canvas: Canvas, data: str, x: float, y: float, height: float, fill: str, *, turn: bool = False
) -> None:
    """Draw a figure of ``height`` that stands at (x, y); ``turn`` mirrors it."""
    scale = height / 100
    across = f"{-scale if turn else scale:.3f} {scale:.3f}"
    canvas.add(
        f'<path fill="{fill}" transform="translate({number(x)} {number(y)})scale({across})" '
        f'd="{data}"/>'
    )
