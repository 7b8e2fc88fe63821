"""Compositions cut from paper: slabs, shards, an eye, two discs, words alone."""

import math

from matinee.promote.drawing import figures
from matinee.promote.drawing.canvas import number
from matinee.promote.drawing.colour import mix
from matinee.promote.drawing.scene import Lockup, Scene


def slabs(scene: Scene) -> Lockup:
    """Uneven slabs that hang from above or thrust in from the side, in the manner of cut paper."""
    canvas, dice, inks = scene.canvas, scene.dice, scene.inks
    canvas.cover(inks.ground)
    base = scene.height * 0.71
    sideways = dice.chance(0.45)
    count = dice.count(4, 7)
    deepest = dice.count(0, count - 1)
    across, along = (base, scene.width) if sideways else (scene.width, base)
    step = across / count
    end = 0.0
    for slab in range(count):
        at = slab * step + dice.between(-6, 6)
        reach = along * (0.86 if slab == deepest else dice.between(0.2, 0.62))
        wide = step * dice.between(0.6, 0.9)
        lean = dice.between(-14, 14)
        corners = [
            (at, -4.0),
            (at + wide, -4.0),
            (at + wide + lean, reach + dice.between(-16, 16)),
            (at + lean * 0.6, reach),
        ]
        own = slab == deepest and inks.accent != inks.deep
        shape = [(y, x) for x, y in corners] if sideways else corners
        canvas.shape(shape, inks.accent if own else inks.deep)
        if slab == deepest:
            end = at + wide / 2 + lean * 0.8
    x = scene.width * 0.9 if sideways else end
    figures.place(canvas, dice.pick(figures.PEOPLE), x, base, scene.span * 0.2, inks.deep)
    canvas.shape(
        [
            (0, base + dice.between(-6, 6)),
            (scene.width, base + dice.between(-8, 8)),
            (scene.width, scene.height),
            (0, scene.height),
        ],
        inks.deep,
    )
    return Lockup(
        base + 24,
        scene.height - base - 66,
        inks.deep,
        anchor="start",
        block=True,
        lively=dice.chance(0.4),
    )


def cutout(scene: Scene) -> Lockup:
    """One great jagged sheet of paper with a hole in it, and the title on the sheet."""
    canvas, dice, inks = scene.canvas, scene.dice, scene.inks
    canvas.cover(inks.ground)
    paper = inks.deep if _told_apart(inks.deep, inks.ground) else inks.light
    left, right = scene.width * 0.07, scene.width * 0.93
    if scene.wide:
        left = scene.width * 0.46
    top, bottom = scene.height * 0.06, scene.height * 0.94
    jag = scene.span * 0.035
    across, down = (right - left) / 5, (bottom - top) / 5
    corners = [(left + across * step, top + dice.between(-jag, jag)) for step in range(5)]
    corners += [(right + dice.between(-jag, jag), top + down * step) for step in range(5)]
    corners += [(right - across * step, bottom + dice.between(-jag, jag)) for step in range(5)]
    corners += [(left + dice.between(-jag, jag), bottom - down * step) for step in range(5)]
    canvas.shape(corners, paper)
    x, y = (left + right) / 2, scene.height * 0.37
    radius = scene.span * dice.between(0.24, 0.3)
    sides = dice.pick((5, 6, 7, 9))
    hole = [
        (
            x + math.cos(2 * math.pi * k / sides) * radius * dice.between(0.8, 1.15),
            y + math.sin(2 * math.pi * k / sides) * radius * dice.between(0.8, 1.15),
        )
        for k in range(sides)
    ]
    canvas.shape(hole, inks.accent if inks.accent != paper else inks.ground)
    ink = paper
    figures.place(canvas, dice.pick(figures.PEOPLE), x, y + radius * 0.86, radius * 1.5, ink)
    return Lockup(
        scene.height * 0.66,
        scene.height * 0.21,
        paper,
        block=dice.chance(0.6),
        left=52,
        width=296,
        foot=62,
    )


def _told_apart(first: str, second: str) -> bool:
    """Whether two papers can be told apart at a glance."""
    return abs(int(first[3:5], 16) - int(second[3:5], 16)) > 48


def shards(scene: Scene) -> Lockup:
    """Splinters that fly from one point."""
    canvas, dice, inks = scene.canvas, scene.dice, scene.inks
    canvas.cover(canvas.radial((0, mix(inks.ground, inks.accent, 0.5)), (0.75, inks.ground)))
    x, y = scene.focus, scene.height * 0.4
    count = dice.count(18, 26)
    far = scene.span
    tones = (inks.accent, inks.tone, inks.deep, inks.light, inks.deep, inks.tone)
    for shard in range(count):
        angle = 2 * math.pi * (shard + dice.unit() * 0.7) / count
        near = far * dice.between(0.14, 0.3)
        reach = near + far * dice.between(0.14, 0.55)
        half = dice.between(0.035, 0.11)
        canvas.shape(
            [
                (x + near * math.cos(angle), y + near * math.sin(angle)),
                (x + reach * math.cos(angle - half), y + reach * math.sin(angle - half)),
                (
                    x + reach * 1.12 * math.cos(angle + half),
                    y + reach * 1.12 * math.sin(angle + half),
                ),
            ],
            tones[shard % len(tones)],
        )
    figures.place(canvas, dice.pick(figures.PEOPLE[:2]), x, y + 46, 104, inks.deep)
    base = scene.height * 0.7
    canvas.shape(
        [(0, base + 34), (scene.width, base - 22), (scene.width, scene.height), (0, scene.height)],
        inks.deep,
    )
    return Lockup(base + 46, scene.height - base - 88, inks.deep, block=True, lively=True)


