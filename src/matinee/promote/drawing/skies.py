"""Compositions of the sky: clouds with something that flies, and planets among stars."""

import math

from matinee.promote.drawing import figures
from matinee.promote.drawing.canvas import number
from matinee.promote.drawing.colour import mix
from matinee.promote.drawing.landscapes import ridge
from matinee.promote.drawing.scene import Lockup, Scene


def orbit(scene: Scene) -> Lockup:
    """A planet, its ring or its moons, and stars."""
    canvas, dice, inks = scene.canvas, scene.dice, scene.inks
    sky = inks.deep if inks.night else mix(inks.ground, inks.deep, 0.88)
    canvas.cover(canvas.vertical((0, sky), (1, mix(sky, inks.tone, 0.55))))
    for size, count in ((1.6, 34), (3, 9)):
        canvas.dots(
            [
                (dice.between(0, scene.width), dice.between(0, scene.height * 0.8))
                for _ in range(count)
            ],
            inks.light,
            size,
        )
    x = scene.focus + dice.between(-0.12, 0.12) * scene.span
    y = scene.height * dice.between(0.33, 0.42)
    radius = scene.span * dice.between(0.22, 0.32)
    body = inks.accent if inks.accent != inks.deep else inks.ground
    canvas.circle(x, y, radius, canvas.vertical((0, body), (1, mix(body, inks.tone, 0.85))))
    canvas.path(
        f"M{number(x)} {number(y - radius)}a{number(radius)} {number(radius)} 0 0 1 0 "
        f"{number(2 * radius)}a{number(radius * 1.35)} {number(radius * 1.35)} 0 0 0 0 "
        f"{number(-2 * radius)}z",
        sky,
        0.45,
    )
    if dice.chance(0.55):
        tilt = dice.count(-28, 28)
        canvas.add(
            f'<g transform="rotate({tilt} {number(x)} {number(y)})" fill="none" '
            f'stroke="{inks.light}">'
        )
        for ring in range(3):
            rx, ry = radius * (1.42 + 0.15 * ring), radius * (0.3 + 0.05 * ring)
            canvas.stroke(
                f"M{number(x - radius * 0.9)} {number(y - ry * 0.62)}A{number(rx)} {number(ry)}"
                f" 0 1 0 {number(x + radius * 0.9)} {number(y - ry * 0.62)}",
                inks.light,
                4 - ring,
            )
        canvas.add("</g>")
    else:
        for _ in range(dice.count(1, 3)):
            angle = dice.between(0, 6.28)
            canvas.circle(
                x + math.cos(angle) * radius * 1.4,
                y + math.sin(angle) * radius * 1.25,
                radius * dice.between(0.08, 0.2),
                mix(inks.light, body, 0.3),
            )
    base = scene.height * 0.73
    ground = mix(inks.deep, sky, 0.5)
    canvas.path(
        f"M0 {number(base + 26)}Q{scene.width / 2} {number(base - 44)} {scene.width} "
        f"{number(base + 26)}V{scene.height}H0z",
        ground,
    )
    figures.place(canvas, dice.pick(figures.PEOPLE), x, base + 2, scene.span * 0.12, ground)
    return Lockup(base + 26, scene.height - base - 66, ground, low=True, lively=dice.chance(0.4))


def balloon(scene: Scene) -> Lockup:
    """Round clouds, round hills and something that flies."""
    canvas, dice, inks = scene.canvas, scene.dice, scene.inks
    canvas.cover(canvas.vertical((0, inks.ground), (0.8, mix(inks.ground, inks.light, 0.55))))
    size = scene.span * dice.between(0.4, 0.52)
    foot = scene.height * dice.between(0.6, 0.64)
    figures.place(canvas, figures.BALLOON, scene.focus, foot, size, inks.accent)
    canvas.add(
        f'<g transform="translate({number(scene.focus)} {number(foot)})scale({size / 100:.3f})">'
        f'<path fill="{inks.light}" d="M0-100c9 0 14 16 14 36 0 22-6 34-10 48h-8c-4-14-10-26-10-48'
        f' 0-20 5-36 14-36z"/><path fill="{inks.deep}" d="M-8-12h16l-2 12h-12z"/></g>'
    )
    for _ in range(4):
        x, y = dice.between(0, scene.width), scene.height * dice.between(0.3, 0.62)
        wide = scene.span * dice.between(0.1, 0.17)
        canvas.path(
            f"M{number(x - wide)} {number(y)}a{number(wide * 0.4)} {number(wide * 0.4)} 0 0 1 "
            f"{number(wide * 0.6)}{number(-wide * 0.3)}a{number(wide * 0.5)} {number(wide * 0.5)}"
            f" 0 0 1 {number(wide * 0.9)}{number(wide * 0.05)}a{number(wide * 0.3)} "
            f"{number(wide * 0.3)} 0 0 1 {number(wide * 0.4)} {number(wide * 0.25)}z",
            inks.light,
            0.9,
        )
    ridge(scene, scene.height * 0.72, 18, 2.2, mix(inks.tone, inks.light, 0.12))
    ground = mix(inks.tone, inks.deep, 0.62)
    ridge(scene, scene.height * 0.79, 12, 1.6, ground)
    return Lockup(34, scene.height * 0.2, inks.ground, block=dice.chance(0.4))
