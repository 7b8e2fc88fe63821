"""Compositions of the open air: horizon, peaks, pines, sea, road, a lone house."""

import math

from matinee.promote.drawing import figures
from matinee.promote.drawing.canvas import number
from matinee.promote.drawing.colour import mix
from matinee.promote.drawing.scene import Lockup, Scene


def ridge(scene: Scene, level: float, swing: float, waves: float, ink: str) -> float:
    """A hill line across the frame, filled to the bottom; returns its height at the focus."""
    phase = scene.dice.between(0, 6.3)
    second = scene.dice.between(0, 6.3)
    width = scene.width

    def at(x: float) -> float:
        turn = x / width * waves * math.pi
        return level + swing * (0.7 * math.sin(turn + phase) + 0.3 * math.sin(2.3 * turn + second))

    steps = 8
    data = f"M0 {number(at(0))}"
    for step in range(1, steps + 1):
        x = width * step / steps
        middle = x - width / steps / 2
        control = 2 * at(middle) - (at(x) + at(x - width / steps)) / 2
        data += f"Q{number(middle)} {number(control)} {number(x)} {number(at(x))}"
    scene.canvas.path(f"{data}V{scene.height}H0z", ink)
    return at(scene.focus)


def horizon(scene: Scene) -> Lockup:
    """A great sun, layered hills, and someone small on the last ridge."""
    canvas, dice, inks = scene.canvas, scene.dice, scene.inks
    high = inks.ground
    low = mix(inks.ground, inks.accent if inks.night else inks.light, 0.6)
    canvas.cover(canvas.vertical((0, high), (0.62, low)))
    radius = scene.span * dice.between(0.2, 0.34)
    sun_x = scene.focus + dice.between(-0.14, 0.14) * scene.span
    sun = inks.accent if not inks.night else inks.light
    canvas.circle(sun_x, scene.height * 0.47, radius, sun)
    layers = dice.count(3, 4)
    near = mix(inks.tone, inks.deep, 0.92)
    for layer in range(layers):
        share = (layer + 1) / layers
        level = scene.height * (0.5 + 0.17 * share)
        ink = mix(inks.tone, inks.deep, share * 0.92)
        at = ridge(scene, level, scene.height * 0.04, dice.between(1.4, 3), ink)
        if layer == layers - 1:
            figure = dice.pick((*figures.PEOPLE, figures.RIDER, figures.TREE))
            size = scene.span * (0.2 if figure in {figures.RIDER, figures.TREE} else 0.16)
            figures.place(canvas, figure, scene.focus, at + 2, size, near, turn=dice.chance(0.5))
    if dice.chance(0.6):
        return Lockup(scene.height * 0.75, 118, near, low=True)
    return Lockup(34, scene.height * 0.47 - radius - 52, high)


def peaks(scene: Scene) -> Lockup:
    """Mountains folded from two tones, with snow, below a pale disc."""
    canvas, dice, inks = scene.canvas, scene.dice, scene.inks
    canvas.cover(canvas.vertical((0, inks.ground), (0.8, mix(inks.ground, inks.light, 0.45))))
    radius = scene.span * dice.between(0.08, 0.17)
    level = scene.height * dice.between(0.33, 0.4)
    canvas.circle(scene.focus + scene.span * dice.between(-0.28, 0.28), level, radius, inks.accent)
    base = scene.height * 0.84
    spots = (
        ((-0.34, 0.26), (0.36, 0.3), (0.02, 0.46))
        if dice.chance(0.5)
        else ((0.3, 0.28), (-0.18, 0.44), (0.2, 0.2))
    )
    for place, (across, tall) in enumerate(spots):
        x = scene.focus + across * scene.span
        top = base - tall * scene.height * dice.between(0.88, 1.06)
        half = (base - top) * dice.between(0.62, 0.8)
        fold = x + half * dice.between(-0.12, 0.2)
        share = 0.25 + 0.25 * place
        canvas.shape(
            [(x, top), (x - half, base), (x + half, base)], mix(inks.tone, inks.deep, share)
        )
        canvas.shape(
            [(x, top), (fold, base), (x + half, base)], mix(inks.tone, inks.deep, share + 0.3)
        )
        cap = (base - top) * 0.24
        lean = half * 0.24
        canvas.shape(
            [
                (x, top),
                (x - lean, top + cap),
                (x - lean * 0.4, top + cap * 0.72),
                (x, top + cap * 1.15),
                (x + lean * 0.5, top + cap * 0.75),
                (x + lean, top + cap),
            ],
            inks.light,
        )
    ground = mix(inks.deep, inks.tone, 0.08)
    ridge(scene, base - 8, 6, 3, ground)
    if dice.chance(0.5):
        return Lockup(34, level - radius - 48, inks.ground)
    return Lockup(scene.height * 0.85, 76, ground, low=True)


