"""Compositions of flat pattern: rings, spirograph, halftone, rainbow, grid of arcs, sunburst."""

import math

from matinee.promote.drawing import figures
from matinee.promote.drawing.canvas import number
from matinee.promote.drawing.colour import mix
from matinee.promote.drawing.scene import Lockup, Scene


def rings(scene: Scene) -> Lockup:
    """Circles that drift as they shrink, and someone falling into them."""
    canvas, dice, inks = scene.canvas, scene.dice, scene.inks
    canvas.cover(inks.ground)
    count = dice.count(7, 11)
    drift = (dice.between(-0.16, 0.16), dice.between(-0.12, 0.2))
    outer = scene.span * 0.72
    centre = scene.height * 0.4
    x = y = radius = 0.0
    pair = (inks.accent, inks.ground) if dice.chance(0.5) else (inks.tone, inks.deep)
    for ring in range(count):
        share = ring / count
        radius = outer * (1 - share) ** 1.15
        x = scene.focus + drift[0] * outer * share
        y = centre + drift[1] * outer * share
        canvas.circle(x, y, radius, pair[ring % 2])
    figure = dice.pick(figures.PEOPLE)
    ink = inks.ink_on(pair[(count - 1) % 2])
    canvas.add(f'<g transform="rotate({dice.count(-70, 70)} {number(x)} {number(y)})">')
    figures.place(canvas, figure, x, y + 34, 78, ink)
    canvas.add("</g>")
    base = scene.height * 0.74
    canvas.rect(0, base, scene.width, scene.height - base, inks.deep)
    return Lockup(base + 14, scene.height - base - 58, inks.deep, low=True, lively=True)


def spiral(scene: Scene) -> Lockup:
    """Ellipses turned about one point, as a pendulum draws them."""
    canvas, dice, inks = scene.canvas, scene.dice, scene.inks
    canvas.cover(inks.ground)
    line = inks.ink_on(inks.ground, lively=True)
    turns = dice.count(14, 22)
    long, short = scene.span * 0.47, scene.span * dice.between(0.14, 0.3)
    x, y = scene.focus, scene.height * 0.4
    canvas.add(
        f'<g fill="none" stroke="{line}" stroke-width="1.6" '
        f'transform="translate({number(x)} {number(y)})">'
        f'<ellipse id="e" rx="{number(long)}" ry="{number(short)}"/>'
    )
    for turn in range(1, turns):
        canvas.add(f'<use href="#e" transform="rotate({number(180 * turn / turns)})"/>')
    canvas.add("</g>")
    canvas.circle(x, y, short * 0.42, inks.deep if not inks.night else inks.light)
    figures.place(
        canvas,
        dice.pick(figures.PEOPLE),
        x,
        y + short * 0.3,
        short * 0.6,
        inks.light if not inks.night else inks.deep,
    )
    return Lockup(scene.height * 0.73, 122, inks.ground, low=True)


def halftone(scene: Scene) -> Lockup:
    """A printed dot screen that swells from one point."""
    canvas, dice, inks = scene.canvas, scene.dice, scene.inks
    canvas.cover(inks.ground)
    ink = inks.accent if dice.chance(0.6) else inks.deep
    step = scene.span / dice.count(15, 19)
    x, y = scene.focus, scene.height * dice.between(0.34, 0.42)
    core = scene.span * dice.between(0.16, 0.22)
    reach = scene.span * dice.between(0.62, 0.8)
    ring, radius = 0, core + step * 0.6
    while radius < reach:
        size = step * 0.98 * (1 - (radius - core) / (reach - core)) ** 0.8
        around = 2 * math.pi * radius
        gap = around / round(around / (step * 1.05))
        canvas.circle(
            x,
            y,
            radius,
            "none",
            f' stroke="{ink}" stroke-width="{number(max(size, 1.2))}" stroke-linecap="round" '
            f'stroke-dasharray="0 {gap:.3f}" '
            f'transform="rotate({ring * 7} {number(x)} {number(y)})"',
        )
        ring, radius = ring + 1, radius + step * 0.92
    canvas.circle(x, y, core, ink)
    other = inks.light if ink != inks.light else inks.deep
    figures.place(canvas, dice.pick(figures.PEOPLE), x, y + core * 0.82, core * 1.55, other)
    band = scene.height * 0.76
    canvas.rect(0, band, scene.width, scene.height - band, inks.ground)
    return Lockup(band - 4, scene.height - band - 40, inks.ground, low=True)