def eye(scene: Scene) -> Lockup:
    """An eye, wide open, with something in it."""
    canvas, dice, inks = scene.canvas, scene.dice, scene.inks
    canvas.cover(inks.ground)
    x, y = scene.focus, scene.height * 0.38
    half, lift = scene.span * 0.45, scene.span * dice.between(0.26, 0.36)
    ink = inks.deep if not inks.night else inks.light
    if dice.chance(0.6):
        for lash in range(-4, 5):
            across = lash * half * 0.21
            rise = lift * (1 - (lash / 5.2) ** 2)
            canvas.stroke(
                f"M{number(x + across)} {number(y - rise * 0.5)}"
                f"l{number(across * 0.24)} {number(-rise * 0.62)}",
                ink,
                scene.span * 0.02,
                ' stroke-linecap="round"',
            )
    lid = (
        f"M{number(x - half)} {number(y)}Q{number(x)} {number(y - lift * 1.25)} "
        f"{number(x + half)} {number(y)}Q{number(x)} {number(y + lift * 1.25)} "
        f"{number(x - half)} {number(y)}z"
    )
    canvas.path(lid, inks.light if not inks.night else mix(inks.light, inks.tone, 0.12))
    radius = lift * 0.6
    canvas.circle(x, y, radius, inks.accent if inks.accent != inks.deep else inks.tone)
    for ring in range(dice.count(1, 3)):
        canvas.ring(x, y, radius * (0.88 - 0.18 * ring), inks.deep, 1.6)
    canvas.circle(x, y, radius * 0.5, inks.deep)
    figures.place(
        canvas,
        dice.pick((*figures.PEOPLE, figures.HOUSE)),
        x,
        y + radius * 0.36,
        radius * 0.72,
        inks.light,
    )
    canvas.stroke(lid, ink, scene.span * 0.018)
    if dice.chance(0.45):
        tear = y + lift * 0.64
        canvas.path(
            f"M{number(x)} {number(tear)}c14 34 22 44 22 58a22 22 0 0 1-44 0c0-14 8-24 22-58z",
            inks.accent if inks.accent != inks.deep else inks.tone,
        )
    return Lockup(scene.height * 0.72, 124, inks.ground, low=True, block=dice.chance(0.4))


def duet(scene: Scene) -> Lockup:
    """Two discs that meet, and where they meet a third colour."""
    canvas, dice, inks = scene.canvas, scene.dice, scene.inks
    ground = inks.light if dice.chance(0.6) else inks.deep
    canvas.cover(ground)
    radius = scene.span * dice.between(0.27, 0.33)
    x, y = scene.focus, scene.height * 0.37
    angle = dice.pick((0.0, math.pi / 2, math.pi / 4))
    apart = radius * dice.between(0.5, 0.68)
    across, down = apart * math.cos(angle), apart * math.sin(angle)
    first = inks.accent if inks.accent != ground else inks.ground
    canvas.circle(x - across, y - down, radius, first)
    canvas.circle(x + across, y + down, radius, inks.tone)
    canvas.add(
        f'<clipPath id="c"><circle cx="{number(x - across)}" cy="{number(y - down)}" '
        f'r="{number(radius)}"/></clipPath><g clip-path="url(#c)">'
    )
    canvas.circle(x + across, y + down, radius, mix(first, inks.deep, 0.72))
    canvas.add("</g>")
    if dice.chance(0.6) and angle == 0.0:
        tall = radius * 0.92
        overlap = inks.light
        figures.place(canvas, figures.COAT, x - tall * 0.13, y + tall * 0.5, tall, overlap)
        figures.place(canvas, figures.DRESS, x + tall * 0.15, y + tall * 0.5, tall * 0.93, overlap)
    return Lockup(scene.height * 0.7, 138, ground, low=True, anchor=dice.pick(("start", "middle")))


def words(scene: Scene) -> Lockup:
    """The title itself, as large as it goes, over bands of colour."""
    canvas, dice, inks = scene.canvas, scene.dice, scene.inks
    canvas.cover(inks.ground)
    kind = dice.count(0, 3)
    shade = inks.accent if inks.accent != inks.deep else inks.tone
    if kind == 0:
        radius = scene.span * dice.between(0.36, 0.5)
        canvas.circle(scene.width * dice.between(0.55, 0.95), scene.height * 0.3, radius, shade)
        canvas.circle(
            scene.width * dice.between(0.1, 0.4),
            scene.height * dice.between(0.1, 0.5),
            radius * 0.28,
            inks.tone,
        )
    elif kind == 1:
        for bar in range(9):
            inset = dice.between(0, 0.62) * scene.width
            canvas.rect(
                inset,
                scene.height * (0.05 + bar * 0.056),
                scene.width,
                scene.height * 0.03,
                (inks.tone, shade, inks.deep)[bar % 3],
            )
    elif kind == 2:
        canvas.shape(
            [
                (0, 0),
                (scene.width, 0),
                (scene.width, scene.height * 0.28),
                (0, scene.height * 0.56),
            ],
            inks.tone,
        )
        figures.place(
            canvas,
            dice.pick(figures.PEOPLE),
            scene.width * 0.7,
            scene.height * 0.37,
            scene.span * 0.46,
            inks.deep,
        )
    else:
        for stair in range(6):
            step = scene.width / 6
            canvas.rect(
                stair * step,
                scene.height * (0.1 + 0.075 * stair),
                step + 0.5,
                scene.height * (0.46 - 0.075 * stair),
                mix(inks.tone, shade, stair / 5),
            )
        figures.place(
            canvas,
            dice.pick(figures.PEOPLE),
            scene.width * 0.42,
            scene.height * 0.25,
            scene.span * 0.2,
            inks.deep,
        )
    return Lockup(
        scene.height * 0.58, scene.height * 0.34, inks.ground, block=True, low=True, anchor="start"
    )