def pines(scene: Scene) -> Lockup:
    """A forest in the mist: rows of firs, a moon, one small light or figure."""
    canvas, dice, inks = scene.canvas, scene.dice, scene.inks
    mist = mix(inks.ground, inks.light, 0.5 if not inks.night else 0.22)
    canvas.cover(canvas.vertical((0, inks.ground), (0.75, mist)))
    radius = scene.span * dice.between(0.13, 0.24)
    canvas.circle(scene.focus + dice.between(-60, 60), scene.height * 0.36, radius, inks.light)
    rows = 3
    for row in range(rows):
        share = (row + 1) / rows
        ink = mix(mist, inks.deep, 0.3 + 0.66 * share)
        tall = scene.height * (0.15 + 0.14 * share)
        foot = scene.height * (0.56 + 0.16 * share)
        step = scene.span * (0.085 + 0.05 * share)
        data, x = "", -step * dice.unit()
        while x < scene.width + step:
            gap = abs(x - scene.focus) < step * 0.9 and row == rows - 1
            top = foot - tall * dice.between(0.62, 1.1)
            if not gap:
                half = step * dice.between(0.5, 0.75)
                mid = (top + foot) / 2
                data += (
                    f"M{number(x)} {number(top)}l{number(half * 0.6)} {number(mid - top)}"
                    f"h{number(-half * 0.25)}L{number(x + half)} {number(foot)}h{number(-2 * half)}"
                    f"L{number(x - half * 0.35)} {number(mid)}h{number(-half * 0.25)}z"
                )
            x += step * dice.between(0.7, 1.1)
        canvas.path(f"{data}M0 {number(foot - 3)}h{scene.width}V{scene.height}H0z", ink)
    ground = mix(mist, inks.deep, 0.96)
    foot = scene.height * 0.72
    if dice.chance(0.5):
        figures.place(canvas, dice.pick(figures.PEOPLE), scene.focus, foot + 4, 46, inks.accent)
    else:
        canvas.rect(scene.focus - 7, foot - 22, 14, 20, inks.accent)
    return Lockup(scene.height * 0.755, 116, ground, low=True, lively=dice.chance(0.5))


def waves(scene: Scene) -> Lockup:
    """Bands of sea under a low sun, and a boat."""
    canvas, dice, inks = scene.canvas, scene.dice, scene.inks
    sky = inks.ground if not inks.night else mix(inks.ground, inks.tone, 0.4)
    canvas.cover(sky)
    for ring in range(3):
        share = 0.18 + ring * 0.27
        radius = scene.span * (0.36 - ring * 0.085)
        canvas.circle(scene.focus, scene.height * 0.44, radius, mix(sky, inks.accent, share))
    bands = dice.count(5, 6)
    boat_at = dice.count(1, 2)
    for band in range(bands):
        share = band / (bands - 1)
        level = scene.height * (0.47 + 0.34 * share)
        if band == boat_at:
            size = scene.span * dice.between(0.24, 0.34)
            figures.place(
                canvas,
                figures.BOAT,
                scene.focus,
                level + 8,
                size,
                inks.light,
                turn=dice.chance(0.5),
            )
        long = scene.span * (0.16 + 0.07 * share)
        deep = long * 0.2
        offset = dice.between(-1, 0) * long * 2
        data = f"M{number(offset)} {number(level)}"
        for _ in range(int((scene.width - offset) / long) + 2):
            data += f"q{number(long / 2)} {number(deep)} {number(long)} 0"
        canvas.path(f"{data}V{scene.height}H0z", mix(inks.tone, inks.deep, 0.1 + 0.85 * share))
    return Lockup(scene.height * 0.79, 96, mix(inks.tone, inks.deep, 0.95), low=True)