def rainbow(scene: Scene) -> Lockup:
    """Bands that rise, turn and run off, as the seventies painted them on walls."""
    canvas, dice, inks = scene.canvas, scene.dice, scene.inks
    canvas.cover(inks.light if not inks.night else inks.ground)
    ground = inks.light if not inks.night else inks.ground
    bands = (
        inks.deep if not inks.night else inks.light,
        inks.tone,
        inks.accent,
        mix(inks.accent, inks.light, 0.5),
    )
    wide = scene.span * dice.between(0.085, 0.105)
    turn = dice.chance(0.5)
    if turn:
        canvas.add(f'<g transform="translate({scene.width})scale(-1 1)">')
    bottom = scene.height * (0.68 if not scene.wide else 1)
    kind = dice.count(0, 2)
    for index, ink in enumerate(bands):
        off = index * wide
        if kind == 0:
            x, y = scene.width * 0.2 + off, scene.height * 0.16 + off
            r = scene.span * 0.42 - off
            data = (
                f"M{number(x)} {number(bottom)}V{number(y + r)}"
                f"a{number(r)} {number(r)} 0 0 1 {number(r)} {number(-r)}H{scene.width}"
            )
        elif kind == 1:
            r = scene.span * 0.44 - off
            data = (
                f"M{number(scene.focus - r)} {number(bottom)}v{number(-r * 0.5)}"
                f"a{number(r)} {number(r)} 0 0 1 {number(2 * r)} 0v{number(r * 0.5)}"
            )
        else:
            y = scene.height * 0.14 + off
            r = scene.span * 0.12
            data = (
                f"M0 {number(y)}H{number(scene.width * 0.5 - off)}q{number(r)} 0 {number(r)} "
                f"{number(r)}V{number(bottom - r * 2 + off * 0.4)}q0 {number(r)} {number(r)} "
                f"{number(r)}H{scene.width}"
            )
        canvas.stroke(data, ink, wide + 0.5)
    if turn:
        canvas.add("</g>")
    if kind == 1:
        canvas.circle(scene.focus, bottom - scene.span * 0.1, scene.span * 0.1, inks.accent)
    return Lockup(scene.height * 0.74, 116, ground, low=True, block=dice.chance(0.5))


def arcs(scene: Scene) -> Lockup:
    """A grid of quarter circles, discs and triangles."""
    canvas, dice, inks = scene.canvas, scene.dice, scene.inks
    ground = inks.light if not inks.night else inks.deep
    canvas.cover(ground)
    columns = dice.pick((3, 4, 4, 5))
    cell = scene.width / columns if not scene.wide else scene.height / 3
    rows = 3 if scene.wide else int(scene.height * 0.68 / cell)
    across = columns if not scene.wide else int(scene.width / cell) + 1
    colours = [ink for ink in (inks.ground, inks.tone, inks.accent, inks.deep) if ink != ground]
    c = number(cell)
    shapes = (
        f"M0 0h{c}A{c} {c} 0 0 1 0 {c}z",
        f"M{c} 0v{c}h-{c}A{c} {c} 0 0 1 {c} 0z",
        f"M0 0h{c}a{number(cell / 2)} {number(cell / 2)} 0 0 1-{c} 0z",
        f"M0 {number(cell / 2)}a{number(cell / 2)} {number(cell / 2)} 0 0 1 {c} 0"
        f"a{number(cell / 2)} {number(cell / 2)} 0 0 1-{c} 0z",
        f"M0 {c}L{c} 0v{c}z",
        f"M0 0v{c}h{c}A{c} {c} 0 0 1 0 0z",
    )
    for row in range(rows):
        for column in range(across):
            x, y = column * cell, row * cell
            first = dice.pick(colours)
            second = dice.pick([ink for ink in [*colours, ground] if ink != first])
            canvas.rect(x, y, cell + 0.4, cell + 0.4, first)
            canvas.add(
                f'<path fill="{second}" transform="translate({number(x)} {number(y)})" '
                f'd="{dice.pick(shapes)}"/>'
            )
    top = rows * cell
    return Lockup(top + 16, scene.height - top - 56, ground, low=True, anchor="start")


def sunburst(scene: Scene) -> Lockup:
    """Rays from behind a star, a disc or a figure."""
    canvas, dice, inks = scene.canvas, scene.dice, scene.inks
    canvas.cover(inks.ground)
    rays = dice.count(12, 20)
    x, y = scene.focus, scene.height * dice.between(0.36, 0.62)
    far = scene.width + scene.height
    data = ""
    for ray in range(rays):
        a = 2 * math.pi * ray / rays
        b = a + math.pi / rays
        data += (
            f"M{number(x)} {number(y)}L{number(x + far * math.cos(a))} "
            f"{number(y + far * math.sin(a))} {number(x + far * math.cos(b))} "
            f"{number(y + far * math.sin(b))}z"
        )
    canvas.path(data, mix(inks.ground, inks.tone, 0.75))
    radius = scene.span * dice.between(0.24, 0.31)
    canvas.circle(x, y, radius, inks.accent)
    canvas.ring(x, y, radius + 9, inks.light, 3.5)
    if dice.chance(0.45):
        corners = [
            (
                x + math.sin(math.pi * k / 5) * radius * (0.86 if k % 2 == 0 else 0.35),
                y - math.cos(math.pi * k / 5) * radius * (0.86 if k % 2 == 0 else 0.35),
            )
            for k in range(10)
        ]
        canvas.shape(corners, inks.light if inks.accent != inks.light else inks.deep)
    else:
        canvas.add(
            f'<clipPath id="c"><circle cx="{number(x)}" cy="{number(y)}" '
            f'r="{number(radius)}"/></clipPath><g clip-path="url(#c)">'
        )
        figures.place(canvas, dice.pick(figures.PEOPLE), x, y + radius * 1.2, radius * 2, inks.deep)
        canvas.add("</g>")
    high = y < scene.height * 0.5
    band = scene.height * 0.73 if high else 0
    tall = scene.height * 0.27 if high else y - radius - 26
    canvas.rect(0, band, scene.width, tall, inks.deep)
    return Lockup(band + 18, tall - (60 if high else 34), inks.deep, lively=True, block=True)