def road(scene: Scene) -> Lockup:
    """A road to the vanishing point, under a banded sun."""
    canvas, dice, inks = scene.canvas, scene.dice, scene.inks
    level = scene.height * dice.between(0.52, 0.6)
    low = mix(inks.ground, inks.accent, 0.55)
    canvas.cover(canvas.vertical((0, inks.ground), (0.55, low)))
    radius = scene.span * dice.between(0.14, 0.3)
    rise = radius * dice.between(0.2, 0.9)
    canvas.circle(scene.focus, level - rise, radius, inks.accent)
    if radius > scene.span * 0.22 and dice.chance(0.7):
        for band in range(6):
            y = level - radius * 0.9 + band * radius * 0.17
            canvas.rect(scene.focus - radius, y, radius * 2, 2 + band * 1.6, low)
    ground = mix(inks.tone, inks.deep, 0.72)
    canvas.rect(0, level, scene.width, scene.height - level, ground)
    canvas.shape(
        [
            (0, level),
            (scene.width * 0.16, level - 34),
            (scene.width * 0.3, level - 12),
            (scene.width * 0.42, level - 26),
            (scene.width * 0.55, level - 4),
            (scene.width * 0.74, level - 40),
            (scene.width, level - 8),
            (scene.width, level + 1),
            (0, level + 1),
        ],
        mix(inks.tone, inks.deep, 0.5),
    )
    half = scene.span * 0.46
    bottom = scene.height
    canvas.shape(
        [
            (scene.focus - 3, level),
            (scene.focus + 3, level),
            (scene.focus + half, bottom),
            (scene.focus - half, bottom),
        ],
        inks.deep,
    )
    for dash in range(6):
        near, far = (dash / 6) ** 1.7, ((dash + 0.55) / 6) ** 1.7
        y, z = level + (bottom - level) * near, level + (bottom - level) * far
        canvas.shape(
            [
                (scene.focus - 6 * near - 0.6, y),
                (scene.focus + 6 * near + 0.6, y),
                (scene.focus + 6 * far + 0.6, z),
                (scene.focus - 6 * far - 0.6, z),
            ],
            inks.light,
        )
    return Lockup(38, level - rise - radius - 52, inks.ground, block=dice.chance(0.4))


def house(scene: Scene) -> Lockup:
    """A house on a hill before the moon, one window lit."""
    canvas, dice, inks = scene.canvas, scene.dice, scene.inks
    canvas.cover(canvas.vertical((0, inks.deep), (0.9, inks.tone)))
    radius = scene.span * dice.between(0.3, 0.37)
    centre = scene.height * 0.43
    canvas.circle(scene.focus, centre, radius, mix(inks.light, inks.accent, dice.between(0, 0.8)))
    hill = scene.height * 0.56
    canvas.path(
        f"M0 {number(scene.height * 0.72)}Q{number(scene.focus)} {number(hill - 70)} "
        f"{scene.width} {number(scene.height * 0.74)}V{scene.height}H0z",
        inks.deep,
    )
    size = scene.span * 0.3
    foot = hill + scene.height * 0.03
    figures.place(canvas, figures.HOUSE, scene.focus, foot, size, inks.deep, turn=dice.chance(0.5))
    canvas.rect(scene.focus + size * 0.12, foot - size * 0.4, size * 0.1, size * 0.13, inks.accent)
    for _ in range(dice.count(3, 6)):
        figures.place(
            canvas,
            figures.GULL,
            scene.focus + dice.between(-0.9, 0.9) * radius,
            centre - dice.between(0.1, 0.8) * radius,
            dice.between(26, 60),
            inks.deep,
        )
    return Lockup(scene.height * 0.755, 112, inks.deep, low=True, lively=dice.chance(0.6))
